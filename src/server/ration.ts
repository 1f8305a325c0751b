// How much of the log one address may fill, so that an attacker can't fill the disk with it.
import type { Clock } from "../core/clock.ts";

const WINDOW_MS = 60_000;
/** Lines in a minute, of one address and of all. */
const MOST_OF_ONE = 20;
const MOST_OF_ALL = 600;
/** Addresses that are counted one by one; those beyond share a count. */
const MOST_ADDRESSES = 1_000;
const OTHERS = "others";

export type Ration = (address: string) => boolean;

/** True for what may be written. `report`: at the end of the minute, what was not, by address. */
export function createRation(clock: Clock, report: (address: string, count: number) => void): Ration {
  const lines = new Map<string, number>();
  const dropped = new Map<string, number>();
  let written = 0;
  let counting = false;

  function end(): void {
    counting = false;
    written = 0;
    lines.clear();
    for (const [address, count] of dropped) report(address, count);
    dropped.clear();
  }

  return (address) => {
    if (!counting) {
      counting = true;
      clock.after(WINDOW_MS, end);
    }
    const of = lines.get(address) ?? 0;
    if (of < MOST_OF_ONE && written < MOST_OF_ALL) {
      lines.set(address, of + 1);
      written += 1;
      return true;
    }
    const counted = dropped.has(address) || dropped.size < MOST_ADDRESSES ? address : OTHERS;
    dropped.set(counted, (dropped.get(counted) ?? 0) + 1);
    return false;
  };
}
