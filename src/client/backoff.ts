// How long to wait before the next attempt: full jitter, so that a thousand clients don't come back in one wave.

const BASE_MS = 500;
const CAP_MS = 20_000;

/** For the n-th attempt in a row, from 0: anywhere between nothing and 0.5 s · 2^n, 20 s at most. */
export const backoffMs = (attempt: number, random: () => number): number =>
  Math.round(random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt));

/** Where the server named a time by which clients should be back: anywhere within it. */
export const spreadMs = (withinMs: number, random: () => number): number => Math.round(random() * withinMs);

/**
 * A connection that lived this long was a good one: the next failure counts as the first again. Well above the longest wait, or a server
 * that ends each connection after a while would be asked by all of them without any.
 */
export const STABLE_MS = 60_000;
