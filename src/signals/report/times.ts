// How long things took, told by four figures.

export interface Spread {
  count: number;
  min: number;
  median: number;
  p95: number;
  max: number;
}

/** Milliseconds; null where nothing was measured. The p95 is one that was measured: the smallest that 95 of 100 don't exceed. */
export function spreadOf(durations: readonly number[]): Spread | null {
  const sorted = durations.toSorted((a, b) => a - b);
  const count = sorted.length;
  if (count === 0) return null;
  const half = count >> 1;
  const median = count % 2 === 1 ? sorted[half]! : Math.round((sorted[half - 1]! + sorted[half]!) / 2);
  return { count, min: sorted[0]!, median, p95: sorted[Math.ceil(count * 0.95) - 1]!, max: sorted.at(-1)! };
}

/** `21 ms`, `4.20 s`, `3 min`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 100_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** Since the exchange began, `+0.228`. */
export const since = (ms: number): string => `${ms < 0 ? "-" : "+"}${(Math.abs(ms) / 1_000).toFixed(3)}`;

/** `2026-01-01 12:00:00`, in UTC: a report is read elsewhere. */
export const moment = (time: number): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(0, 19).replace("T", " ");
};

export const size = (bytes: number): string =>
  bytes < 1_000
    ? `${bytes} B`
    : bytes < 1e6
      ? `${(bytes / 1e3).toFixed(1)} kB`
      : `${(bytes / 1e6).toFixed(1)} MB`;

export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`;
