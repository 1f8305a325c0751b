// A ticket: what somebody who waits for others wants of them and of a room, and whether two such wishes go together.
import type { QueueId } from "../../protocol/ids.ts";
import type { Comparison, Conditions, Scalar, Where } from "../../protocol/matching.ts";
import type { Data } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";

/** All seats with the same id came together, and go together. */
export interface Ticket {
  id: string;
  queue: QueueId;
  where: Where;
  /** Null fits every rank. */
  rank: number | null;
  /** How far from it another's rank may be, and by how much that grows with each second. */
  spread: number;
  widen: number;
  /** With so many seats taken the room starts when the time is up. */
  min: number;
  since: Millis;
  until: Millis;
}

/** Somebody in a room, or on the way to it; who took the seat by its name has no ticket and wants nothing of others. */
export interface Waiting {
  data: Data;
  ticket: Ticket | null;
}

/** Each must accept the other. */
export const goTogether = (a: Waiting, b: Waiting, now: Millis): boolean =>
  ranksFit(a.ticket, b.ticket, now) &&
  accepts(a.ticket?.where.members, b.data) &&
  accepts(b.ticket?.where.members, a.data);

/** Whether newcomers fit into a room with these people in it, at this moment. */
export const fitsIn = (
  room: { data: Data; waiting: readonly Waiting[] },
  newcomers: readonly Waiting[],
  now: Millis,
): boolean =>
  newcomers.every(
    (newcomer) =>
      accepts(newcomer.ticket?.where.room, room.data) &&
      room.waiting.every((other) => goTogether(newcomer, other, now)),
  );

function ranksFit(a: Ticket | null, b: Ticket | null, now: Millis): boolean {
  if (a === null || b === null || a.rank === null || b.rank === null) return true;
  return Math.abs(a.rank - b.rank) <= Math.min(windowOf(a, now), windowOf(b, now));
}

const windowOf = ({ spread, widen, since }: Ticket, now: Millis): number =>
  spread + (widen * Math.max(0, now - since)) / 1_000;

// --- conditions ---

/** Every field must be there and as wanted; nothing asked for accepts everything. */
export const accepts = (conditions: Conditions | undefined, data: Data): boolean =>
  conditions === undefined ||
  Object.entries(conditions).every(
    ([field, wanted]) =>
      Object.hasOwn(data, field) &&
      (isComparison(wanted) ? compares(data[field], wanted) : data[field] === wanted),
  );

const isComparison = (wanted: Scalar | Comparison): wanted is Comparison =>
  typeof wanted === "object" && wanted !== null;

function compares(value: unknown, { gt, gte, lt, lte, in: values }: Comparison): boolean {
  if (values && !(values as unknown[]).includes(value)) return false;
  const bounded = gt !== undefined || gte !== undefined || lt !== undefined || lte !== undefined;
  if (!bounded) return values !== undefined;
  if (typeof value !== "number") return false;
  return (
    value > (gt ?? Number.NEGATIVE_INFINITY) &&
    value >= (gte ?? Number.NEGATIVE_INFINITY) &&
    value < (lt ?? Number.POSITIVE_INFINITY) &&
    value <= (lte ?? Number.POSITIVE_INFINITY)
  );
}

/** The values that are wanted as they are: what a room made for them has as its data. */
export const equalities = (conditions: Conditions | undefined): Data =>
  Object.fromEntries(Object.entries(conditions ?? {}).filter(([, wanted]) => !isComparison(wanted)));
