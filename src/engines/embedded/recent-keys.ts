// The keys under which a room's publications of the last minutes were sent, so that a retry finds the first one's answer.
import type { Millis } from "../../core/clock.ts";
import type { Published } from "../../core/engine.ts";
import { times } from "../../protocol/limits.ts";

interface Used {
  time: Millis;
  outcome: Promise<Published>;
}

export class RecentKeys {
  /** In the order of their use, so that the oldest are found at the front. */
  readonly #used = new Map<string, Used>();

  find(key: string, now: Millis): Promise<Published> | null {
    const used = this.#used.get(key);
    return used && now - used.time < times.idempotency ? used.outcome : null;
  }

  /** One that fails frees its key: nothing was sent, and a retry must be. */
  use(key: string, time: Millis, outcome: Promise<Published>): void {
    for (const [old, used] of this.#used) {
      if (time - used.time < times.idempotency) break;
      this.#used.delete(old);
    }
    const used = { time, outcome };
    this.#used.delete(key);
    this.#used.set(key, used);
    outcome.catch(() => {
      if (this.#used.get(key) === used) this.#used.delete(key);
    });
  }
}
