// What `rooms watch` does: asks for the list again and again, and prints what changed.

import { safeText } from "../protocol/safe-text.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { RoomsWatchOptions } from "./commands/rooms-scripts.ts";
import type { Api } from "./http.ts";
import { printEvent, printLine } from "./output.ts";
import { changesBetween, fetchRooms, type RoomChange } from "./rooms-list.ts";
import { openStream } from "./stream.ts";

export async function watchRooms(api: Api, options: RoomsWatchOptions): Promise<void> {
  const stream = openStream(options, () => undefined);
  let known: readonly RoomView[] = [];
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const { rooms } = await fetchRooms(api);
    for (const change of changesBetween(known, rooms)) {
      if (stream.over) return;
      if (options.ndjson) printEvent(change);
      else printLine(plainLine(change));
      stream.counted();
    }
    known = rooms;
    if (!stream.over) timer = setTimeout(run, options.every);
  };
  const run = (): void => void look().catch(stream.fail);
  run();
  try {
    await stream.ended;
  } finally {
    clearTimeout(timer);
  }
}

const SIGNS = { added: "+", updated: "~", removed: "-" } as const;

const plainLine = ({ type, room: { room, status, members, capacity, visibility } }: RoomChange): string =>
  safeText(`${SIGNS[type]} ${room} ${status} ${members}/${capacity} ${visibility}`);
