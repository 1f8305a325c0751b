// The real clock and the real randomness.
import { randomBytes } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";

export const systemClock: Clock = {
  now: Date.now,
  after(ms, task) {
    const timer = setTimeout(task, ms);
    // An alarm alone is no reason to stay alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = {
  id: () => randomBytes(12).toString("hex"),
  tag: () => randomBytes(6).toString("base64url"),
  number: Math.random,
};
