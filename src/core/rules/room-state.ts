// What a room is: its state, how a patch changes it, and how it looks from outside.
import type { ErrorCode } from "../../protocol/errors.ts";
import type { EventOf, RoomEvent } from "../../protocol/events.ts";
import type { PeerId, QueueId, RoomId } from "../../protocol/ids.ts";
import { limits, times } from "../../protocol/limits.ts";
import type { Data, Member, RoomFilter, RoomOptions, RoomView, Status } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Secret } from "../digest.ts";
import type { Fence } from "../engine.ts";
import type { Banned } from "./bans.ts";
import type { CodeWish } from "./codes.ts";
import type { Ticket } from "./ticket.ts";

export interface RoomHead {
  room: RoomId;
  status: Status;
  capacity: number;
  min: number;
  visibility: RoomView["visibility"];
  locked: boolean;
  password: Secret | null;
  code: string | null;
  start: RoomView["start"];
  history: "chat" | "all" | "none";
  hold: Millis;
  /** Whose waiting members it takes in. */
  queue: QueueId | null;
  /** Made by match. */
  matched: boolean;
  /** By the merge of this id, until then: nobody comes in. */
  frozen: { merge: string; until: Millis } | null;
  /** Seats for spectators. */
  spectators: number;
  /** How many of them are taken: of all seats the others are players'. */
  watching: number;
  /** Always a player; null while there is none. */
  host: PeerId | null;
  /** Who made it without taking a seat: its host once seated. */
  creator: PeerId | null;
  /** The oldest first. */
  banned: readonly Banned[];
  createdAt: Millis;
  data: Data;
  version: number;
  /** The next seat's number; only grows. */
  nextSeat: number;
  /** How long it stays then; null: as long as rooms do. */
  emptyTtl: Millis | null;
  /** When the room goes if nobody comes; null while somebody has a seat. */
  emptyUntil: Millis | null;
}

export interface Seat extends Fence {
  seat: number;
  role: Member["role"];
  name: string;
  ready: boolean;
  data: Data;
  joinedAt: Millis;
  /** When it is given up unless its peer returns; null while that is connected. */
  heldUntil: Millis | null;
  /** Null for who took the seat by the room's name. Not for others to see. */
  ticket: Ticket | null;
}

export interface RoomState {
  head: RoomHead;
  seats: Map<PeerId, Seat>;
  /** Whose seats are held: few, so that nobody has to look through all. */
  held: Set<PeerId>;
}

/** What changes: the head's fields that are new, and seats set or, with null, taken away. `closed` drops the record. */
export interface RoomPatch {
  head?: Partial<RoomHead>;
  seats?: [PeerId, Seat | null][];
  closed?: boolean;
}

/** The room as it is after the command; `members` in the order of their seats. */
export interface RoomResult {
  /** False where everything was so already: a join by who has that very seat, a start of what is active. */
  changed: boolean;
  /** As everybody may see it. */
  view: RoomView;
  /** As members and admins see it: with the code. */
  inside: RoomView;
  members: Member[];
  /** Of the room's password; null if it has none. For the server itself: it is shown to nobody. */
  salt: string | null;
  /** Where a command asks for who they are. */
  seats?: readonly Seat[];
}

/** Something for one member only, before what everyone is told. */
export interface Told {
  to: PeerId;
  event: EventOf<"match.none">;
}

export interface Accepted {
  ok: true;
  patch: RoomPatch | null;
  events: RoomEvent[];
  told?: Told[];
  seats?: readonly Seat[];
}

export type Decision =
  | Accepted
  /** `message` where the code's own would leave someone guessing. */
  | { ok: false; error: ErrorCode; message?: string };

export const fail = (error: ErrorCode, message?: string): Decision => ({ ok: false, error, message });
export const nothing: Accepted = { ok: true, patch: null, events: [] };

// --- options ---

/** What a room's maker or host has chosen, as rules see it: the password is sealed, codes are drawn. */
export type SealedOptions = Omit<RoomOptions, "password" | "code"> & {
  password?: Secret | null;
  code?: CodeWish | null;
};

export const MIN_OVER_CAPACITY =
  "A room can't need more members than it has seats: `min` is over `capacity`.";

export const MERGING = "The room is about to be merged with another one: try again in a moment.";

export const minOverCapacity = ({
  min = 1,
  capacity = limits.capacity,
}: Pick<SealedOptions, "min" | "capacity">): boolean => min > capacity;

// --- keeping ---

/** The only way a room's state changes; a `null` state with a whole head makes one, and the answer null drops it. */
export function apply(state: RoomState | null, patch: RoomPatch): RoomState | null {
  if (patch.closed) return null;
  const after = state ?? { head: patch.head as RoomHead, seats: new Map(), held: new Set() };
  if (state) state.head = { ...state.head, ...patch.head, version: state.head.version + 1 };
  for (const [peer, seat] of patch.seats ?? []) {
    if (seat) after.seats.set(peer, seat);
    else after.seats.delete(peer);
    if (seat && seat.heldUntil !== null) after.held.add(peer);
    else after.held.delete(peer);
  }
  return after;
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
export function dueAt(state: RoomState): Millis | null {
  const held = [...state.held].map((peer) => state.seats.get(peer)!.heldUntil);
  const all = [state.head.emptyUntil, timeOf(state), ...held].filter((at) => at !== null);
  return all.length > 0 ? Math.min(...all) : null;
}

/** When somebody's time in the room is up, or when it thaws by itself; null: never. */
export function timeOf({ head, seats }: RoomState): Millis | null {
  if (head.frozen) return head.frozen.until;
  if (head.status !== "waiting") return null;
  let first: Millis | null = null;
  for (const { ticket } of seats.values()) {
    if (ticket && (first === null || ticket.until < first)) first = ticket.until;
  }
  return first;
}

export function fits(view: RoomView, { status, available }: RoomFilter): boolean {
  if (status !== undefined && view.status !== status) return false;
  if (available === undefined) return true;
  const open = view.status === "waiting" && view.visibility === "public" && !view.locked;
  return open && view.capacity - view.members >= available;
}

// --- views ---

export const resultOf = (state: RoomState, changed: boolean): RoomResult => ({
  changed,
  view: viewOf(state.head, state.seats.size),
  inside: insideOf(state.head, state.seats.size),
  members: [...state.seats.values()].sort((a, b) => a.seat - b.seat).map(memberOf),
  salt: state.head.password?.salt ?? null,
});

/** `seats`: all that are taken, of players and spectators. */
export const viewOf = (head: RoomHead, seats: number): RoomView => ({
  room: head.room,
  status: head.status,
  capacity: head.capacity,
  min: head.min,
  visibility: head.visibility,
  locked: head.locked,
  hasPassword: head.password !== null,
  start: head.start,
  history: head.history,
  hold: head.hold,
  ...(head.queue !== null && { queue: head.queue }),
  host: head.host,
  members: seats - head.watching,
  spectators: head.watching,
  maxSpectators: head.spectators,
  createdAt: head.createdAt,
  data: head.data,
  version: head.version,
});

/** For the room's own stream, which only members read, and for admins. */
export function insideOf(head: RoomHead, seats: number): RoomView {
  const view = viewOf(head, seats);
  return head.code === null ? view : { ...view, code: head.code };
}

export const memberOf = (seat: Seat): Member => ({
  peer: seat.peer,
  name: seat.name,
  seat: seat.seat,
  state: seat.heldUntil === null ? "online" : "held",
  role: seat.role,
  ready: seat.ready,
  data: seat.data,
  joinedAt: seat.joinedAt,
});

export const sameFence = (a: Fence, b: Fence): boolean =>
  a.peer === b.peer && a.gen === b.gen && a.node === b.node;

export function newHead(
  room: RoomId,
  creator: PeerId | null,
  options: SealedOptions,
  now: Millis,
  past: number,
  code: string | null,
): RoomHead {
  return {
    room,
    status: "waiting",
    capacity: options.capacity ?? limits.capacity,
    min: options.min ?? 1,
    visibility: options.visibility ?? "public",
    locked: options.locked ?? false,
    password: options.password ?? null,
    code,
    start: options.start ?? "full",
    history: options.history ?? "chat",
    hold: options.hold ?? times.hold,
    queue: options.queue ?? null,
    matched: false,
    frozen: null,
    spectators: options.spectators ?? 0,
    watching: 0,
    host: null,
    creator,
    banned: [],
    createdAt: now,
    data: options.data ?? {},
    version: past + 1,
    nextSeat: 1,
    emptyTtl: options.emptyTtl ?? null,
    emptyUntil: now + (options.emptyTtl ?? times.emptyNeverJoined),
  };
}
