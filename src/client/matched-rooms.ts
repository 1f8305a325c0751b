// Rooms of which only the answer tells which they are: by a code, or by match, which may move them, or find them for a party.
import { RtError } from "../protocol/errors.ts";
import type { EventOf, ServerEvent } from "../protocol/events.ts";
import { isQueueId, type RoomId } from "../protocol/ids.ts";
import type { Joined, Params } from "../protocol/requests.ts";
import type { Position } from "../protocol/shapes.ts";
import type { Client, JoinOptions, MatchOptions } from "./connect.ts";
import type { Room } from "./room.ts";
import { SeatedRoom } from "./seated-room.ts";
import type { World } from "./world.ts";

export interface Entry {
  room: SeatedRoom;
  joined: Promise<Room>;
}

/** How a seat is taken again on a new connection; `position`: where the room was left. */
type Again = (room: SeatedRoom, position: Position | undefined) => Promise<Joined>;

interface Owner {
  client: Client;
  world: World;
  rooms: Map<RoomId, Entry>;
  /** Gives an event to the room it is of. */
  route(event: ServerEvent): void;
  matched(found: { party: RoomId; room: Room }): void;
}

/** Events that wait for one answer; who sends more is no server of ours. */
const MOST_WAITING = 10_000;

export class MatchedRooms {
  readonly #owner: Owner;
  /** Matches whose answer is not here yet, and what has come meanwhile for rooms that are not known yet. */
  #asking = 0;
  #unknown: ServerEvent[] = [];

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  async match(queue: string, options: MatchOptions): Promise<Room> {
    if (!isQueueId(queue)) {
      const message = `"${queue}" is not a queue's name: letters, digits and _ . : - (128 at most).`;
      throw new RtError("bad_request", message);
    }
    const params = { ...options, queue };
    return this.#enter(
      () => this.#owner.client.request("match", params),
      (room, position) => this.#again(room, params, position),
    );
  }

  /** A code makes no room, and is not needed any more to come back to the one that it was of. */
  byCode(code: string, options: Omit<JoinOptions, "create">): Promise<Room> {
    const { client } = this.#owner;
    const own = { ...options, create: false } as const;
    return this.#enter(
      () => client.request("join", { ...own, code }),
      ({ id }, position) => client.request("join", { ...own, room: id, ...(position && { position }) }),
    );
  }

  async #enter(ask: () => Promise<Joined>, again: Again): Promise<Room> {
    return this.#ask<Room | Promise<Room>>(ask, (joined) => {
      const there = this.#owner.rooms.get(joined.room.room);
      return there ? there.joined : this.#seat(joined, again);
    });
  }

  /** An event of a room that is not here: it may be one that a match is about to be answered with. */
  hold(event: ServerEvent): void {
    if (this.#asking > 0 && this.#unknown.length < MOST_WAITING) this.#unknown.push(event);
  }

  receive(event: EventOf<"match.moved" | "match.found">): void {
    if (event.type === "match.moved") this.#moved(event);
    else this.#found(event);
  }

  #moved(event: EventOf<"match.moved">): void {
    const { rooms } = this.#owner;
    const entry = rooms.get(event.from);
    if (!entry) {
      this.hold(event);
      return;
    }
    const there = rooms.has(event.to.room.room);
    if (there) entry.room.end({ reason: "moved" });
    else {
      this.#rename(entry.room, event.to.room.room);
      entry.room.receive(event);
    }
  }

  #found({ party, to }: EventOf<"match.found">): void {
    const { rooms, client } = this.#owner;
    const again: Again = ({ id }, position) =>
      client.request("join", { room: id, create: false, ...(position && { position }) });
    const room = rooms.get(to.room.room)?.room ?? this.#seat(to, again);
    this.#owner.matched({ party, room });
  }

  /** Not by `id`, which may have changed. */
  forget(room: SeatedRoom): void {
    for (const [id, entry] of this.#owner.rooms) if (entry.room === room) this.#owner.rooms.delete(id);
  }

  #seat(joined: Joined, again: Again): SeatedRoom {
    const { client, world, rooms } = this.#owner;
    const room: SeatedRoom = new SeatedRoom({
      ...{ id: joined.room.room, options: {}, client, world },
      ask: (position) => again(room, position),
      onEnd: () => this.forget(room),
    });
    rooms.set(room.id, { room, joined: Promise.resolve(room) });
    // First what came behind the answer, so that it waits in the Room until the caller has that.
    this.#release();
    room.sit(joined);
    return room;
  }

  /** On a new connection: who still waited asks the queue again, who played goes back. */
  #again(room: SeatedRoom, params: Params<"match">, position: Position | undefined): Promise<Joined> {
    if (room.view.status !== "waiting") {
      const { data } = params;
      return this.#owner.client.request("join", { room: room.id, create: false, data, position });
    }
    return this.#ask(
      () => this.#owner.client.request("match", params),
      (joined) => {
        if (!room.ended) this.#rename(room, joined.room.room);
        return joined;
      },
    );
  }

  async #ask<T>(ask: () => Promise<Joined>, then: (joined: Joined) => T): Promise<T> {
    this.#asking++;
    try {
      return then(await ask());
    } finally {
      this.#asking--;
      this.#release();
    }
  }

  #release(): void {
    for (const event of this.#unknown.splice(0)) this.#owner.route(event);
  }

  #rename(room: SeatedRoom, id: RoomId): void {
    const { rooms } = this.#owner;
    this.forget(room);
    rooms.set(id, { room, joined: Promise.resolve(room) });
  }
}
