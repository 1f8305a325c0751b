// The rules of seats: who gets one, and what happens when one is given back.
import type { LeaveReason, RoomEvent } from "../../protocol/events.ts";
import type { PeerId } from "../../protocol/ids.ts";
import { times } from "../../protocol/limits.ts";
import type { Millis } from "../clock.ts";
import type { Secret } from "../digest.ts";
import type { Fence } from "../engine.ts";
import { isBanned } from "./bans.ts";
import { codeFor, codeTaken, type Taken } from "./codes.ts";
import type { CommandOf } from "./room.ts";
import {
  type Accepted,
  type Decision,
  fail,
  MERGING,
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
import { benchIsFull, isPlayer, notForSpectators, playersOf } from "./spectators.ts";

export function join(
  state: RoomState | null,
  command: CommandOf<"join">,
  now: Millis,
  past: number,
  taken: Taken,
): Decision {
  const { fence, name, data, room } = command;
  if (!state && command.create === false) return fail("not_found");
  if (!state && command.create && minOverCapacity(command.create))
    return fail("bad_request", MIN_OVER_CAPACITY);
  const options = command.create || {};
  const code = state ? null : codeFor(null, options.code, taken);
  if (code === undefined) return codeTaken;
  const head = state?.head ?? newHead(room, fence.peer, options, now, past, code);
  const there = state?.seats.get(fence.peer);
  if (there) return returnTo(state, fence);
  if (head.status === "finished") return fail("room_closed");
  if (isBanned(head.banned, fence)) return fail("banned");
  const creatorComes = head.creator === fence.peer;
  if (state && head.locked && !creatorComes) return fail("room_locked");
  if (head.frozen) return fail("room_locked", MERGING);
  if (state && !creatorComes && !opens(command.proof, head.password)) return fail("wrong_password");
  const role = command.spectate ? "spectator" : "player";
  const players = state ? playersOf(state) : 0;
  if (role === "player" && players >= head.capacity) return fail("room_full");
  if (role === "spectator" && benchIsFull(head)) return fail("room_full", NO_BENCH);

  const own = { seat: head.nextSeat, role, name, ready: false, data } as const;
  const seat: Seat = { ...fence, ...own, joinedAt: now, heldUntil: null, ticket: null };

  const changes: Partial<RoomHead> = { nextSeat: seat.seat + 1, emptyUntil: null };
  if (role === "spectator") changes.watching = head.watching + 1;
  else {
    if (players === 0 || creatorComes) changes.host = fence.peer;
    // A creator who only watches has not come yet.
    if (creatorComes) changes.creator = null;
  }

  const events: RoomEvent[] = [{ type: "member.joined", room, member: memberOf(seat) }];
  const told = head.host !== null || head.watching > 0;
  if (changes.host && told) events.push({ type: "host.changed", room, host: fence.peer });
  const after: RoomHead = { ...head, ...changes, version: (state?.head.version ?? past) + 1 };
  return { ok: true, patch: { head: state ? changes : after, seats: [[fence.peer, seat]] }, events };
}

/**
 * Hashes are compared as texts: how long that takes tells how much of them is alike, and a peer, who knows neither salt nor
 * hash, can't choose a password by what its hash begins with.
 */
const opens = (proof: Secret | "admin" | undefined, password: Secret | null): boolean =>
  password === null ||
  proof === "admin" ||
  (proof !== undefined && proof.salt === password.salt && proof.hash === password.hash);

const NO_BENCH = "All seats for spectators are taken.";

/** A member's own part of what others see of it. */
export function updateMember(state: RoomState | null, command: CommandOf<"member.update">): Decision {
  const { fence, data, ready } = command;
  const seat = state?.seats.get(fence.peer);
  if (!state || !seat || !sameFence(seat, fence)) return fail("not_joined");
  if (ready && !isPlayer(seat)) return notForSpectators;
  const after = { ...seat, data: data ?? seat.data, ready: ready ?? seat.ready };
  if (data === undefined && after.ready === seat.ready) return nothing;
  return {
    ok: true,
    patch: { seats: [[seat.peer, after]] },
    events: [{ type: "member.updated", room: state.head.room, member: memberOf(after) }],
  };
}

/** Its own seat again, for the takeover of the session that counts now: others see that only if it was held. */
export function returnTo(state: RoomState | null, fence: Fence): Decision {
  const there = state?.seats.get(fence.peer);
  // What still arrives for an older takeover of the session changes nothing.
  if (!state || !there || there.gen > fence.gen) return fail("not_joined");
  const wasHeld = there.heldUntil !== null;
  if (sameFence(there, fence) && !wasHeld) return nothing;
  const seat: Seat = { ...there, ...fence, heldUntil: null };
  const back: RoomEvent = { type: "member.returned", room: state.head.room, member: memberOf(seat) };
  return { ok: true, patch: { seats: [[fence.peer, seat]] }, events: wasHeld ? [back] : [] };
}

/**
 * Also by a newer takeover, which may be lost before it has returned to the seat: nobody else would know of it then. An older
 * one changes nothing.
 */
export function hold(state: RoomState | null, fence: Fence, now: Millis): Decision {
  const there = state?.seats.get(fence.peer);
  if (!state || !there || there.gen > fence.gen) return fail("not_joined");
  if (state.head.hold === 0) return vacate(state, [there], "lost", now);
  if (there.heldUntil !== null) return nothing;
  const until = now + state.head.hold;
  const seat: Seat = { ...there, ...fence, heldUntil: until };
  return {
    ok: true,
    patch: { seats: [[fence.peer, seat]] },
    events: [{ type: "member.held", room: state.head.room, member: memberOf(seat), until }],
  };
}

/** The seats whose time is up. */
export function giveUp(state: RoomState, now: Millis): Decision {
  const lost = [...state.held].map((peer) => state.seats.get(peer)!).filter((seat) => seat.heldUntil! <= now);
  return lost.length > 0 ? vacate(state, lost, "lost", now) : nothing;
}

/** The host's right passes to the lowest player's seat left; to one that is held only where there is no other. */
export function vacate(state: RoomState, seats: readonly Seat[], reason: LeaveReason, now: Millis): Accepted {
  const { room, host } = state.head;
  const gone = new Set(seats.map(({ peer }) => peer));
  const events = seats.map(
    ({ peer, seat }): RoomEvent => ({ type: "member.left", room, peer, seat, reason }),
  );
  const head: Partial<RoomHead> = {};
  if (host !== null && gone.has(host)) {
    head.host = nextHost(state, gone);
    if (head.host !== null || state.head.watching > 0)
      events.push({ type: "host.changed", room, host: head.host });
  }
  const watched = seats.filter((seat) => !isPlayer(seat)).length;
  if (watched > 0) head.watching = state.head.watching - watched;
  if (state.seats.size === gone.size) head.emptyUntil = now + (state.head.emptyTtl ?? times.emptyAfterLeave);
  return { ok: true, patch: { head, seats: seats.map(({ peer }) => [peer, null]) }, events };
}

function nextHost(state: RoomState, gone: ReadonlySet<PeerId>): PeerId | null {
  let next: Seat | null = null;
  const before = (a: Seat, b: Seat): boolean =>
    (a.heldUntil === null) === (b.heldUntil === null) ? a.seat < b.seat : a.heldUntil === null;
  for (const seat of state.seats.values()) {
    if (!gone.has(seat.peer) && isPlayer(seat) && (!next || before(seat, next))) next = seat;
  }
  return next?.peer ?? null;
}
