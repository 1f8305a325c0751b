// Time and chance for a client under test: moved by hand, decided by a seed.
import type { World } from "../../src/client/world.ts";
import { FakeClock } from "./fake-clock.ts";

export class FakeWorld extends FakeClock implements World {
  #seed: number;
  #waiting: (() => void)[] = [];

  constructor(seed = 1) {
    super();
    this.#seed = seed;
  }

  /** A small linear congruence: enough to tell waits apart. */
  random(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#seed / 2 ** 31;
  }

  override after(ms: number, task: () => void): () => void {
    const cancel = super.after(ms, task);
    for (const wake of this.#waiting.splice(0)) wake();
    return cancel;
  }

  /** Resolves when something is next put off until later. */
  nextTimer(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
