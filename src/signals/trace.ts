// Tracks negotiations from a watcher's records: those that come live, or those of a capture.
import type { MemberRecord, SignalRecord } from "../protocol/events.ts";
import { type Ends, type Found, Tracker } from "./tracker.ts";

export type TraceRecord = SignalRecord | MemberRecord;

interface Options {
  /** Whether the first record is the first of all; who begins to watch finds negotiations under way. */
  complete?: boolean;
}

/** Of these nothing can be said without what they carry. */
const CARRYING = new Set(["offer", "answer", "candidate"]);

export class Trace {
  readonly #tracker: Tracker;
  #lastSeq: number | null = null;
  #time = Number.NEGATIVE_INFINITY;

  constructor({ complete = false }: Options = {}) {
    this.#tracker = new Tracker({ complete });
  }

  /** All that is followed, the latest last; the room of each is `placeOf` its records. */
  get exchanges(): Tracker["exchanges"] {
    return this.#tracker.exchanges;
  }

  exchangeOf(record: Pick<SignalRecord, "namespace" | "room"> & Ends) {
    return this.#tracker.exchangeOf(placeOf(record), record);
  }

  /** What was found by this record, or has become different by it; findings name records by `seq`. */
  take(record: TraceRecord): Found[] {
    if (this.#lastSeq !== null && record.seq !== this.#lastSeq + 1) this.#tracker.missed();
    this.#lastSeq = record.seq;
    // The clock of records may be set back, the one of a tracker only goes on.
    this.#time = Math.max(this.#time, record.time);
    return record.type === "watch.members" ? this.#member(record) : this.#signal(record);
  }

  /** What only time tells; `now` is of the clock of the records. */
  tick(now: number): Found[] {
    this.#time = Math.max(this.#time, now);
    return this.#tracker.tick(this.#time);
  }

  #member(record: MemberRecord): Found[] {
    if (record.what === "joined") this.#tracker.joined(placeOf(record), record.peer);
    if (record.what === "left") this.#tracker.left(placeOf(record), record.peer, this.#time);
    return [];
  }

  #signal(record: SignalRecord): Found[] {
    if (CARRYING.has(record.kind) && record.data === undefined) {
      this.#tracker.missed();
      return [];
    }
    return this.#tracker.take({ ...record, room: placeOf(record), time: this.#time });
  }
}

/** Rooms of two namespaces may have one name. */
export const placeOf = ({ namespace, room }: Pick<TraceRecord, "namespace" | "room">): string =>
  `${namespace}/${room}`;
