// Who doesn't read what is sent to it: since when, and how much memory all of that takes.
import { limits, times } from "../protocol/limits.ts";

/** The way out to one peer, as it is seen from here. */
export interface Reader {
  /** Bytes that wait for it. */
  readonly waiting: number;
  /** Bytes that it has been given so far. */
  readonly taken: number;
  /** It is not waited for any longer. */
  shed(): void;
}

interface Mark {
  taken: number;
  /** Looks in a row at which nothing had moved. */
  still: number;
}

const LOOK_MS = 1_000;
const MOST_LOOKS = times.undrained / LOOK_MS;

export class Backlogs {
  readonly #behind = new Map<Reader, Mark>();
  readonly #timer: NodeJS.Timeout;
  readonly #buffers: () => number;

  /** `buffers`: bytes of all buffers of this process; a frame for a thousand readers is there once. */
  constructor(buffers: () => number = () => process.memoryUsage().arrayBuffers) {
    this.#buffers = buffers;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  get behind(): number {
    return this.#behind.size;
  }

  /** Something is left over after a write. */
  add(reader: Reader): void {
    if (!this.#behind.has(reader)) this.#behind.set(reader, { taken: reader.taken, still: 0 });
  }

  delete(reader: Reader): void {
    this.#behind.delete(reader);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    let waiting = 0;
    for (const [reader, mark] of this.#behind) {
      if (reader.waiting === 0) this.#behind.delete(reader);
      else if (this.#moves(reader, mark)) waiting += reader.waiting;
      else this.#shed(reader);
    }
    if (waiting > limits.sendQueuesBytes && this.#buffers() > limits.sendQueuesBytes) this.#relieve(waiting);
  }

  #moves(reader: Reader, mark: Mark): boolean {
    const { taken } = reader;
    mark.still = taken > mark.taken ? 0 : mark.still + 1;
    mark.taken = taken;
    return mark.still < MOST_LOOKS;
  }

  /** The fewest peers that have to go. */
  #relieve(waiting: number): void {
    const largestFirst = [...this.#behind.keys()].sort((a, b) => b.waiting - a.waiting);
    let left = waiting;
    for (const reader of largestFirst) {
      if (left <= limits.sendQueuesBytes) return;
      left -= reader.waiting;
      this.#shed(reader);
    }
  }

  #shed(reader: Reader): void {
    this.#behind.delete(reader);
    reader.shed();
  }
}
