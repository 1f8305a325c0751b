// What this process has counted since it started: plain integers on the hot path, read on demand.
import type { ErrorCode } from "../protocol/errors.ts";
import type { LinkState, Verdict } from "../protocol/shapes.ts";

export class Counters {
  messagesIn = 0;
  messagesOut = 0;
  published = 0;
  /** Numbers the signals of this node in the order in which they came. */
  signalSeq = 0;
  readonly errors = new Map<ErrorCode, number>();
  readonly signals = new Map<Verdict, number>();
  readonly links = new Map<LinkState, number>();
}

export const count = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
