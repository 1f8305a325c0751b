// What `rooms watch` does: prints the rooms that are there, and then what changes among them.
import type { Client } from "../client/connect.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { RoomsWatchOptions } from "./commands/rooms-scripts.ts";
import { tellOfState } from "./connection.ts";
import { CliError } from "./exit.ts";
import { printEvent, printLine } from "./output.ts";
import { openStream } from "./stream.ts";

const SIGNS = { added: "+", updated: "~", removed: "-" } as const;
type Change = keyof typeof SIGNS;

export async function watchRooms(client: Client, options: RoomsWatchOptions): Promise<void> {
  const stream = openStream(options, () => undefined);
  const print = (type: Change, room: RoomView): void => {
    if (stream.over) return;
    if (options.ndjson) printEvent({ type, room });
    else printLine(plainLine(type, room));
    stream.counted();
  };
  tellOfState(client);
  try {
    const lobby = await client.lobby();
    lobby.on("closed", ({ error }) => stream.fail(error ?? lost));
    for (const room of lobby.rooms.values()) print("added", room);
    for (const type of Object.keys(SIGNS) as Change[]) lobby.on(type, (room) => print(type, room));
  } catch (error) {
    stream.fail(error);
  }
  await stream.ended;
}

const lost = new CliError({
  exit: "unreachable",
  code: "disconnected",
  message: "The connection is closed for good.",
});

const plainLine = (type: Change, { room, status, members, capacity, visibility }: RoomView): string =>
  `${SIGNS[type]} ${room} ${status} ${members}/${capacity} ${visibility}`;
