// When which room has to be looked at by itself.
import type { Clock, Millis } from "../../core/clock.ts";
import type { RoomKey } from "../../core/engine.ts";

export class Alarms {
  readonly #clock: Clock;
  readonly #ring: (room: RoomKey) => void;
  readonly #set = new Map<RoomKey, { at: Millis; cancel: () => void }>();

  constructor(clock: Clock, ring: (room: RoomKey) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Null: not by itself. */
  set(room: RoomKey, at: Millis | null): void {
    const there = this.#set.get(room);
    if (there?.at === at) return;
    there?.cancel();
    this.#set.delete(room);
    if (at === null) return;
    const cancel = this.#clock.after(Math.max(at - this.#clock.now(), 1), () => {
      this.#set.delete(room);
      this.#ring(room);
    });
    this.#set.set(room, { at, cancel });
  }

  clear(): void {
    for (const { cancel } of this.#set.values()) cancel();
    this.#set.clear();
  }
}
