// The rules of seats: who gets one, and what happens when one is given back.
import type { LeaveReason, RoomEvent } from "../../protocol/events.ts";
import type { PeerId } from "../../protocol/ids.ts";
import { times } from "../../protocol/limits.ts";
import type { Millis } from "../clock.ts";
import type { CommandOf } from "./room.ts";
import {
  type Decision,
  fail,
  MIN_OVER_CAPACITY,
  memberOf,
  minOverCapacity,
  newHead,
  nothing,
  type RoomHead,
  type RoomState,
  type Seat,
  sameFence,
} from "./room-state.ts";

export function join(
  state: RoomState | null,
  command: CommandOf<"join">,
  now: Millis,
  past: number,
): Decision {
  const { fence, name, data, room } = command;
  if (!state && command.create === false) return fail("not_found");
  if (!state && command.create && minOverCapacity(command.create))
    return fail("bad_request", MIN_OVER_CAPACITY);
  const head = state?.head ?? newHead(room, fence.peer, command.create || {}, now, past);
  const there = state?.seats.get(fence.peer);
  if (there && sameFence(there, fence)) return nothing;
  // What still arrives for an older takeover of the session changes nothing.
  if (there && there.gen > fence.gen) return fail("not_joined");
  if (!there && head.status === "finished") return fail("room_closed");
  if (!there && head.banned.includes(fence.peer)) return fail("banned");
  const creatorComes = head.creator === fence.peer;
  if (!there && state && head.locked && !creatorComes) return fail("room_locked");
  const taken = state?.seats.size ?? 0;
  if (!there && taken >= head.capacity) return fail("room_full");

  const seat: Seat = there
    ? { ...there, ...fence }
    : { ...fence, seat: head.nextSeat, name, ready: false, data, joinedAt: now };
  if (there) return { ok: true, patch: { seats: [[fence.peer, seat]] }, events: [] };

  const first = taken === 0;
  const changes: Partial<RoomHead> = { nextSeat: seat.seat + 1, emptyUntil: null };
  if (first || creatorComes) changes.host = fence.peer;
  if (creatorComes) changes.creator = null;

  const events: RoomEvent[] = [{ type: "member.joined", room, member: memberOf(seat) }];
  if (changes.host && head.host !== null) events.push({ type: "host.changed", room, host: fence.peer });
  const after: RoomHead = { ...head, ...changes, version: (state?.head.version ?? past) + 1 };
  return { ok: true, patch: { head: state ? changes : after, seats: [[fence.peer, seat]] }, events };
}

/** A member's own part of what others see of it. */
export function updateMember(state: RoomState | null, command: CommandOf<"member.update">): Decision {
  const { fence, data, ready } = command;
  const seat = state?.seats.get(fence.peer);
  if (!state || !seat || !sameFence(seat, fence)) return fail("not_joined");
  const after = { ...seat, data: data ?? seat.data, ready: ready ?? seat.ready };
  if (data === undefined && after.ready === seat.ready) return nothing;
  return {
    ok: true,
    patch: { seats: [[seat.peer, after]] },
    events: [{ type: "member.updated", room: state.head.room, member: memberOf(after) }],
  };
}

/** The host's seat passes to the lowest one left. */
export function vacate(state: RoomState, seat: Seat, reason: LeaveReason, now: Millis): Decision {
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

function lowestSeat(state: RoomState, except: PeerId): PeerId | null {
  let lowest: Seat | null = null;
  for (const seat of state.seats.values()) {
    if (seat.peer !== except && (!lowest || seat.seat < lowest.seat)) lowest = seat;
  }
  return lowest?.peer ?? null;
}
