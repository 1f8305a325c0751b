// Rooms that come by match: known only with the answer, moved to other rooms, or found by the host of a party.
import { RtError } from "../protocol/errors.ts";
import type { EventOf, ServerEvent } from "../protocol/events.ts";
import { isQueueId, type RoomId } from "../protocol/ids.ts";
import type { Joined, Params } from "../protocol/requests.ts";
import type { Client, MatchOptions } from "./connect.ts";
import type { Room } from "./room.ts";
import { SeatedRoom } from "./seated-room.ts";
import type { World } from "./world.ts";

export interface Entry {
  room: SeatedRoom;
  joined: Promise<Room>;
}

interface Owner {
  client: Client;
  world: World;
  rooms: Map<RoomId, Entry>;
  /** Gives an event to the room it is of. */
  route(event: ServerEvent): void;
  matched(found: { party: RoomId; room: Room }): void;
}

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
    return this.#ask(params, (joined) => {
      const there = this.#owner.rooms.get(joined.room.room);
      return there ? there.joined : this.#seat(joined, (room) => this.#again(room, params));
    });
  }

  /** An event of a room that is not here: it may be one that a match is about to be answered with. */
  hold(event: ServerEvent): void {
    if (this.#asking > 0) this.#unknown.push(event);
  }

  moved(event: EventOf<"match.moved">): void {
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

  found({ party, to }: EventOf<"match.found">): void {
    const { rooms, client } = this.#owner;
    const again = (room: SeatedRoom) => client.request("join", { room: room.id, create: false });
    const room = rooms.get(to.room.room)?.room ?? this.#seat(to, again);
    this.#owner.matched({ party, room });
  }

  /** Not by `id`, which may have changed. */
  forget(room: SeatedRoom): void {
    for (const [id, entry] of this.#owner.rooms) if (entry.room === room) this.#owner.rooms.delete(id);
  }

  #seat(joined: Joined, ask: (room: SeatedRoom) => Promise<Joined>): SeatedRoom {
    const { client, world, rooms } = this.#owner;
    const room: SeatedRoom = new SeatedRoom({
      ...{ id: joined.room.room, options: {}, client, world },
      ask: () => ask(room),
      onEnd: () => this.forget(room),
    });
    rooms.set(room.id, { room, joined: Promise.resolve(room) });
    // First what came behind the answer, so that it waits in the Room until the caller has that.
    this.#release();
    room.sit(joined);
    return room;
  }

  /** On a new connection: who still waited asks the queue again, who played goes back. */
  #again(room: SeatedRoom, params: Params<"match">): Promise<Joined> {
    if (room.view.status !== "waiting") {
      const { data } = params;
      return this.#owner.client.request("join", { room: room.id, create: false, data });
    }
    return this.#ask(params, (joined) => {
      if (!room.ended) this.#rename(room, joined.room.room);
      return joined;
    });
  }

  async #ask<T>(params: Params<"match">, then: (joined: Joined) => T): Promise<T> {
    this.#asking++;
    try {
      return then(await this.#owner.client.request("match", params));
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
