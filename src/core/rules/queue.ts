// The rules of a queue: which room somebody who waits is sent to, and which rooms are to become one.
import type { ErrorCode } from "../../protocol/errors.ts";
import type { PeerId, RoomId } from "../../protocol/ids.ts";
import { times } from "../../protocol/limits.ts";
import type { Data } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import { type Banned, isBanned } from "./bans.ts";
import { planMerges } from "./merging.ts";
import type { RoomState, SealedOptions } from "./room-state.ts";
import { isPlayer } from "./spectators.ts";
import { fitsIn, type Ticket, type Waiting } from "./ticket.ts";

export interface QueueSeat extends Waiting, Banned {}

/** What a queue knows of a room of its own while that room waits. */
export interface Summary {
  room: RoomId;
  capacity: number;
  data: Data;
  createdAt: Millis;
  /** It takes newcomers. */
  open: boolean;
  /** Match made it and everybody in it came by match: it may be merged into another. */
  mergeable: boolean;
  seats: readonly QueueSeat[];
  banned: readonly Banned[];
}

/** Seats kept for a moment for who was sent to the room. */
export interface Reservation {
  ticket: Ticket;
  members: readonly (Banned & { data: Data })[];
  until: Millis;
}

export interface Entry extends Summary {
  /** Of the summary; 0 where the room is still to be made, by the first one who was sent there. */
  version: number;
  create: SealedOptions | null;
  reservations: readonly Reservation[];
}

export interface QueueState {
  entries: Map<RoomId, Entry>;
  /** When the queue is looked at next by `tick`. */
  look: Millis | null;
}

export interface QueuePatch {
  entries?: [RoomId, Entry | null][];
  look?: Millis | null;
}

export type QueueCommand =
  /** `room` and `create` are for the case that nothing fits; `left` are rooms that are not wanted. */
  | {
      type: "find";
      ticket: Ticket;
      members: Reservation["members"];
      room: RoomId;
      create: SealedOptions;
      left: readonly RoomId[];
    }
  /** Who was sent there did not get in; `gone` is the version of a room that turned out not to be there. */
  | { type: "release"; room: RoomId; ticket: string; gone: number | null }
  /** By the engine, after each change of a room of the queue; null: it waits no more. */
  | { type: "summary"; room: RoomId; version: number; summary: Summary | null }
  | { type: "tick" };

export interface Merge {
  from: RoomId;
  into: RoomId;
}

export interface QueueResult {
  /** Where to go; `create` for a room that is still to be made. */
  found: { room: RoomId; create: SealedOptions | null; version: number } | null;
  merges: Merge[];
}

export type QueueDecision =
  | { ok: true; patch: QueuePatch | null; result: QueueResult }
  | { ok: false; error: ErrorCode; message?: string };

const NONE: QueueResult = { found: null, merges: [] };
const done = (entries: QueuePatch["entries"], result = NONE): QueueDecision => ({
  ok: true,
  patch: { entries },
  result,
});
const nothing: QueueDecision = { ok: true, patch: null, result: NONE };

export const newQueue = (): QueueState => ({ entries: new Map(), look: null });

export function decideQueue(state: QueueState, command: QueueCommand, now: Millis): QueueDecision {
  switch (command.type) {
    case "find":
      return find(state, command, now);
    case "release":
      return release(state, command, now);
    case "summary":
      return take(state, command, now);
    case "tick":
      return tick(state, now);
    default:
      return command satisfies never;
  }
}

/** The only way a queue's state changes. */
export function applyQueue(state: QueueState, patch: QueuePatch, now: Millis): void {
  for (const [room, entry] of patch.entries ?? []) {
    if (entry) state.entries.set(room, entry);
    else state.entries.delete(room);
  }
  if (patch.look !== undefined) state.look = patch.look;
  // A look that is due already is not put off by what happens meanwhile.
  state.look = needsLook(state) ? (state.look ?? now + times.matchTick) : null;
}

/** Rooms that could come to fit together, or were promised and not made: nothing else has to be looked at by itself. */
function needsLook({ entries }: QueueState): boolean {
  let open = 0;
  let mergeable = false;
  for (const entry of entries.values()) {
    if (entry.version === 0) return true;
    if (!entry.open) continue;
    open += 1;
    mergeable ||= entry.mergeable;
  }
  return mergeable && open > 1;
}

// --- commands ---

type CommandOf<T extends QueueCommand["type"]> = Extract<QueueCommand, { type: T }>;

/** The oldest room that fits, or the new one; who waits in a room of the queue already is sent to that one. */
function find(state: QueueState, command: CommandOf<"find">, now: Millis): QueueDecision {
  const { ticket, members, room, create, left } = command;
  const peers = members.map(({ peer }) => peer);
  let best: Entry | null = null;
  let waiting = 0;
  for (const entry of state.entries.values()) {
    if (left.includes(entry.room)) continue;
    const there = countOf(entry, peers, now);
    if (there === peers.length) return done([], { ...NONE, found: foundIn(entry) });
    waiting += there;
    if (best && !isOlder(entry, best)) continue;
    if (takes(entry, command, now)) best = entry;
  }
  if (waiting > 0) return { ok: false, error: "bad_request", message: SPLIT };
  const { capacity = 0, data = {} } = create;
  const entry: Entry = best ?? {
    ...{ room, capacity, data, create, createdAt: now, version: 0 },
    ...{ open: true, mergeable: true, seats: [], banned: [], reservations: [] },
  };
  const reservations = [...alive(entry, now), { ticket, members, until: now + times.reserved }];
  return done([[entry.room, { ...entry, reservations }]], { ...NONE, found: foundIn(entry) });
}

const SPLIT = "A member of the party waits in this queue already: it has to leave that room first.";

const foundIn = ({ room, create, version }: Entry) => ({ room, create, version });

function takes(entry: Entry, { ticket, members, create }: CommandOf<"find">, now: Millis): boolean {
  if (!entry.open || entry.capacity !== create.capacity || (entry.version === 0 && !isAlive(entry, now))) {
    return false;
  }
  if (entry.capacity - takenOf(entry, now) < members.length) return false;
  if (members.some((member) => isBanned(entry.banned, member))) return false;
  const newcomers = members.map(({ data }) => ({ data, ticket }));
  return fitsIn({ data: entry.data, waiting: waitingOf(entry, now) }, newcomers, now);
}

function release(
  state: QueueState,
  { room, ticket, gone }: CommandOf<"release">,
  now: Millis,
): QueueDecision {
  const entry = state.entries.get(room);
  if (!entry) return nothing;
  if (gone !== null && gone === entry.version) return done([[room, null]]);
  const reservations = alive(entry, now).filter((each) => each.ticket.id !== ticket);
  const empty = entry.version === 0 && reservations.length === 0;
  return done([[room, empty ? null : { ...entry, reservations }]]);
}

function take(
  state: QueueState,
  { room, version, summary }: CommandOf<"summary">,
  now: Millis,
): QueueDecision {
  const entry = state.entries.get(room);
  if (entry && version <= entry.version) return nothing;
  if (!summary) return entry ? done([[room, null]]) : nothing;
  const seated = new Set(summary.seats.map(({ ticket }) => ticket?.id));
  const reservations = entry ? alive(entry, now).filter(({ ticket }) => !seated.has(ticket.id)) : [];
  return done([[room, { ...summary, version, create: null, reservations }]]);
}

/** What was promised and never made goes; what is left and fits together is told. */
function tick(state: QueueState, now: Millis): QueueDecision {
  const entries = [...state.entries.values()];
  const dead = entries.filter((entry) => entry.version === 0 && !isAlive(entry, now));
  const rooms = entries
    .filter(({ version, open }) => version > 0 && open)
    .sort((a, b) => (isOlder(a, b) ? -1 : 1));
  return {
    ok: true,
    patch: { entries: dead.map(({ room }) => [room, null]), look: null },
    result: { found: null, merges: planMerges(rooms, now) },
  };
}

// --- entries ---

const alive = ({ reservations }: Entry, now: Millis): Reservation[] =>
  reservations.filter(({ until }) => until > now);

const isAlive = ({ reservations }: Entry, now: Millis): boolean =>
  reservations.some(({ until }) => until > now);

/** Seats taken and seats kept. */
export function takenOf(entry: Entry, now: Millis): number {
  let taken = entry.seats.length;
  for (const { until, members } of entry.reservations) if (until > now) taken += members.length;
  return taken;
}

export function waitingOf(entry: Entry, now: Millis): Waiting[] {
  const waiting: Waiting[] = [...entry.seats];
  for (const { until, ticket, members } of entry.reservations) {
    if (until > now) for (const { data } of members) waiting.push({ data, ticket });
  }
  return waiting;
}

/** How many of them wait there. Asked of every room for every match, so it makes no lists. */
function countOf(entry: Entry, peers: readonly PeerId[], now: Millis): number {
  let count = 0;
  for (const peer of peers) {
    const seated = entry.seats.some((seat) => seat.peer === peer);
    if (
      seated ||
      entry.reservations.some((each) => each.until > now && each.members.some((it) => it.peer === peer))
    )
      count += 1;
  }
  return count;
}

export const isOlder = (a: Summary, b: Summary): boolean =>
  a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.room < b.room);

/** A room as its queue sees it; null where it belongs to none, or waits no more. */
export function summaryOf(state: RoomState | null): Summary | null {
  if (!state?.head.queue || state.head.status !== "waiting") return null;
  const { room, capacity, data, createdAt, banned, visibility, locked, frozen, matched } = state.head;
  const players = [...state.seats.values()].filter(isPlayer);
  const seats = players.map(({ peer, subject, data, ticket }) => ({ peer, subject, data, ticket }));
  // Who waits should not be alone: a room that everyone has left only waits for its end.
  const inUse = !matched || seats.length > 0;
  // A lost member could not be told where it is now.
  const whole =
    seats.length > 0 &&
    seats.length === state.seats.size &&
    state.held.size === 0 &&
    seats.every(({ ticket }) => ticket !== null);
  return {
    ...{ room, capacity, data, createdAt, banned, seats },
    open: visibility === "public" && !locked && !state.head.password && frozen === null && inUse,
    mergeable: matched && frozen === null && whole,
  };
}
