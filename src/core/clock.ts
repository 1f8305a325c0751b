// Time as the core gets it: injected, so that a test can move it by hand.

/** Milliseconds since the epoch. */
export type Millis = number;

export interface Clock {
  now(): Millis;
  /** Runs `task` once, `ms` from now; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}
