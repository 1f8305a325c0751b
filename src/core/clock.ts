// Time as the core gets it: injected, so that a test can move it by hand.

/** Milliseconds since the epoch. */
export type Millis = number;

export interface Clock {
  /** By a clock that nobody sets: what is waited for is measured by it, and what a record says of itself. */
  now(): Millis;
  /** By the clock on the wall, which may jump: for stamps on messages, and for their age. */
  wall(): Millis;
  /** Runs `task` once, `ms` from now; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}
