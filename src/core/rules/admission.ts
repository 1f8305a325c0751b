// The rules of being seated by match: whoever comes together is seated together, or not at all.
import type { RoomEvent } from "../../protocol/events.ts";
import type { Data } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Fence } from "../engine.ts";
import { isBanned } from "./bans.ts";
import type { CommandOf } from "./room.ts";
import {
  type Decision,
  fail,
  memberOf,
  newHead,
  nothing,
  type RoomHead,
  type RoomState,
  type SealedOptions,
  type Seat,
  sameFence,
} from "./room-state.ts";
import { isPlayer, playersOf } from "./spectators.ts";
import { fitsIn, type Ticket } from "./ticket.ts";

/** Somebody to be seated. */
export interface Newcomer {
  fence: Fence;
  name: string;
  data: Data;
  ticket: Ticket;
}

/** Into the room that the queue found, which the first one makes where it is new. */
export function admit(
  state: RoomState | null,
  command: CommandOf<"admit">,
  now: Millis,
  past: number,
): Decision {
  if (state) return seatAll(state, command.newcomers, now);
  if (!command.create) return fail("not_found");
  const made = {
    head: matchedHead(command, command.create, now, past),
    seats: new Map(),
    held: new Set(),
  } as RoomState;
  const seated = seatAll(made, command.newcomers, now);
  if (!seated.ok || !seated.patch) return seated;
  return { ...seated, patch: { ...seated.patch, head: { ...made.head, ...seated.patch.head } } };
}

const matchedHead = (
  { room }: CommandOf<"admit">,
  create: SealedOptions,
  now: Millis,
  past: number,
): RoomHead => ({ ...newHead(room, null, create, now, past, null), matched: true });

/** Everybody of a younger room, into this one. */
export const absorb = (state: RoomState | null, { newcomers }: CommandOf<"absorb">, now: Millis): Decision =>
  state ? seatAll(state, newcomers, now) : fail("not_found");

/** What the queue knew may be over by now, so the room asks everything again. Who has a seat here keeps it. */
function seatAll(state: RoomState, all: readonly Newcomer[], now: Millis): Decision {
  const { head, seats } = state;
  const newcomers = all.filter(({ fence }) => !seats.has(fence.peer));
  if (newcomers.length === 0) return nothing;
  if (head.status !== "waiting") return fail("room_closed");
  if (head.locked || head.frozen || head.password || head.visibility !== "public") return fail("room_locked");
  if (newcomers.some(({ fence }) => isBanned(head.banned, fence))) return fail("banned");
  const players = playersOf(state);
  if (players + newcomers.length > head.capacity) return fail("room_full");
  if (!fitsIn({ data: head.data, waiting: [...seats.values()].filter(isPlayer) }, newcomers, now)) {
    return fail("room_locked", "The room does not fit any more: it has changed meanwhile.");
  }
  const taken = newcomers.map(({ fence, ...rest }, i): [Fence["peer"], Seat] => [
    fence.peer,
    {
      ...fence,
      ...rest,
      seat: head.nextSeat + i,
      role: "player",
      ready: false,
      joinedAt: now,
      heldUntil: null,
    },
  ]);
  const changes: Partial<RoomHead> = { nextSeat: head.nextSeat + taken.length, emptyUntil: null };
  const events: RoomEvent[] = taken.map(([, seat]) => ({
    ...{ type: "member.joined", room: head.room, member: memberOf(seat) },
  }));
  const creator = newcomers.find(({ fence }) => fence.peer === head.creator)?.fence.peer;
  const host = creator ?? (players === 0 ? taken[0]![0] : undefined);
  if (host !== undefined) {
    changes.host = host;
    if (head.host !== null || head.watching > 0) events.push({ type: "host.changed", room: head.room, host });
  }
  if (creator !== undefined) changes.creator = null;
  return { ok: true, patch: { head: changes, seats: taken }, events, seats: taken.map(([, seat]) => seat) };
}

/** Everybody of a party, as its host matches them. */
export function gather(state: RoomState | null, { fence }: CommandOf<"gather">): Decision {
  const own = state?.seats.get(fence.peer);
  if (!state || !own || !sameFence(own, fence)) return fail("not_joined");
  if (state.head.host !== fence.peer)
    return fail("forbidden", "Only the host of the room may match its members.");
  return { ...nothing, seats: inOrder(state).filter(isPlayer) };
}

export const inOrder = ({ seats }: RoomState): Seat[] => [...seats.values()].sort((a, b) => a.seat - b.seat);
