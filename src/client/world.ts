// What the client needs of the world besides a socket: time and chance, given from outside so that tests can hold both.

export interface World {
  /** Milliseconds from anywhere: only for how long something took. Never moved by who sets the clock. */
  now(): number;
  /** Runs `task` once, `ms` from now; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

export const realWorld: World = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
