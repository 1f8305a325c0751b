// When which record has to be looked at by itself.
import type { Clock, Millis } from "../../core/clock.ts";

export class Alarms<Key> {
  readonly #clock: Clock;
  readonly #ring: (key: Key) => void;
  readonly #set = new Map<Key, { at: Millis; cancel: () => void }>();

  constructor(clock: Clock, ring: (key: Key) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Null: not by itself. */
  set(key: Key, at: Millis | null): void {
    const there = this.#set.get(key);
    if (there?.at === at) return;
    there?.cancel();
    this.#set.delete(key);
    if (at === null) return;
    const cancel = this.#clock.after(Math.max(at - this.#clock.now(), 1), () => {
      this.#set.delete(key);
      this.#ring(key);
    });
    this.#set.set(key, { at, cancel });
  }

  clear(): void {
    for (const { cancel } of this.#set.values()) cancel();
    this.#set.clear();
  }
}
