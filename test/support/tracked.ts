// What a tracker finds in signals that were written down, as a server's does: each when it came, the time between, and a while after.
import type { Finding } from "../../src/signals/ledger.ts";
import { type Seen, Tracker } from "../../src/signals/tracker.ts";

/** Longer than anything is waited for. */
const AFTER_MS = 50_000;

export function findingsOf(trace: readonly Seen[], tracker = new Tracker()): Finding[] {
  let clock = 0;
  const pass = (time: number): void => {
    for (; clock + 1_000 <= time; clock += 1_000) tracker.tick(clock + 1_000);
  };
  for (const seen of trace) {
    pass(seen.time);
    tracker.take(seen);
  }
  pass(clock + AFTER_MS);
  return [...tracker.exchanges.values()].flatMap(({ ledger }) => ledger.counted);
}

export const words = ({ strength, trigger }: Finding): string => `${strength} ${trigger}`;
export const sureOf = (found: readonly Finding[]): string[] =>
  found.filter(({ strength }) => strength === "sure").map((one) => `${one.trigger}: ${one.what}`);
