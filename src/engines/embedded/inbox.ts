// Signals that wait for a lost member of a room, until it returns or its seat is given up.
import type { Fence, RoomKey, Signal } from "../../core/engine.ts";
import type { PeerId } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";

interface Waiting {
  from: Fence;
  signal: Signal;
}

interface Queue {
  signals: Waiting[];
  bytes: number;
}

export class Inbox {
  readonly #rooms = new Map<RoomKey, Map<PeerId, Queue>>();

  /** While anything waits, what comes later waits behind it. */
  has(room: RoomKey, to: PeerId): boolean {
    return this.#rooms.get(room)?.has(to) ?? false;
  }

  /** False if it is full. */
  add(room: RoomKey, to: PeerId, from: Fence, signal: Signal): boolean {
    const peers = this.#rooms.get(room) ?? new Map<PeerId, Queue>();
    const queue = peers.get(to) ?? { signals: [], bytes: 0 };
    const full = queue.signals.length >= limits.queuedSignals;
    if (full || queue.bytes + signal.bytes > limits.queuedSignalBytes) return false;
    queue.signals.push({ from, signal });
    queue.bytes += signal.bytes;
    this.#rooms.set(room, peers.set(to, queue));
    return true;
  }

  /** Hands out what waits, in order, until one is not taken: that one and those behind it go on waiting. */
  drain(room: RoomKey, to: PeerId, take: (signal: Signal) => boolean): void {
    const queue = this.#rooms.get(room)?.get(to);
    while (queue?.signals[0] && take(queue.signals[0].signal))
      queue.bytes -= queue.signals.shift()!.signal.bytes;
    if (queue?.signals.length === 0) this.#forget(room, to);
  }

  /** What waited for one who won't come any more; of everyone in the room without `to`. */
  drop(room: RoomKey, to?: PeerId): Waiting[] {
    const peers = this.#rooms.get(room);
    const dropped = to ? [peers?.get(to)] : [...(peers?.values() ?? [])];
    if (to) this.#forget(room, to);
    else this.#rooms.delete(room);
    return dropped.flatMap((queue) => queue?.signals ?? []);
  }

  #forget(room: RoomKey, to: PeerId): void {
    const peers = this.#rooms.get(room);
    peers?.delete(to);
    if (peers?.size === 0) this.#rooms.delete(room);
  }
}
