// The rules of a room: what each command changes and announces. Pure: no time, no ids, no I/O of its own.
import type { ErrorCode } from "../../protocol/errors.ts";
import type { CloseReason, LeaveReason, RoomEvent } from "../../protocol/events.ts";
import type { PeerId, RoomId } from "../../protocol/ids.ts";
import { limits, times } from "../../protocol/limits.ts";
import type { Data, Member, RoomOptions, RoomView, Status } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Fence } from "../engine.ts";

// --- state ---

export interface RoomHead {
  room: RoomId;
  status: Status;
  capacity: number;
  visibility: "public" | "unlisted" | "private";
  start: "full" | "host";
  history: "chat" | "all" | "none";
  host: PeerId | null;
  /** Who made it without taking a seat: its host once seated. */
  creator: PeerId | null;
  createdAt: Millis;
  data: Data;
  version: number;
  /** The next seat's number; only grows. */
  nextSeat: number;
  /** When the room goes if nobody comes; null while somebody has a seat. */
  emptyUntil: Millis | null;
}

export interface Seat extends Fence {
  seat: number;
  name: string;
  data: Data;
  joinedAt: Millis;
}

export interface RoomState {
  head: RoomHead;
  seats: Map<PeerId, Seat>;
}

/** What changes: the head's fields that are new, and seats set or, with null, taken away. `closed` drops the record. */
export interface RoomPatch {
  head?: Partial<RoomHead>;
  seats?: [PeerId, Seat | null][];
  closed?: boolean;
}

// --- commands ---

/** Who asks for a host's right: the host itself, or an admin. */
export type By = Fence | "admin";

export type RoomCommand =
  | { type: "create"; room: RoomId; by: Fence | null; options: RoomOptions }
  | { type: "join"; room: RoomId; fence: Fence; name: string; data: Data; create: RoomOptions | false }
  | { type: "leave"; fence: Fence; reason: LeaveReason }
  | { type: "start" | "finish" | "close"; by: By }
  | { type: "kick"; by: By; peer: PeerId }
  | { type: "look" }
  | { type: "expire" };

/** The room as it is after the command; `members` in the order of their seats. */
export interface RoomResult {
  /** False where everything was so already: a join by who has that very seat, a start of what is active. */
  changed: boolean;
  view: RoomView;
  members: Member[];
}

export type Decision =
  | { ok: true; patch: RoomPatch | null; events: RoomEvent[] }
  | { ok: false; error: ErrorCode };

const fail = (error: ErrorCode): Decision => ({ ok: false, error });
const nothing: Decision = { ok: true, patch: null, events: [] };

/**
 * Every patch raises the version by one; `state` is null where there is no such room. `past` is the version of the room that
 * had this name before, if somebody may still compare with it: the new one goes on from there.
 */
export function decide(state: RoomState | null, command: RoomCommand, now: Millis, past = 0): Decision {
  switch (command.type) {
    case "create":
      if (state) return fail("already_exists");
      return {
        ok: true,
        patch: { head: newHead(command.room, command.by?.peer ?? null, command.options, now, past) },
        events: [],
      };
    case "join":
      return join(state, command, now, past);
    case "leave": {
      const seat = state?.seats.get(command.fence.peer);
      if (!state || !seat || !sameFence(seat, command.fence)) return fail("not_joined");
      return vacate(state, seat, command.reason, now);
    }
    case "kick": {
      if (!state) return fail("not_found");
      if (!mayHost(state, command.by)) return fail("forbidden");
      const seat = state.seats.get(command.peer);
      return seat ? vacate(state, seat, "kick", now) : fail("no_such_peer");
    }
    case "start":
      return move(state, command.by, "waiting", "active");
    case "finish":
      return move(state, command.by, "active", "finished");
    case "close":
      if (!state) return fail("not_found");
      if (!mayHost(state, command.by)) return fail("forbidden");
      return close(state, command.by === "admin" ? "admin" : "host");
    case "look":
      return state ? nothing : fail("not_found");
    case "expire": {
      const until = state?.head.emptyUntil ?? null;
      return state && until !== null && until <= now ? close(state, "empty") : nothing;
    }
    default:
      return command satisfies never;
  }
}

function join(
  state: RoomState | null,
  command: Extract<RoomCommand, { type: "join" }>,
  now: Millis,
  past: number,
): Decision {
  const { fence, name, data, room } = command;
  if (!state && command.create === false) return fail("not_found");
  const head = state?.head ?? newHead(room, fence.peer, command.create || {}, now, past);
  const there = state?.seats.get(fence.peer);
  if (there && sameFence(there, fence)) return nothing;
  // What still arrives for an older takeover of the session changes nothing.
  if (there && there.gen > fence.gen) return fail("not_joined");
  if (!there && head.status === "finished") return fail("room_closed");
  const taken = state?.seats.size ?? 0;
  if (!there && taken >= head.capacity) return fail("room_full");

  const seat: Seat = there
    ? { ...there, ...fence }
    : { ...fence, seat: head.nextSeat, name, data, joinedAt: now };
  if (there) return { ok: true, patch: { seats: [[fence.peer, seat]] }, events: [] };

  const first = taken === 0;
  const creatorComes = head.creator === fence.peer;
  const starts = head.start === "full" && head.status === "waiting" && taken + 1 === head.capacity;
  const changes: Partial<RoomHead> = { nextSeat: seat.seat + 1, emptyUntil: null };
  if (first || creatorComes) changes.host = fence.peer;
  if (creatorComes) changes.creator = null;
  if (starts) changes.status = "active";

  const events: RoomEvent[] = [{ type: "member.joined", room, member: memberOf(seat) }];
  if (changes.host && head.host !== null) events.push({ type: "host.changed", room, host: fence.peer });
  const after: RoomHead = { ...head, ...changes, version: (state?.head.version ?? past) + 1 };
  if (starts) events.push({ type: "room.started", room, view: viewOf(after, taken + 1) });
  return { ok: true, patch: { head: state ? changes : after, seats: [[fence.peer, seat]] }, events };
}

/** The host's seat passes to the lowest one left. */
function vacate(state: RoomState, seat: Seat, reason: LeaveReason, now: Millis): Decision {
  const { room, host } = state.head;
  const events: RoomEvent[] = [{ type: "member.left", room, peer: seat.peer, seat: seat.seat, reason }];
  const head: Partial<RoomHead> = {};
  if (host === seat.peer) {
    head.host = lowestSeat(state, seat.peer);
    if (head.host !== null) events.push({ type: "host.changed", room, host: head.host });
  }
  if (state.seats.size === 1) head.emptyUntil = now + times.emptyAfterLeave;
  return { ok: true, patch: { head, seats: [[seat.peer, null]] }, events };
}

function move(state: RoomState | null, by: By, from: Status, to: "active" | "finished"): Decision {
  if (!state) return fail("not_found");
  if (!mayHost(state, by)) return fail("forbidden");
  if (state.head.status === to) return nothing;
  if (state.head.status !== from)
    return fail(state.head.status === "finished" ? "room_closed" : "bad_request");
  const view = viewOf({ ...state.head, status: to, version: state.head.version + 1 }, state.seats.size);
  const type = to === "active" ? "room.started" : "room.finished";
  return { ok: true, patch: { head: { status: to } }, events: [{ type, room: state.head.room, view }] };
}

const close = (state: RoomState, reason: CloseReason): Decision => ({
  ok: true,
  patch: { closed: true },
  events: [{ type: "room.closed", room: state.head.room, reason }],
});

// --- keeping ---

/** The only way a room's state changes; a `null` state with a whole head makes one, and the answer null drops it. */
export function apply(state: RoomState | null, patch: RoomPatch): RoomState | null {
  if (patch.closed) return null;
  if (!state) return { head: patch.head as RoomHead, seats: new Map(patch.seats as [PeerId, Seat][]) };
  state.head = { ...state.head, ...patch.head, version: state.head.version + 1 };
  for (const [peer, seat] of patch.seats ?? []) {
    if (seat) state.seats.set(peer, seat);
    else state.seats.delete(peer);
  }
  return state;
}

/** Whether a publication gets a place in the room's history. */
export function keeps(
  history: RoomHead["history"],
  { keep, chat, only }: { keep: boolean | null; chat: boolean; only?: unknown },
): boolean {
  if (only || history === "none") return false;
  return keep ?? (history === "all" || chat);
}

/** When the record next has to be looked at by `expire`; null: not by itself. */
export const dueAt = (state: RoomState): Millis | null => state.head.emptyUntil;

// --- views ---

export const resultOf = (state: RoomState, changed: boolean): RoomResult => ({
  changed,
  view: viewOf(state.head, state.seats.size),
  members: [...state.seats.values()].sort((a, b) => a.seat - b.seat).map(memberOf),
});

export const viewOf = (head: RoomHead, members: number): RoomView => ({
  room: head.room,
  status: head.status,
  capacity: head.capacity,
  visibility: head.visibility,
  start: head.start,
  history: head.history,
  host: head.host,
  members,
  createdAt: head.createdAt,
  data: head.data,
  version: head.version,
});

export const memberOf = (seat: Seat): Member => ({
  peer: seat.peer,
  name: seat.name,
  seat: seat.seat,
  data: seat.data,
  joinedAt: seat.joinedAt,
});

export const sameFence = (a: Fence, b: Fence): boolean =>
  a.peer === b.peer && a.gen === b.gen && a.node === b.node;

function newHead(
  room: RoomId,
  creator: PeerId | null,
  options: RoomOptions,
  now: Millis,
  past: number,
): RoomHead {
  return {
    room,
    status: "waiting",
    capacity: options.capacity ?? limits.capacity,
    visibility: options.visibility ?? "public",
    start: options.start ?? "full",
    history: options.history ?? "chat",
    host: null,
    creator,
    createdAt: now,
    data: options.data ?? {},
    version: past + 1,
    nextSeat: 1,
    emptyUntil: now + times.emptyNeverJoined,
  };
}

const mayHost = (state: RoomState, by: By): boolean =>
  by === "admin" ||
  (state.head.host === by.peer && sameFence(state.seats.get(by.peer)!, by)) ||
  (state.head.host === null && state.head.creator === by.peer);

function lowestSeat(state: RoomState, except: PeerId): PeerId | null {
  let lowest: Seat | null = null;
  for (const seat of state.seats.values()) {
    if (seat.peer !== except && (!lowest || seat.seat < lowest.seat)) lowest = seat;
  }
  return lowest?.peer ?? null;
}
