// The timer wheel: one interval for every ping, pong and hello deadline, however many connections there are.

/** Something that waits for one deadline at a time. */
export interface Waiting {
  /** Where it waits; the wheel's own. */
  slot: Set<Waiting> | null;
  due(): void;
}

const TICK_MS = 1_000;
const SLOTS = 128;

export class Wheel {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<Waiting>());
  readonly #timer: NodeJS.Timeout;
  #hand = 0;

  constructor() {
    this.#timer = setInterval(() => this.#turn(), TICK_MS);
    this.#timer.unref();
  }

  /** Replaces the deadline before; to the second, never early by more than one, at most two minutes away. */
  wait(waiting: Waiting, ms: number): void {
    this.cancel(waiting);
    const ticks = Math.min(SLOTS - 1, Math.max(1, Math.ceil(ms / TICK_MS)));
    waiting.slot = this.#slots[(this.#hand + ticks) % SLOTS]!;
    waiting.slot.add(waiting);
  }

  cancel(waiting: Waiting): void {
    waiting.slot?.delete(waiting);
    waiting.slot = null;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #turn(): void {
    this.#hand = (this.#hand + 1) % SLOTS;
    const slot = this.#slots[this.#hand]!;
    for (const waiting of slot) {
      this.cancel(waiting);
      waiting.due();
    }
  }
}
