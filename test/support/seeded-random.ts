// Chance that a seed decides: the same seed gives the same run.
import type { Random } from "../../src/core/random.ts";

export class SeededRandom implements Random {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed | 0;
  }

  /** mulberry32 */
  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.number() * limit);
  }

  id(): string {
    return `${this.tag()}${this.tag()}${this.tag()}`;
  }

  tag(): string {
    return this.below(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  }
}

/** Of this run: a new one each time, or the one of a failure that is looked into. */
export const runSeed = (): number => Number(process.env.RTROOMS_SEED ?? Date.now() % 2 ** 31);
