// The rooms of one namespace as those on this node see them who watch: each change, gathered, and encoded once.
import { encodeEvent, type Frame } from "../protocol/codec.ts";
import type { RoomId } from "../protocol/ids.ts";
import { times } from "../protocol/limits.ts";
import { looksSame } from "../protocol/same-view.ts";
import type { RoomFilter, RoomView } from "../protocol/shapes.ts";
import type { Clock } from "./clock.ts";
import type { RoomChange } from "./engine.ts";
import { type Grant, reaches, seesAll } from "./rights.ts";
import { fits } from "./rules/room-state.ts";
import type { Session } from "./session.ts";

export class Watcher {
  readonly session: Session;
  /** The same for all who see the same. */
  readonly audience: string;
  /** What came while its list was on the way; null once that is out. */
  #held: Frame[] | null = [];

  constructor(session: Session, { status, available }: RoomFilter) {
    this.session = session;
    this.audience = `${status} ${available} ${seesAll(session.grant)} ${session.grant.rooms}`;
  }

  take(frame: Frame): void {
    if (this.#held) this.#held.push(frame);
    else this.session.send(frame, true);
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const frame of held) this.session.send(frame, true);
  }
}

/** All who see the same: what a change is for them is found out once. */
interface Audience {
  sees(view: RoomView | null): boolean;
  watchers: Set<Watcher>;
}

/** A room that was announced just now: what has become of it since, from what was announced on. */
interface Gathered {
  views: (RoomView | null)[];
  version: number;
  cancel(): void;
}

type News = "added" | "updated" | "removed";

/** Lives for as long as somebody watches. */
export class Lobby {
  readonly attached: Promise<void>;
  readonly #clock: Clock;
  readonly #audiences = new Map<string, Audience>();
  readonly #gathered = new Map<RoomId, Gathered>();

  constructor(attached: Promise<void>, clock: Clock) {
    this.attached = attached;
    this.#clock = clock;
  }

  get watchers(): Watcher[] {
    return [...this.#audiences.values()].flatMap(({ watchers }) => [...watchers]);
  }

  add(watcher: Watcher, filter: RoomFilter): void {
    const there = this.#audiences.get(watcher.audience);
    const audience = there ?? { sees: sees(filter, watcher.session.grant), watchers: new Set() };
    audience.watchers.add(watcher);
    this.#audiences.set(watcher.audience, audience);
  }

  /** False if nobody is left. */
  delete(watcher: Watcher): boolean {
    const audience = this.#audiences.get(watcher.audience);
    audience?.watchers.delete(watcher);
    if (audience?.watchers.size === 0) this.#audiences.delete(watcher.audience);
    return this.#audiences.size > 0;
  }

  end(): void {
    for (const { cancel } of this.#gathered.values()) cancel();
  }

  changed(room: RoomId, { before, after, version }: RoomChange): void {
    if (before && after && looksSame(before, after)) return;
    const gathered = this.#gathered.get(room);
    if (gathered) {
      gathered.views.push(after);
      gathered.version = version;
    } else {
      this.#announce(room, [before, after], version);
      this.#gather(room, after, version);
    }
  }

  #gather(room: RoomId, view: RoomView | null, version: number): void {
    const cancel = this.#clock.after(times.lobbyBeat, () => this.#beat(room));
    this.#gathered.set(room, { views: [view], version, cancel });
  }

  #beat(room: RoomId): void {
    const { views, version } = this.#gathered.get(room)!;
    this.#gathered.delete(room);
    if (views.length === 1) return;
    this.#announce(room, views, version);
    this.#gather(room, views.at(-1) ?? null, version);
  }

  #announce(room: RoomId, views: (RoomView | null)[], version: number): void {
    const frames: { [K in News]?: Frame } = {};
    for (const { sees, watchers } of this.#audiences.values()) {
      const news = newsOf(views.map(sees));
      if (!news) continue;
      frames[news] ??= frameOf(news, room, views.at(-1) ?? null, version);
      for (const watcher of watchers) watcher.take(frames[news]);
    }
  }
}

/**
 * Also where a room is at the end as it was announced: whoever came in between may have seen it otherwise in its list, so one that was
 * seen meanwhile and fits no more is removed, and one that fits is told again.
 */
function newsOf(seen: boolean[]): News | null {
  if (seen.at(-1)) return seen[0] ? "updated" : "added";
  return seen.includes(true) ? "removed" : null;
}

const frameOf = (news: News, room: RoomId, view: RoomView | null, version: number): Frame =>
  news === "removed" || !view
    ? encodeEvent({ type: "lobby.removed", room, version })
    : encodeEvent({ type: `lobby.${news}`, view });

const sees =
  (filter: RoomFilter, grant: Grant) =>
  (view: RoomView | null): boolean =>
    view !== null &&
    (seesAll(grant) || view.visibility === "public") &&
    reaches(grant, view.room) &&
    fits(view, filter);
