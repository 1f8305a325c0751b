// The store behind the embedded engine: what keeps the history of every stream, on disk or in memory.
import type { Millis } from "../../core/clock.ts";
import type { Stream } from "../../core/engine.ts";
import type { MessageBody } from "../../protocol/codec.ts";
import type { Position } from "../../protocol/shapes.ts";

/** One stored publication. An empty body is all that is left of one that went by age as the newest of its stream. */
export interface HistoryRecord {
  position: Position;
  time: Millis;
  key?: string;
  body: MessageBody | "";
}

export interface StreamEnd {
  /** Of the newest record; null where nothing was ever stored. */
  position: Position | null;
  /** Records with a key since the time that was asked for, oldest first. */
  keyed: { key: string; position: Position; time: Millis }[];
}

/** Offsets between `since` and `before`, both exclusive; `newest` picks from the upper end. Answers ascend either way. */
export interface StoreRange {
  since: number;
  before: number;
  limit: number;
  newest: boolean;
}

/** How much of a stream stays: the newest `messages`, none older than `since`. */
export interface Kept {
  messages: number;
  since: Millis;
}

export interface Bounds extends Kept {
  /** At most so many records go in one call. */
  step: number;
  /** The newest stays whatever its age: a topic's value. */
  keepNewest?: boolean;
}

export interface HistoryStore {
  readonly kind: "disk" | "memory";
  open(stream: Stream, keysSince: Millis): Promise<StreamEnd>;
  /**
   * All or none of the records, which continue the stream without a gap; settles when they would survive a crash. After a
   * rejection it is unknown whether they are there: `open` tells. One call per stream at a time.
   */
  append(stream: Stream, records: HistoryRecord[]): Promise<void>;
  range(stream: Stream, range: StoreRange): Promise<HistoryRecord[]>;
  /** One step; true if there is more to do. The newest record is emptied at most, since it marks the stream's end. */
  trim(stream: Stream, bounds: Bounds): Promise<boolean>;
  /** Streams by name, after this one. */
  streams(after: string, limit: number): Promise<Stream[]>;
  /** Writes so many bytes that belong to no stream; settles as an append does. */
  probe(bytes: number): Promise<void>;
  stats(): { records: number; bytes: number };
  /** A copy as of one moment, in a file of its own; only of a store on disk. */
  backup?(path: string): Promise<void>;
  close(): Promise<void>;
}

export type StoreErrorCode = "locked" | "unwritable" | "damaged" | "newer";

/** What went wrong with the data folder; the message says why and what to do, for the person who started the server. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
