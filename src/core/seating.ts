// What a peer is shown of a room when it takes a seat or returns to one: one consistent cut.
import { RtError } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import type { Joined } from "../protocol/requests.ts";
import type { Message, Position } from "../protocol/shapes.ts";
import type { At, Engine, Fence, RoomKey } from "./engine.ts";
import type { RoomResult } from "./rules/room-state.ts";

/** `since`: where the peer stood before; what it missed is then shown whole, or the recent messages in its place. */
export async function seen(
  engine: Engine,
  key: RoomKey,
  { peer }: Fence,
  { result, at }: { result: RoomResult; at: At },
  since: Position | undefined,
): Promise<Joined> {
  const missed =
    since && !at.unread ? await engine.missed(key, since, at.position).catch(unreadable(null)) : null;
  const messages = missed ?? (await recent(engine, key, at).catch(unreadable([])));
  const own = result.members.find((member) => member.peer === peer);
  if (!own) throw new RtError("internal");
  return {
    room: result.inside,
    self: { peer, seat: own.seat },
    members: result.members,
    messages,
    position: at.position,
    ...(since && { recovered: missed !== null }),
  };
}

/** Read up to the cut, whatever was published since. */
async function recent(engine: Engine, key: RoomKey, { position }: At): Promise<Message[]> {
  if (!position) return [];
  const range = { before: position.offset + 1, limit: limits.recentMessages };
  return (await engine.read(key, range)).messages;
}

/** A history that can't be read keeps nobody out of the room. */
const unreadable =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof RtError && error.code === "unavailable") return instead;
    throw error;
  };
