// Gathers what is written to a socket into one system call: within a turn of the event loop, or, with a cadence, within a beat.
import type { Clock } from "../core/clock.ts";

export interface Flushable {
  /** The flush's own: until when this socket is corked, if it is. */
  corked: "turn" | "beat" | null;
  flush(): void;
}

export class Flush {
  #turn: Flushable[] = [];
  #beat: Flushable[] = [];
  readonly #cadenceMs: number;
  readonly #after: Clock["after"];

  /** A cadence of 0: nothing waits longer than its turn. One timer serves all sockets. */
  constructor(cadenceMs: number, after: Clock["after"]) {
    this.#cadenceMs = cadenceMs;
    this.#after = after;
  }

  /** What may not wait takes along all that was written before it, so that the order stays. */
  add(socket: Flushable, mayWait: boolean): void {
    if (socket.corked === "turn") return;
    if (mayWait && this.#cadenceMs > 0) {
      if (socket.corked === "beat") return;
      socket.corked = "beat";
      if (this.#beat.push(socket) === 1) this.#after(this.#cadenceMs, () => this.#onBeat());
    } else {
      socket.corked = "turn";
      if (this.#turn.push(socket) === 1) setImmediate(() => this.#onTurn());
    }
  }

  #onTurn(): void {
    const sockets = this.#turn;
    this.#turn = [];
    for (const socket of sockets) release(socket);
  }

  #onBeat(): void {
    const sockets = this.#beat;
    this.#beat = [];
    for (const socket of sockets) release(socket);
  }
}

/** One beat for all sockets of the same cadence, whatever their namespaces. */
export class Flushes {
  readonly #flushes = new Map<number, Flush>();
  readonly #after: Clock["after"];

  constructor(after: Clock["after"]) {
    this.#after = after;
  }

  of(cadenceMs: number): Flush {
    let flush = this.#flushes.get(cadenceMs);
    if (!flush) {
      flush = new Flush(cadenceMs, this.#after);
      this.#flushes.set(cadenceMs, flush);
    }
    return flush;
  }
}

/** Nothing where another flush has taken along what waited. */
function release(socket: Flushable): void {
  if (!socket.corked) return;
  socket.corked = null;
  socket.flush();
}
