// A disk for simulated servers: appends take their time, some fail before or after they took effect, and a crash loses what was
// not there yet; or, as when an older copy is put back, some of what was.
import type { Clock } from "../../src/core/clock.ts";
import type { Stream } from "../../src/core/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { HistoryRecord, HistoryStore } from "../../src/engines/embedded/store.ts";
import type { SeededRandom } from "../support/seeded-random.ts";

/** Longer than an engine waits: some callers get their answer before the disk is done. */
export const STALL_MS = 8_000;

export class Disk {
  readonly #random: SeededRandom;
  readonly #clock: Clock;
  #calm = false;
  #kept = createMemoryStore();
  #streams = new Map<Stream, HistoryRecord[]>();

  constructor(random: SeededRandom, clock: Clock) {
    this.#random = random;
    this.#clock = clock;
  }

  /** No more trouble: what is under way may end, and be looked at. */
  calm(): void {
    this.#calm = true;
  }

  #troubled(): boolean {
    return this.#random.below(60) === 0 && !this.#calm;
  }

  /** The store of one life of a server; after `crash` it answers nothing any more. */
  open(): { store: HistoryStore; crash(): void } {
    const random = this.#random;
    const clock = this.#clock;
    const pending = new Set<() => Promise<void>>();
    let dead = false;
    const never = new Promise<never>(() => {});
    const write = async (stream: Stream, records: HistoryRecord[]): Promise<void> => {
      this.#streams.set(stream, [...(this.#streams.get(stream) ?? []), ...records]);
      await this.#kept.append(stream, records);
    };
    const store: HistoryStore = {
      kind: "disk",
      open: async (...args) => {
        if (this.#troubled()) throw new Error("No space left on device");
        return dead ? never : this.#kept.open(...args);
      },
      range: (...args) => (dead ? never : this.#kept.range(...args)),
      trim: async () => false,
      streams: (...args) => (dead ? never : this.#kept.streams(...args)),
      stats: () => this.#kept.stats(),
      probe: async () => {},
      close: async () => {},
      append: async (stream, records) => {
        const fails = this.#troubled();
        // The disk is full, or says so after it wrote.
        const takesEffect = !fails || random.below(2) === 0;
        const effect = () => write(stream, records);
        pending.add(effect);
        if (this.#troubled()) await new Promise<void>((done) => clock.after(random.below(STALL_MS), done));
        for (let turns = 1 + random.below(6); turns > 0; turns--) await new Promise(setImmediate);
        if (dead) return never;
        pending.delete(effect);
        if (takesEffect) await effect();
        if (fails) throw new Error("No space left on device");
      },
    };
    const crash = (): void => {
      dead = true;
      for (const effect of pending) if (random.below(2) === 0) void effect();
    };
    return { store, crash };
  }

  /** As if an older copy of the data folder had been put back; answers where each stream now ends. */
  async loseTail(): Promise<Map<Stream, number>> {
    const kept = createMemoryStore();
    const ends = new Map<Stream, number>();
    for (const [stream, records] of this.#streams) {
      const left = records.slice(0, Math.max(1, records.length - 1 - this.#random.below(3)));
      this.#streams.set(stream, left);
      await kept.append(stream, left);
      ends.set(stream, left.length);
    }
    this.#kept = kept;
    return ends;
  }
}
