// How late the event loop is: a timer that comes every 20 ms, or should.
import { Histogram } from "../core/histogram.ts";
import { Overload } from "./overload.ts";

const EVERY_MS = 20;
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

export interface Loop {
  delays: Histogram;
  /** Too late for new connections. */
  readonly overloaded: boolean;
  /** The latest that the timer came since this was asked before, in milliseconds. */
  worst(): number;
  stop(): void;
}

export function watchLoop(): Loop {
  const delays = new Histogram(BOUNDS);
  const started = performance.now();
  const overload = new Overload(started);
  let due = started + EVERY_MS;
  let worst = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = Math.max(0, now - due);
    delays.observe(late / 1000);
    if (late > worst) worst = late;
    overload.look(now, late);
    due = now + EVERY_MS;
  }, EVERY_MS);
  // A timer that only looks is no reason to stay alive.
  timer.unref();
  return {
    delays,
    get overloaded() {
      return overload.overloaded;
    },
    worst() {
      // It may be late right now.
      const latest = Math.max(worst, performance.now() - due);
      worst = 0;
      return latest;
    },
    stop: () => clearInterval(timer),
  };
}
