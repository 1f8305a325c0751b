// Whether the event loop is too late for more people: those who are in already would wait for each new one.

/** Looked back on so far. */
const WINDOW_MS = 5_000;
/** A stall: what others wait for because of one. */
const STALL_MS = 250;
/** So many stalls, and so much of the window in them. One alone is a pause, and a few are a busy moment. */
const STALLS = 3;
const STALLED_MS = WINDOW_MS / 2;
/** Well below, so that it does not go to and fro. */
const WELL_MS = 100;
/** A process that starts is busy with itself. */
const START_MS = 10_000;

export class Overload {
  #late: { at: number; lateMs: number }[] = [];
  #overloaded = false;
  readonly #startedAt: number;

  /** Times are of a clock that never steps. */
  constructor(now: number) {
    this.#startedAt = now;
  }

  /** A timer came so late. */
  look(now: number, lateMs: number): void {
    if (now - this.#startedAt < START_MS) return;
    if (lateMs > WELL_MS) this.#late.push({ at: now, lateMs });
    while (this.#late.length > 0 && this.#late[0]!.at <= now - WINDOW_MS) this.#late.shift();
    if (this.#late.length === 0) this.#overloaded = false;
    else if (!this.#overloaded) this.#overloaded = this.#isTooLate();
  }

  get overloaded(): boolean {
    return this.#overloaded;
  }

  #isTooLate(): boolean {
    const stalls = this.#late.filter(({ lateMs }) => lateMs > STALL_MS);
    const stalledMs = stalls.reduce((sum, { lateMs }) => sum + lateMs, 0);
    return stalls.length >= STALLS && stalledMs > STALLED_MS;
  }
}
