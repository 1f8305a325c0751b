// Which room a command is about, by its name or its invite code, and what it takes to get in.
import { type Command, Option, type OptionValues } from "commander";
import type { JoinOptions } from "../client/connect.ts";
import { usageError } from "./exit.ts";

export interface EntryOptions extends OptionValues {
  password?: string;
  code?: string;
  spectate?: boolean;
}

/** Where to, and as what. */
export interface Entry {
  room?: string;
  code?: string;
  options: JoinOptions;
}

export const withEntry = (command: Command, argument = "[room]"): Command =>
  command
    .argument(argument, "the room; it is made if it is not there")
    .option("--code <code>", "the room with this invite code, in place of its name")
    .addOption(
      new Option(
        "--password <text>",
        "the room's password (others may see it in a list of processes); a room that is made gets it",
      ).env("RTROOMS_PASSWORD"),
    )
    .option("--spectate", "only watch and chat, in a seat for spectators");

export function entryOf(room: string | undefined, given: EntryOptions, more: JoinOptions = {}): Entry {
  const { password, code, spectate } = given;
  if ((room === undefined) === (code === undefined)) {
    throw usageError(
      room === undefined ? "Which room?" : "A room is named by its name or by its code, not by both.",
      "Give one of them: ROOM, or --code CODE",
    );
  }
  return { room, code, options: { ...more, password: password || undefined, spectate } };
}
