// The rules of hosting: what a host or an admin may do with a room.
import type { CloseReason } from "../../protocol/events.ts";
import { limits } from "../../protocol/limits.ts";
import { RoomUpdate, type Status } from "../../protocol/shapes.ts";
import type { Fence } from "../engine.ts";
import type { CommandOf } from "./room.ts";
import {
  type Decision,
  fail,
  nothing,
  type RoomHead,
  type RoomState,
  sameFence,
  viewOf,
} from "./room-state.ts";

/** Who asks for a host's right: the host itself, or an admin. */
export type By = Fence | "admin";

export const HOSTS_ONLY = "Only the host of the room or an admin may do that.";
export const MIN_OVER_CAPACITY =
  "A room can't need more members than it has seats: `min` is over `capacity`.";
const NOT_ACTIVE = "The room is not active yet: it has to start before it can finish.";

export const minOverCapacity = ({ min = 1, capacity = limits.capacity }: RoomUpdate): boolean =>
  min > capacity;

const CHANGEABLE = Object.keys(RoomUpdate.properties) as (keyof RoomUpdate)[];

export function update(state: RoomState | null, { by, changes: asked }: CommandOf<"update">): Decision {
  if (!state) return fail("not_found");
  if (!mayHost(state, by)) return fail("forbidden", HOSTS_ONLY);
  const { head, seats } = state;
  // A request may carry more than this version knows.
  const names = CHANGEABLE.filter((name) => asked[name] !== undefined);
  const changes: RoomUpdate = Object.fromEntries(names.map((name) => [name, asked[name]]));
  const after: RoomHead = { ...head, ...changes, version: head.version + 1 };
  if (after.capacity < seats.size) {
    return fail("bad_request", `${seats.size} seats are taken: the capacity can't be lower.`);
  }
  if (minOverCapacity(after)) return fail("bad_request", MIN_OVER_CAPACITY);
  if (names.every((name) => name !== "data" && changes[name] === head[name])) return nothing;
  return {
    ok: true,
    patch: { head: changes },
    events: [{ type: "room.updated", room: head.room, view: viewOf(after, seats.size) }],
  };
}

export function move(state: RoomState | null, by: By, from: Status, to: "active" | "finished"): Decision {
  if (!state) return fail("not_found");
  if (!mayHost(state, by)) return fail("forbidden", HOSTS_ONLY);
  if (state.head.status === to) return nothing;
  if (state.head.status !== from)
    return state.head.status === "finished" ? fail("room_closed") : fail("bad_request", NOT_ACTIVE);
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
