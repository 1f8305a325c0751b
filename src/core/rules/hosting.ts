// The rules of hosting: what a host or an admin may do with a room.
import type { CloseReason } from "../../protocol/events.ts";
import type { Status } from "../../protocol/shapes.ts";
import type { Fence } from "../engine.ts";
import { type Decision, fail, nothing, type RoomState, sameFence, viewOf } from "./room-state.ts";

/** Who asks for a host's right: the host itself, or an admin. */
export type By = Fence | "admin";

export function move(state: RoomState | null, by: By, from: Status, to: "active" | "finished"): Decision {
  if (!state) return fail("not_found");
  if (!mayHost(state, by)) return fail("forbidden");
  if (state.head.status === to) return nothing;
  if (state.head.status !== from)
    return fail(state.head.status === "finished" ? "room_closed" : "bad_request");
  const view = viewOf({ ...state.head, status: to, version: state.head.version + 1 }, state.seats.size);
  const type = to === "active" ? "room.started" : "room.finished";
  return { ok: true, patch: { head: { status: to } }, events: [{ type, room: state.head.room, view }] };
}

export const close = (state: RoomState, reason: CloseReason): Decision => ({
  ok: true,
  patch: { closed: true },
  events: [{ type: "room.closed", room: state.head.room, reason }],
});

export const mayHost = (state: RoomState, by: By): boolean =>
  by === "admin" ||
  (state.head.host === by.peer && sameFence(state.seats.get(by.peer)!, by)) ||
  (state.head.host === null && state.head.creator === by.peer);
