// The rule of when a room starts by itself: looked at after every change, whoever made it.
import type { Decision, RoomHead, RoomPatch, RoomState, Seat } from "./room-state.ts";
import { insideOf } from "./room-state.ts";
import { isPlayer } from "./spectators.ts";

/** Adds to the decision what follows from it: a waiting room whose condition is now met becomes active. */
export function startIfDue(state: RoomState | null, decision: Decision): Decision {
  if (!decision.ok || !decision.patch || decision.patch.closed) return decision;
  const { patch, events } = decision;
  const head = headAfter(state, patch);
  const seats = seatsAfter(state, patch);
  const due = !head.frozen && isDue(head, seats - head.watching, state, patch);
  if (head.status !== "waiting" || !due) return decision;
  const view = insideOf({ ...head, status: "active" }, seats);
  return {
    ...decision,
    patch: { ...patch, head: { ...patch.head, status: "active" } },
    events: [
      // One version has one view.
      ...events.map((event) => ("view" in event ? { ...event, view } : event)),
      { type: "room.started", room: head.room, view },
    ],
  };
}

const headAfter = (state: RoomState | null, { head }: RoomPatch): RoomHead =>
  state ? { ...state.head, ...head, version: state.head.version + 1 } : (head as RoomHead);

function seatsAfter(state: RoomState | null, { seats = [] }: RoomPatch): number {
  let count = state?.seats.size ?? 0;
  for (const [peer, seat] of seats) count += Number(seat !== null) - Number(state?.seats.has(peer) ?? false);
  return count;
}

function isDue(head: RoomHead, players: number, state: RoomState | null, patch: RoomPatch): boolean {
  if (head.start === "full") return players === head.capacity;
  return head.start === "ready" && players >= head.min && allReady(state, patch);
}

function allReady(state: RoomState | null, { seats = [] }: RoomPatch): boolean {
  const changed = new Map(seats);
  if ([...changed.values()].some((seat) => seat && unready(seat))) return false;
  for (const seat of state?.seats.values() ?? []) {
    if (unready(seat) && !changed.has(seat.peer)) return false;
  }
  return true;
}

/** A spectator holds up nothing. */
const unready = (seat: Seat): boolean => isPlayer(seat) && !seat.ready;
