// What the last minute was like: looked at once a second, so that whoever asks need not ask twice.
import { Lately, quantile } from "../core/histogram.ts";
import type { Hub } from "../core/hub.ts";
import type { Spread } from "../protocol/stats.ts";
import type { Loop } from "./loop-delay.ts";

const BEAT_MS = 1_000;
const MINUTE = 60;
/** Histograms are copied every so many beats, and so many copies are kept: together a minute. */
const COPY_EVERY = 5;
const COPIES = 12;

export interface Minute {
  /** Of one core, within the last second. */
  cpu: number;
  loopDelay: { nowMs: number; p99Ms: number; maxMs: number };
  latency: { requests: Spread; durable: Spread; types: Record<string, Spread> };
}

export interface Watch {
  read(): Minute;
  stop(): void;
}

export function watchMinute(hub: Hub, loop: Loop): Watch {
  const { counters } = hub;
  const durable = new Lately(counters.durable, COPIES);
  const delays = new Lately(loop.delays, COPIES);
  const types = new Map<string, Lately>();
  const worst: number[] = [];
  let cpu = 0;
  let used = process.cpuUsage();
  let beatAt = performance.now();
  let beats = 0;

  const copy = (): void => {
    for (const [type, histogram] of counters.requests)
      if (!types.has(type)) types.set(type, new Lately(histogram, COPIES));
    for (const lately of [durable, delays, ...types.values()]) lately.look();
  };
  const beat = (): void => {
    const now = performance.now();
    const { user, system } = process.cpuUsage();
    const seconds = Math.max(0.001, (now - beatAt) / 1000);
    cpu = (user + system - used.user - used.system) / 1e6 / seconds;
    used = { user, system };
    beatAt = now;
    worst.push(loop.worst());
    if (worst.length > MINUTE) worst.shift();
    hub.beat(seconds);
    beats++;
    if (beats % COPY_EVERY === 0) copy();
  };
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();

  return {
    read() {
      // A type that was never asked for before the last copy is as much of the last minute.
      const recent = [...counters.requests].map(
        ([type, histogram]) => [type, types.get(type) ?? histogram] as const,
      );
      const spreads = recent.map(([type, lately]) => [type, spreadOf(lately)] as const);
      return {
        cpu: round(cpu, 3),
        loopDelay: {
          nowMs: round(worst.at(-1) ?? 0, 2),
          p99Ms: round((quantile(delays, 0.99) ?? 0) * 1000, 2),
          maxMs: round(Math.max(0, ...worst), 2),
        },
        latency: {
          requests: spreadOf(together(recent.map(([, lately]) => lately))),
          durable: spreadOf(durable),
          types: Object.fromEntries(spreads.filter(([, { count }]) => count > 0)),
        },
      };
    },
    stop: () => clearInterval(timer),
  };
}

type Counted = Pick<Lately, "bounds" | "counts">;

/** Histograms of the same bounds as one. */
function together(all: readonly Counted[]): Counted {
  const bounds = all[0]?.bounds ?? [];
  const sums = Array.from({ length: bounds.length + 1 }, (_, bucket) =>
    all.reduce((sum, { counts }) => sum + counts[bucket]!, 0),
  );
  return { bounds, counts: sums };
}

function spreadOf({ bounds, counts }: Counted): Spread {
  const at = (part: number): number | null => {
    const seconds = quantile({ bounds, counts }, part);
    return seconds === null ? null : round(seconds * 1000, 3);
  };
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  };
}

const round = (value: number, digits: number): number => Number(Math.max(0, value).toFixed(digits));
