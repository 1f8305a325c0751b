// What is within reach of a session: the rooms that its token names, and those in which it has a seat anyway.
import { type RoomKey, roomOf } from "./engine.ts";
import { mustReach } from "./rights.ts";
import type { Session } from "./session.ts";

/** A seat may be where a match or its party has led, or a token of before. */
export function mustReachIn({ rooms, grant }: Session, key: RoomKey): void {
  if (!rooms.has(key)) mustReach(grant, roomOf(key));
}
