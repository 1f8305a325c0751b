// The queues of `match` in this process: their state, what rooms tell them, and when each is to be looked at.
import type { Clock } from "../../core/clock.ts";
import { namespaceOf, type QueueKey, queueKey, type RoomKey, roomOf } from "../../core/engine.ts";
import {
  applyQueue,
  decideQueue,
  newQueue,
  type QueueCommand,
  type QueueResult,
  type QueueState,
  summaryOf,
} from "../../core/rules/queue.ts";
import type { RoomState } from "../../core/rules/room-state.ts";
import { RtError } from "../../protocol/errors.ts";
import type { QueueId } from "../../protocol/ids.ts";
import { Alarms } from "./alarms.ts";

export class Queues {
  readonly #queues = new Map<QueueKey, QueueState>();
  readonly #alarms: Alarms<QueueKey>;
  readonly #clock: Clock;

  constructor(clock: Clock, due: (queue: QueueKey) => void) {
    this.#clock = clock;
    this.#alarms = new Alarms(clock, due);
  }

  command(key: QueueKey, command: QueueCommand): QueueResult {
    const now = this.#clock.now();
    const state = this.#queues.get(key) ?? newQueue();
    const decision = decideQueue(state, command, now);
    if (!decision.ok) throw new RtError(decision.error, decision.message);
    if (decision.patch) this.#keep(key, state, () => applyQueue(state, decision.patch!, now));
    return decision.result;
  }

  #keep(key: QueueKey, state: QueueState, apply: () => void): void {
    apply();
    if (state.entries.size > 0) this.#queues.set(key, state);
    else this.#queues.delete(key);
    this.#alarms.set(key, state.look);
  }

  /** In the same turn as the room's commit, so that a queue is never behind its rooms. */
  changed(key: RoomKey, queue: QueueId, version: number, room: RoomState | null): void {
    const summary = summaryOf(room);
    this.command(queueKey(namespaceOf(key), queue), { type: "summary", room: roomOf(key), version, summary });
  }

  clear(): void {
    this.#alarms.clear();
  }
}
