// `rtrooms join`: a seat in a room, with everything that happens in it, as a screen or as NDJSON.
import { Command, type OptionValues } from "commander";
import { limits } from "../../protocol/limits.ts";
import type { UseRoom } from "../connection.ts";
import { chooseMode } from "../mode.ts";
import { givenToken, parseCount, parseDuration, withName, withNamespace, withServer } from "../options.ts";
import type { StreamOptions } from "../stream.ts";

export interface JoinOptions extends StreamOptions, OptionValues {
  capacity?: number;
  ndjson?: boolean;
  until?: string;
  tui: boolean;
}

export const joinCommand = (): Command =>
  withName(withNamespace(withServer(new Command("join"))))
    .description("take a seat in a room and follow it; in a pipe, as JSON lines in both directions")
    .argument("<room>", "the room; it is made if it is not there")
    .option("--capacity <number>", "seats, if the room is made", parseCount(1, limits.maxCapacity))
    .option("--ndjson", "JSON lines also on a terminal")
    .option("--count <number>", "end after so many lines", parseCount(1))
    .option("--until <type>", "end after an event of this type; room.started also if it was started before")
    .option(
      "--timeout <duration>",
      "end after 5s, 2m, …; exit 6 if what was awaited did not come",
      parseDuration,
    )
    .option("--no-tui", "no screen, only lines")
    .addHelpText(
      "after",
      `
In a pipe each line of stdin is a request, and its reply is printed among the events:
  {"type":"publish","data":{"x":1},"event":"move"}
  {"type":"start","id":"my-id"}

Examples:
  $ rtrooms join duel --capacity 2                        a screen of the room
  $ rtrooms join duel --until room.started --timeout 30s  wait until it is full
  $ echo '{"type":"publish","data":1}' | rtrooms join duel`,
    )
    .action(run);

async function run(roomName: string, options: JoinOptions, command: Command): Promise<void> {
  const mode = chooseMode(options);
  const token = givenToken(command);
  const { withRoom } = await import("../connection.ts");
  const create = options.capacity === undefined ? undefined : { capacity: options.capacity };
  const use = mode === "screen" ? await onScreen() : await inPipe(options);
  await withRoom(command, token, roomName, { create }, use);
}

// Everything is loaded before the seat is taken: what happens in the room from then on has to find its listener.

async function onScreen(): Promise<UseRoom> {
  const [{ joinScreen }, { screenExit }] = await Promise.all([
    import("../../tui/join.tsx"),
    import("../screen-exit.ts"),
  ]);
  return async (client, room) => screenExit(await joinScreen({ client, room }));
}

async function inPipe(options: JoinOptions): Promise<UseRoom> {
  const { joinPipe } = await import("../join-pipe.ts");
  return (client, room) => joinPipe({ client, room, options });
}
