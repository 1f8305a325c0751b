// Which rooms of a queue are to become one: the younger goes into the oldest that has space and fits.
import type { Millis } from "../clock.ts";
import { isBanned } from "./bans.ts";
import { type Entry, type Merge, takenOf, waitingOf } from "./queue.ts";
import { fitsIn, type Waiting } from "./ticket.ts";

interface Room {
  entry: Entry;
  taken: number;
  waiting: Waiting[];
}

/** Pairs of people compared in one go: with very many rooms that don't fit the rest waits for a later one. */
const MOST_PAIRS = 50_000;

/** Of open rooms, the oldest first. */
export function planMerges(entries: readonly Entry[], now: Millis): Merge[] {
  const rooms = entries.map((entry): Room => {
    return { entry, taken: takenOf(entry, now), waiting: waitingOf(entry, now) };
  });
  const merges: Merge[] = [];
  const moved = new Set<Room>();
  const grown = new Set<Room>();
  let left = MOST_PAIRS;
  for (const younger of turned(rooms, now)) {
    // Who was sent there a moment ago is about to arrive.
    const expects = younger.taken > younger.entry.seats.length;
    if (!younger.entry.mergeable || expects || grown.has(younger)) continue;
    for (const older of rooms) {
      if (older === younger || left <= 0) break;
      left -= 1;
      if (moved.has(older) || !hasSpace(older, younger)) continue;
      left -= older.waiting.length * younger.waiting.length;
      if (!fitsIn({ data: older.entry.data, waiting: older.waiting }, younger.waiting, now)) continue;
      older.waiting.push(...younger.waiting);
      older.taken += younger.taken;
      moved.add(younger);
      grown.add(older);
      merges.push({ from: younger.entry.room, into: older.entry.room });
      break;
    }
  }
  return merges;
}

const hasSpace = (older: Room, younger: Room): boolean =>
  older.entry.capacity === younger.entry.capacity &&
  older.taken + younger.taken <= older.entry.capacity &&
  !younger.entry.seats.some((seat) => isBanned(older.entry.banned, seat));

/** Where one go does not get to the end, each begins at another place. */
function turned(rooms: Room[], now: Millis): Room[] {
  if (rooms.length ** 2 <= MOST_PAIRS) return rooms;
  const start = Math.floor((now / 1_000) * 997) % rooms.length;
  return [...rooms.slice(start), ...rooms.slice(0, start)];
}
