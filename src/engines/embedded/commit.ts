// What a decision announces: a frame each, with whom it is for and whose seat ends with it.
import type { Announced } from "../../core/engine.ts";
import type { Accepted, RoomState } from "../../core/rules/room-state.ts";
import { encodeEvent } from "../../protocol/codec.ts";
import type { PeerId } from "../../protocol/ids.ts";

export interface CommitFrame {
  announced: Announced;
  only: PeerId[] | null;
}

export function framesOf({ events, told = [] }: Accepted, before: RoomState | null): CommitFrame[] {
  const own = told.map(({ to, event }): CommitFrame => {
    return { announced: { frame: encodeEvent(event), kind: "commit", leaves: [] }, only: [to] };
  });
  const all = [...(before?.seats.keys() ?? [])];
  const shared = events.map((event): CommitFrame => {
    const leaves = event.type === "room.closed" ? all : event.type === "member.left" ? [event.peer] : [];
    return { announced: { frame: encodeEvent(event), kind: "commit", leaves }, only: null };
  });
  return [...own, ...shared];
}
