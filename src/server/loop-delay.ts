// How late the event loop is: a timer that comes every 20 ms, or should.
import { Histogram } from "../core/histogram.ts";

const EVERY_MS = 20;
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

export function watchLoop(): { delays: Histogram; stop(): void } {
  const delays = new Histogram(BOUNDS);
  let due = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    delays.observe(Math.max(0, now - due) / 1000);
    due = now + EVERY_MS;
  }, EVERY_MS);
  // A timer that only looks is no reason to stay alive.
  timer.unref();
  return { delays, stop: () => clearInterval(timer) };
}
