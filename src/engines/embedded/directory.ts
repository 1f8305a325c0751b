// The directory: the records of rooms and sessions, what the rules decide about them, and when to look at them again.
import type { Clock } from "../../core/clock.ts";
import {
  type MemberChange,
  namespaceOf,
  type QueueKey,
  type RoomChange,
  type RoomKey,
} from "../../core/engine.ts";
import { decide, type RoomCommand } from "../../core/rules/room.ts";
import { dueAt, type RoomPatch, type RoomResult, resultOf } from "../../core/rules/room-state.ts";
import type { SettingsOf } from "../../core/settings.ts";
import { RtError } from "../../protocol/errors.ts";
import { Alarms } from "./alarms.ts";
import { type CommitFrame, framesOf, membersOf } from "./commit.ts";
import { Queues } from "./queues.ts";
import { Records } from "./records.ts";
import { Sessions } from "./sessions.ts";
import { WatchedRooms } from "./watched-rooms.ts";

interface Decided {
  result: RoomResult;
  patch: RoomPatch | null;
  version: number;
  frames: CommitFrame[];
  members: MemberChange[];
}

interface DirectoryOwner {
  /** The room wants to be looked at, by `expire`. */
  due(room: RoomKey): void;
  queueDue(queue: QueueKey): void;
  /** Of a room whose namespace is watched. */
  changed(change: RoomChange): void;
}

export class Directory {
  readonly rooms: Records;
  readonly sessions: Sessions;
  readonly watched: WatchedRooms;
  readonly queues: Queues;
  readonly #clock: Clock;
  readonly #alarms: Alarms<RoomKey>;

  constructor(clock: Clock, settings: SettingsOf, { due, queueDue, changed }: DirectoryOwner) {
    this.#clock = clock;
    this.rooms = new Records(settings);
    this.#alarms = new Alarms(clock, due);
    this.sessions = new Sessions(clock);
    this.queues = new Queues(clock, queueDue);
    this.watched = new WatchedRooms(changed);
  }

  /** Decides and keeps; what is to be announced comes with the answer. `decided`: the last version of the room that had this name. */
  command(room: RoomKey, command: RoomCommand, decided = 0): Decided {
    const past = Math.max(decided, this.watched.past(room));
    const before = this.rooms.get(room);
    const taken = (code: string): boolean => this.rooms.byCode(namespaceOf(room), code) !== null;
    const decision = decide(before, command, this.#clock.now(), past, taken);
    if (!decision.ok) throw new RtError(decision.error, decision.message);
    const { patch, seats } = decision;
    if (!before && patch && this.rooms.full(room)) throw new RtError("too_many_rooms");
    const frames = framesOf(decision, before);
    const members = membersOf(decision, before);
    // A room that closes answers with what it was.
    const last = patch?.closed && before ? resultOf(before, true) : null;
    const tell = patch && this.watched.before(room, before);
    const after = patch ? this.rooms.apply(room, patch) : before;
    this.#alarms.set(room, after && dueAt(after));
    const result = after ? resultOf(after, patch !== null) : last;
    if (!result) throw new RtError("not_found");
    const version = after ? after.head.version : result.view.version + 1;
    tell?.(after && result.view, version);
    if (patch && result.view.queue) this.queues.changed(room, result.view.queue, version, after);
    return { result: seats ? { ...result, seats } : result, patch, version, frames, members };
  }

  clear(): void {
    this.#alarms.clear();
    this.sessions.clear();
    this.queues.clear();
  }
}
