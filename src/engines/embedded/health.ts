// Whether the store takes what it is given: noticed by what fails or hangs, and tried where nobody writes but somebody asks.
import type { Clock, Millis } from "../../core/clock.ts";
import type { Storage } from "../../core/engine.ts";
import { type HistoryStore, StoreError } from "./store.ts";

/** A write that takes longer is no answer. */
const STALL_MS = 2_000;
/** How old a proof may be while somebody asks. */
const PROOF_MS = 2_500;
/** An idle disk is written to for so long after somebody asked. */
const ASKED_MS = 60_000;
/** Between two tries of a store that refuses. */
const RETRY_MS = 1_000;
const SMALL = 8;
/** After a failure: a few bytes may still find a place on a disk that is full. */
const LARGE = 256 * 1024;

type Trouble = { is: "refuses"; error: StoreError } | { is: "stalls" };

export class StoreHealth {
  readonly #store: HistoryStore;
  readonly #clock: Clock;
  /** Called when trouble begins, with the reason, and with null when it ends. */
  readonly #changed: (reason: string | null) => void;
  /** When each write under way began. */
  readonly #waiting = new Map<symbol, number>();
  #trouble: Trouble | null = null;
  #since: Millis | null = null;
  #probing = false;
  #stopped = false;
  #proof = Number.NEGATIVE_INFINITY;
  #asked = Number.NEGATIVE_INFINITY;
  #cancelStall = () => {};
  #stallSet = false;
  #cancelProbe = () => {};
  #probeSet = false;

  constructor(store: HistoryStore, clock: Clock, changed: (reason: string | null) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Null while all is well. Asking keeps an idle disk under watch, so that the next answer is true. */
  read(): string | null {
    if (this.#store.kind === "memory") return null;
    this.#asked = this.#clock.now();
    this.#probeIfOld();
    return this.#reason();
  }

  /** Since when the reason holds that there is now, and what lies on disk. */
  storage(): Storage {
    const bytes = this.#store.kind === "disk" ? this.#store.stats().bytes : null;
    return { degradedSince: this.#since, bytes };
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelStall();
    this.#cancelProbe();
  }

  /** The store with its appends watched. One that is known to refuse is not asked again by everyone. */
  watched(): HistoryStore {
    const watched: Pick<HistoryStore, "append"> = {
      append: (stream, records) => {
        if (this.#trouble?.is === "refuses") return Promise.reject(this.#trouble.error);
        return this.#watch(() => this.#store.append(stream, records)).catch((error: unknown) => {
          void this.#probe(LARGE);
          throw error;
        });
      },
    };
    return Object.assign(Object.create(this.#store) as HistoryStore, watched);
  }

  #reason(): string | null {
    const trouble = this.#trouble;
    if (!trouble) return null;
    return trouble.is === "refuses" ? trouble.error.message : "The disk does not answer.";
  }

  async #watch(write: () => Promise<void>): Promise<void> {
    const id = Symbol();
    this.#waiting.set(id, this.#clock.now());
    this.#watchForStall(STALL_MS);
    try {
      await write();
      this.#proof = this.#clock.now();
      if (this.#trouble?.is === "stalls") this.#become(null);
    } finally {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#unwatch();
    }
  }

  #unwatch(): void {
    this.#cancelStall();
    this.#stallSet = false;
  }

  /** One timer, however many writes there are. */
  #watchForStall(ms: number): void {
    if (this.#stallSet || this.#stopped) return;
    this.#stallSet = true;
    this.#cancelStall = this.#clock.after(ms, () => {
      this.#stallSet = false;
      const [oldest = 0] = this.#waiting.values();
      const left = oldest + STALL_MS - this.#clock.now();
      if (left <= 0 && !this.#trouble) this.#become({ is: "stalls" });
      this.#watchForStall(left > 0 ? left : STALL_MS);
    });
  }

  async #probe(bytes: number): Promise<void> {
    if (this.#probing || this.#stopped || this.#store.kind === "memory") return;
    this.#probing = true;
    try {
      await this.#watch(() => this.#store.probe(bytes));
      if (this.#trouble?.is === "refuses") this.#become(null);
    } catch (error) {
      this.#become({ is: "refuses", error: refusal(error) });
      this.#probeAfter(RETRY_MS, LARGE);
    } finally {
      this.#probing = false;
    }
    if (!this.#trouble) this.#probeIfOld();
  }

  #probeIfOld(): void {
    const now = this.#clock.now();
    if (this.#trouble || this.#waiting.size > 0 || now - this.#asked > ASKED_MS) return;
    const left = this.#proof + PROOF_MS - now;
    if (left <= 0) void this.#probe(SMALL);
    else this.#probeAfter(left, SMALL);
  }

  #probeAfter(ms: number, bytes: number): void {
    if (this.#probeSet || this.#stopped) return;
    this.#probeSet = true;
    this.#cancelProbe = this.#clock.after(ms, () => {
      this.#probeSet = false;
      if (this.#trouble?.is === "refuses") void this.#probe(bytes);
      else this.#probeIfOld();
    });
  }

  #become(trouble: Trouble | null): void {
    const before = this.#reason();
    this.#trouble = trouble;
    const after = this.#reason();
    this.#since = after === null ? null : (this.#since ?? this.#clock.now());
    if (!this.#stopped && (before === null) !== (after === null)) this.#changed(after);
  }
}

function refusal(error: unknown): StoreError {
  const why = error instanceof Error ? error.message : String(error);
  return new StoreError("unwritable", `The disk takes no more: ${why}.`, error);
}
