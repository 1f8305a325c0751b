// A store whose appends settle by hand.
import type { Stream } from "../../src/core/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { HistoryRecord, HistoryStore } from "../../src/engines/embedded/store.ts";

interface Held {
  stream: Stream;
  records: HistoryRecord[];
  /** It is on disk. */
  finish(): Promise<void>;
  /** `lost`: nothing is there; otherwise the records are, and only the answer was lost. */
  fail(how: "lost" | "there"): Promise<void>;
}

export interface HeldStore extends HistoryStore {
  /** Appends that wait for a hand, oldest first. */
  readonly held: Held[];
  /** Set: appends settle by themselves. */
  free: boolean;
  /** Set: the store can't be read. */
  unreadable: Error | null;
}

export function createHeldStore(): HeldStore {
  const inner = createMemoryStore();
  const held: Held[] = [];
  const store: HeldStore = {
    ...inner,
    held,
    free: false,
    unreadable: null,
    async open(stream, keysSince) {
      if (store.unreadable) throw store.unreadable;
      return inner.open(stream, keysSince);
    },
    append(stream, records) {
      if (store.free) return inner.append(stream, records);
      return new Promise((resolve, reject) => {
        const entry: Held = {
          stream,
          records,
          async finish() {
            held.splice(held.indexOf(entry), 1);
            await inner.append(stream, records);
            resolve();
          },
          async fail(how) {
            held.splice(held.indexOf(entry), 1);
            if (how === "there") await inner.append(stream, records);
            reject(new Error("No space left on device"));
          },
        };
        held.push(entry);
      });
    },
  };
  return store;
}
