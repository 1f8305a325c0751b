// `rtrooms rooms`: what rooms there are, one of them, and what an administrator may do with it.
import { Command, Option, type OptionValues } from "commander";
import { limits } from "../../protocol/limits.ts";
import { chooseMode } from "../mode.ts";
import {
  adminToken,
  adminUrl,
  parseCount,
  type ServerOptions,
  withNamespace,
  withServer,
} from "../options.ts";
import { roomOptionsOf, withRoomOptions } from "../room-options.ts";
import { type ScreenOptions, withScreen } from "../screen-options.ts";
import { hostCommands } from "./rooms-host.ts";
import { scriptCommands } from "./rooms-scripts.ts";

/** What each subcommand is told; the work is in ../rooms.ts, which is loaded when it is done. */
export interface RoomsOptions extends OptionValues, ServerOptions {
  json?: boolean;
  yes?: boolean;
}

interface ConsoleOptions extends RoomsOptions, ScreenOptions {
  readOnly?: boolean;
}

export function roomsCommand(): Command {
  const console = withScreen(
    withJson("console", "a screen of all rooms, live; in a pipe the list (the default)"),
  )
    .addOption(
      new Option("--read-only", "look at rooms and change nothing, on the screen").env("RTROOMS_READ_ONLY"),
    )
    .action(async (options: ConsoleOptions, command: Command) => {
      if (chooseMode(options) === "screen") {
        const { roomsConsole } = await import("../rooms-console.ts");
        await roomsConsole(command, options.readOnly === true);
      } else {
        const { listRooms } = await import("../rooms.ts");
        await listRooms(await api(command), options);
      }
    });
  const list = withJson("list", "all rooms as a table; without an admin token the public ones").action(
    async (options: RoomsOptions, command: Command) => {
      const { listRooms } = await import("../rooms.ts");
      await listRooms(await api(command), options);
    },
  );
  const get = withJson("get", "one room with its members")
    .argument("<room>")
    .action(async (room: string, options: RoomsOptions, command: Command) => {
      const { getRoom } = await import("../rooms.ts");
      await getRoom(await api(command), room, options);
    });
  const create = withJson("create", "make a room before anybody joins it")
    .argument("<room>")
    .option("--capacity <number>", "seats", parseCount(1, limits.maxCapacity))
    .addOption(new Option("--visibility <kind>", "who finds it").choices(["public", "unlisted", "private"]))
    .addOption(new Option("--start <when>", "when it becomes active").choices(["full", "ready", "host"]))
    .addOption(new Option("--history <what>", "which messages are kept").choices(["chat", "all", "none"]));
  withRoomOptions(create).action(async (room: string, options: RoomsOptions, command: Command) => {
    const { createRoom } = await import("../rooms.ts");
    const { capacity, visibility, start, history } = options;
    const wanted = { capacity, visibility, start, history, ...roomOptionsOf(options) };
    await createRoom(await api(command), room, wanted, options);
  });
  const close = withJson("close", "close a room; its members are told and leave it")
    .argument("<room>")
    .option("-y, --yes", "don't ask")
    .action(async (room: string, options: RoomsOptions, command: Command) => {
      const { closeRoom } = await import("../rooms.ts");
      await closeRoom(await api(command), room, options);
    });
  const kick = withJson("kick", "remove a member from a room")
    .argument("<room>")
    .argument("<peer>", "the peer's id, or its name if only one member has it")
    .option("-y, --yes", "don't ask")
    .action(async (room: string, peer: string, options: RoomsOptions, command: Command) => {
      const { kickMember } = await import("../rooms.ts");
      await kickMember(await api(command), room, peer, options);
    });

  const rooms = new Command("rooms")
    .description(
      "a live console of rooms; list, look at, create, change and close them, wait for and check them, remove members",
    )
    .addCommand(console, { isDefault: true })
    .addCommand(list)
    .addCommand(get)
    .addCommand(create)
    .addCommand(close)
    .addCommand(kick);
  for (const command of hostCommands(withJson, api)) rooms.addCommand(command);
  for (const command of scriptCommands({ withJson, withoutJson, api })) rooms.addCommand(command);
  return rooms.addHelpText(
    "after",
    `
Examples:
  $ rtrooms rooms                                on a terminal a live console, in a pipe a table
  $ rtrooms rooms --read-only                    a console from which nothing can be changed
  $ rtrooms rooms list                           a table, on a terminal too
  $ rtrooms rooms --json | jq '.rooms[].room'    the names
  $ rtrooms rooms get lobby                      who is in it
  $ rtrooms rooms create duel --capacity 2
  $ rtrooms rooms create den --visibility private --code
  $ rtrooms rooms set duel capacity=4 data.map=7
  $ rtrooms rooms lock duel
  $ rtrooms rooms announce lobby 'we restart at noon'
  $ rtrooms rooms invite lobby                   a code to send to guests
  $ rtrooms rooms kick lobby mallory --yes
  $ rtrooms rooms wait duel --members 2 --timeout 30s
  $ rtrooms rooms check --expect 'totalRooms<=10'
  $ rtrooms rooms watch --ndjson`,
  );
}

const withoutJson = (name: string, description: string): Command =>
  withNamespace(withServer(new Command(name))).description(description);

const withJson = (name: string, description: string): Command =>
  withoutJson(name, description).option("--json", "print one JSON document");

async function api(command: Command, signal?: AbortSignal) {
  const { openApi } = await import("../http.ts");
  const { ns } = command.opts<ServerOptions>();
  return openApi({ url: adminUrl(command), ns, token: adminToken(command), signal });
}
