// The rules of a room that is merged into an older one: shut for a moment, then closed; and of time that is up.
import { times } from "../../protocol/limits.ts";
import type { Millis } from "../clock.ts";
import { inOrder } from "./admission.ts";
import { close, move } from "./hosting.ts";
import { vacate } from "./membership.ts";
import type { CommandOf } from "./room.ts";
import { type Decision, fail, nothing, type RoomState, type Told } from "./room-state.ts";
import { playersOf } from "./spectators.ts";

/** Nobody comes in from here on; who is there is told, and who leaves meanwhile will be missed by `disband`. */
export function freeze(state: RoomState | null, { merge }: CommandOf<"freeze">, now: Millis): Decision {
  if (!state) return fail("not_found");
  const { status, matched, frozen } = state.head;
  if (status !== "waiting") return fail("room_closed");
  const seats = inOrder(state);
  const byMatch = matched && seats.length > 0 && seats.every(({ ticket }) => ticket !== null);
  if (state.held.size > 0) return fail("room_locked");
  if (frozen || !byMatch) return fail("room_locked");
  const head = { frozen: { merge, until: now + times.frozen } };
  return { ok: true, patch: { head }, events: [], seats };
}

export const thaw = (state: RoomState | null, { merge }: CommandOf<"thaw">): Decision =>
  state?.head.frozen?.merge === merge ? { ok: true, patch: { head: { frozen: null } }, events: [] } : nothing;

/**
 * Those who were moved have their seats in the older room. A room that thawed meanwhile may have others in it again: it goes
 * on with them.
 */
export function disband(state: RoomState | null, { moved }: CommandOf<"disband">, now: Millis): Decision {
  if (!state) return fail("not_found");
  const gone = inOrder(state).filter(({ peer }) => moved.includes(peer));
  if (gone.length === state.seats.size) return { ...close(state, "moved"), seats: gone };
  if (gone.length === 0) return { ...nothing, seats: [] };
  return { ...vacate(state, gone, "leave", now), seats: gone };
}

/** The room starts if that is enough for everyone; else those whose time it was give their seats back. */
export function timeUp(state: RoomState, now: Millis): Decision {
  const { head, seats } = state;
  if (head.frozen) return thaw(state, { type: "thaw", merge: head.frozen.merge });
  const tickets = [...seats.values()].flatMap(({ ticket }) => ticket ?? []);
  const min = Math.max(...tickets.map((ticket) => ticket.min));
  if (playersOf(state) >= min) return move(state, "waiting", "active");
  const over = inOrder(state).filter(({ ticket }) => ticket && ticket.until <= now);
  const told = over.map(
    ({ peer, ticket }): Told => ({
      to: peer,
      event: { type: "match.none", room: head.room, queue: ticket!.queue },
    }),
  );
  return { ...vacate(state, over, "timeout", now), told };
}
