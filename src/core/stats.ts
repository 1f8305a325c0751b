// What this process has counted since it started: plain integers on the hot path, read on demand.
import type { ErrorCode } from "../protocol/errors.ts";
import type { LinkState, Verdict } from "../protocol/shapes.ts";
import type { TapKey } from "./engine.ts";

export class Counters {
  messagesIn = 0;
  messagesOut = 0;
  published = 0;
  readonly errors = new Map<ErrorCode, number>();
  readonly signals = new Map<Verdict, number>();
  readonly links = new Map<LinkState, number>();
  /** Numbers what each tap is shown, so that its watchers can tell what they missed. */
  readonly tapped = new Map<TapKey, number>();
}

export const count = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
