// Whether the event loop is too late for more people: those who are in already would wait for each new one.

/** Looked back on so far. */
const WINDOW_MS = 5_000;
const TOO_LATE_MS = 250;
/** Well below, so that it does not go to and fro. */
const WELL_MS = 100;
/** A process that starts is busy with itself. */
const START_MS = 10_000;
/** From fewer looks nothing can be said. */
const FEWEST = 4;

export class Overload {
  #looks: { at: number; lateMs: number }[] = [];
  #overloaded = false;
  readonly #startedAt: number;

  /** Times are of a clock that never steps. */
  constructor(now: number) {
    this.#startedAt = now;
  }

  /** A timer came so late. */
  look(now: number, lateMs: number): void {
    if (now - this.#startedAt < START_MS) return;
    this.#looks.push({ at: now, lateMs });
    const gone = this.#looks.findIndex(({ at }) => at > now - WINDOW_MS);
    if (gone > 0) this.#looks.splice(0, gone);
    if (!this.#overloaded && lateMs <= WELL_MS) return;
    const p99 = this.#p99();
    if (p99 > TOO_LATE_MS) this.#overloaded = true;
    else if (p99 < WELL_MS) this.#overloaded = false;
  }

  get overloaded(): boolean {
    return this.#overloaded;
  }

  #p99(): number {
    if (this.#looks.length < FEWEST) return 0;
    const sorted = this.#looks.map(({ lateMs }) => lateMs).sort((a, b) => b - a);
    // One stall alone is no overload, however few looks it left room for.
    return sorted[Math.max(1, Math.floor(sorted.length / 100))]!;
  }
}
