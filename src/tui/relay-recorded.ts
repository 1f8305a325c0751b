// A recording in the screens of relay: read piece by piece, with keys and frames in between.
import { type RelayStore, showRelay } from "./relay.tsx";
import type { Save } from "./relay-keys.ts";
import type { ScreenEnd } from "./screen.tsx";
import { initialRelay, reduceRelay, type TraceRecord } from "./state/relay.ts";
import { Kept } from "./state/relay-kept.ts";
import { createStore } from "./store.ts";

/** Nothing is let go that fits in memory. */
const FILE = { items: 1_000_000, bytes: 512 * 1024 * 1024 };
/** So many records are followed in one go. */
const PIECE = 100;

export interface Recorded {
  /** What the header says of it. */
  name: string;
  /** Seen from the first signal on. */
  complete: boolean;
  /** Hands over what it reads, piece by piece, with how much of the whole that was; waits for each. Until when it was
   * listened, if that is known. */
  read(onPiece: (records: readonly TraceRecord[], part: number) => Promise<void>): Promise<number | null>;
  save: Save;
}

/** A recording in the same screens, which are there before it is read to its end. */
export async function recordedScreen({ name, complete, read, save }: Recorded): Promise<ScreenEnd> {
  const kept = new Kept(FILE, { complete });
  const store: RelayStore = createStore(
    initialRelay({ scope: name, page: null, kept, now: Date.now() }),
    reduceRelay,
  );
  let over = false;
  const take = async (records: readonly TraceRecord[], part: number): Promise<void> => {
    for (let at = 0; at < records.length && !over; at += PIECE) {
      store.dispatch({ type: "records", records: records.slice(at, at + PIECE) });
      // Keys and frames have their turn between two pieces.
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.dispatch({ type: "read", part });
  };
  const reading = read(take).then(
    (endedAt) => {
      if (endedAt !== null) store.dispatch({ type: "ended", time: endedAt });
      store.dispatch({ type: "read", part: 1 });
    },
    (error: Error) => store.dispatch({ type: "note", text: error.message, role: "bad" }),
  );
  const end = await showRelay(store, save, [() => (over = true)]);
  await reading;
  return end;
}
