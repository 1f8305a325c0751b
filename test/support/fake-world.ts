// Time and chance for a client under test: moved by hand, decided by a seed.
import type { World } from "../../src/client/world.ts";

export class FakeWorld implements World {
  #now = 1_000_000;
  #seed: number;
  readonly #tasks = new Set<{ at: number; run: () => void }>();

  #waiting: (() => void)[] = [];

  constructor(seed = 1) {
    this.#seed = seed;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.#now + ms, run };
    this.#tasks.add(task);
    for (const wake of this.#waiting.splice(0)) wake();
    return () => void this.#tasks.delete(task);
  }

  /** A small linear congruence: enough to tell waits apart. */
  random(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#seed / 2 ** 31;
  }

  /** Resolves when something is next put off until later. */
  nextTimer(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#tasks].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#tasks.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }
}
