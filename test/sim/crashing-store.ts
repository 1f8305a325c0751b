// A disk for simulated servers: appends take their time, some fail before or after they took effect, and a crash loses what was
// not there yet; or, as when an older copy is put back, some of what was.
import type { Stream } from "../../src/core/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { HistoryRecord, HistoryStore } from "../../src/engines/embedded/store.ts";
import type { SeededRandom } from "../support/seeded-random.ts";

export class Disk {
  readonly #random: SeededRandom;
  #kept = createMemoryStore();
  #streams = new Map<Stream, HistoryRecord[]>();

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** The store of one life of a server; after `crash` it answers nothing any more. */
  open(): { store: HistoryStore; crash(): void } {
    const random = this.#random;
    const pending = new Set<() => Promise<void>>();
    let dead = false;
    const never = new Promise<never>(() => {});
    const write = async (stream: Stream, records: HistoryRecord[]): Promise<void> => {
      this.#streams.set(stream, [...(this.#streams.get(stream) ?? []), ...records]);
      await this.#kept.append(stream, records);
    };
    const store: HistoryStore = {
      kind: "disk",
      open: (...args) => (dead ? never : this.#kept.open(...args)),
      range: (...args) => (dead ? never : this.#kept.range(...args)),
      trim: async () => false,
      streams: (...args) => (dead ? never : this.#kept.streams(...args)),
      stats: () => this.#kept.stats(),
      close: async () => {},
      async append(stream, records) {
        const fate = random.below(60);
        const effect = () => write(stream, records);
        pending.add(effect);
        for (let turns = 1 + random.below(6); turns > 0; turns--) await new Promise(setImmediate);
        if (dead) return never;
        pending.delete(effect);
        if (fate !== 0) await effect();
        // The disk is full, or says so after it wrote.
        if (fate < 2) throw new Error("No space left on device");
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
