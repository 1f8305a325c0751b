// The messages of a room from before one came: those of the join, and pages of history where more are asked for.
import type { Room } from "../client/room.ts";
import { limits } from "../protocol/limits.ts";
import type { Message } from "../protocol/shapes.ts";

/** The newest `count`, oldest first. */
export async function recentMessages(room: Room, count: number): Promise<Message[]> {
  let found = [...room.messages];
  while (found.length < count) {
    const before = found[0]?.offset;
    if (before === undefined || before <= 1) break;
    const limit = Math.min(limits.historyPage, count - found.length);
    const { messages, more } = await room.history({ before, limit });
    found = [...messages, ...found];
    if (!more || messages.length === 0) break;
  }
  return count === 0 ? [] : found.slice(-count);
}
