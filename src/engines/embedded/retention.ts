// Retention: history that is too old or too much goes, in small steps, one at a time.
import type { Clock, Millis } from "../../core/clock.ts";
import { isTopic, namespaceOf, type Stream } from "../../core/engine.ts";
import type { SettingsOf } from "../../core/settings.ts";
import type { HistoryStore, Kept } from "./store.ts";

/** Offsets between two looks at a stream that is in use. */
const LOOK_EVERY = 64;
/** Records that one step removes. */
const STEP = 128;
/** Between two walks over all streams, which find what went by age where nobody publishes. */
const WALK_MS = 5 * 60_000;
const WALK_STREAMS = 32;
const WALK_PAUSE_MS = 20;

/** What is kept of a stream at this moment. Clearing away comes later, so what reads has to look at it too. */
export function keptOf(settings: SettingsOf, stream: Stream, now: Millis): Kept {
  const { history, topics } = settings(namespaceOf(stream));
  const { messages, maxAge } = isTopic(stream) ? topics : history;
  return { messages, since: now - maxAge };
}

export class Retention {
  readonly #store: HistoryStore;
  readonly #clock: Clock;
  readonly #settings: SettingsOf;
  readonly #fault: (error: unknown) => void;
  readonly #due = new Set<Stream>();
  #working: Promise<void> | null = null;
  #cancelWalk = () => {};
  #stopped = false;

  constructor(store: HistoryStore, clock: Clock, settings: SettingsOf, fault: (error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
    this.#fault = fault;
  }

  start(): void {
    this.#walkAfter(WALK_MS, "");
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelWalk();
    this.#due.clear();
    await this.#working;
  }

  stored(stream: Stream, first: number, last: number): void {
    if (last % LOOK_EVERY <= last - first) void this.#trim([stream]);
  }

  #walkAfter(ms: number, stream: string): void {
    if (this.#stopped) return;
    this.#cancelWalk = this.#clock.after(ms, async () => {
      try {
        const found = await this.#store.streams(stream, WALK_STREAMS);
        await this.#trim(found);
        if (found.length < WALK_STREAMS) this.#walkAfter(WALK_MS, "");
        else this.#walkAfter(WALK_PAUSE_MS, found.at(-1)!);
      } catch (error) {
        this.#fault(error);
        this.#walkAfter(WALK_MS, "");
      }
    });
  }

  #trim(streams: Stream[]): Promise<void> {
    for (const stream of streams) this.#due.add(stream);
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async #work(): Promise<void> {
    for (const stream of this.#due) {
      this.#due.delete(stream);
      try {
        const kept = keptOf(this.#settings, stream, this.#clock.wall());
        const bounds = { ...kept, step: STEP, keepNewest: isTopic(stream) };
        const more = await this.#store.trim(stream, bounds);
        // To the end of the row, behind the other streams.
        if (more && !this.#stopped) this.#due.add(stream);
      } catch (error) {
        this.#fault(error);
      }
    }
  }
}
