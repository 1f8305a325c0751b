// Which namespaces have somebody who watches their rooms, and what such a watcher must be able to count on.
import { namespaceOf, type RoomChange, type RoomKey, roomsTap, type TapKey } from "../../core/engine.ts";
import { type RoomState, viewOf } from "../../core/rules/room-state.ts";
import type { RoomView } from "../../protocol/shapes.ts";

export class WatchedRooms {
  /** By tap, the highest version of a room that has gone since: one number, however many names there were. */
  readonly #gone = new Map<TapKey, number>();
  readonly #tell: (change: RoomChange) => void;

  constructor(tell: (change: RoomChange) => void) {
    this.#tell = tell;
  }

  attached(tap: TapKey): void {
    if (!this.#gone.has(tap)) this.#gone.set(tap, 0);
  }

  detached(tap: TapKey): void {
    this.#gone.delete(tap);
  }

  /** A watcher may still compare with a room that had this name: a new one must count on from it. */
  past(room: RoomKey): number {
    return this.#gone.size === 0 ? 0 : (this.#gone.get(tapOf(room)) ?? 0);
  }

  /** Before a change, which is made in place: what to call after it. Null where nobody watches. */
  before(room: RoomKey, state: RoomState | null): ((after: RoomView | null, version: number) => void) | null {
    if (this.#gone.size === 0 || !this.#gone.has(tapOf(room))) return null;
    const before = state && viewOf(state.head, state.seats.size);
    return (after, version) => {
      if (!after) this.#gone.set(tapOf(room), Math.max(version, this.past(room)));
      this.#tell({ room, before, after, version });
    };
  }
}

const tapOf = (room: RoomKey): TapKey => roomsTap(namespaceOf(room));
