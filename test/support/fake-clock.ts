// A clock that stands still until it is moved by hand.
import type { Clock, Millis } from "../../src/core/clock.ts";

export class FakeClock implements Clock {
  #now: Millis = 1_800_000_000_000;
  /** What the wall clock was set by, which what waits knows nothing of. */
  #set: Millis = 0;
  readonly #tasks = new Set<{ at: Millis; task: () => void }>();

  now(): Millis {
    return this.#now;
  }

  wall(): Millis {
    return this.#now + this.#set;
  }

  /** Somebody sets the wall clock; what waits, waits as long as before. */
  set(ms: Millis): void {
    this.#set = ms;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task };
    this.#tasks.add(entry);
    return () => void this.#tasks.delete(entry);
  }

  /** Runs what falls due on the way, in the order of its time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#tasks.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
    }
    this.#now = end;
  }

  /** What is still to come: a timer that nobody cancelled. */
  get pending(): number {
    return this.#tasks.size;
  }

  #next(end: Millis) {
    let first: { at: Millis; task: () => void } | null = null;
    for (const entry of this.#tasks) if (entry.at <= end && (!first || entry.at < first.at)) first = entry;
    return first;
  }
}
