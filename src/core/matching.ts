// The way from a match to a seat: asks the queue where to go, takes the seat there, and asks again where that came too late.
import { type ErrorCode, RtError } from "../protocol/errors.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { Joined, Params } from "../protocol/requests.ts";
import { type QueueKey, queueKey, type RoomKey, roomKey, roomOf } from "./engine.ts";
import type { Context } from "./handlers/index.ts";
import { enter } from "./handlers/join.ts";
import type { Hub } from "./hub.ts";
import { mergeRooms } from "./merge-rooms.ts";
import type { Newcomer } from "./rules/admission.ts";
import type { QueueResult } from "./rules/queue.ts";
import type { Session } from "./session.ts";
import { createFor, ticketFor } from "./tickets.ts";

/** Rooms that somebody else was faster in, one after the other, before the peer is told to try later. */
const MOST_TRIES = 8;
const TRY_AGAIN_MS = 500;
const TOO_LATE: ReadonlySet<ErrorCode> = new Set([
  "room_full",
  "room_locked",
  "room_closed",
  "not_found",
  "banned",
]);

type Found = NonNullable<QueueResult["found"]>;
type MatchParams = Params<"match">;

/** A match that is under way. Those of a peer in one queue go one after the other, so that it never gets two seats. */
interface Flight {
  key: QueueKey;
  /** Rooms that the peer asked to leave meanwhile. */
  left: Set<RoomId>;
  done: Promise<unknown> | null;
}

export class Matchmaker {
  readonly #hub: Hub;
  /** Of each session, the oldest first. */
  readonly #underWay = new Map<Session, Set<Flight>>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  match(context: Context, params: MatchParams): Promise<Joined> {
    const key = queueKey(context.session.namespace, params.queue);
    const flights = this.#underWay.get(context.session) ?? new Set();
    this.#underWay.set(context.session, flights);
    const before = [...flights].findLast((each) => each.key === key);
    const flight: Flight = { key, left: new Set(), done: null };
    flights.add(flight);
    const find = () => this.#match(context, flight, params);
    const found = before?.done ? before.done.then(find, find) : find();
    flight.done = found;
    const done = () => {
      flights.delete(flight);
      if (flights.size === 0) this.#underWay.delete(context.session);
    };
    found.then(done, done);
    return found;
  }

  /** What a peer leaves after it asked for a match is not where that match will seat it. */
  left(session: Session, room: RoomId): void {
    for (const { left } of this.#underWay.get(session) ?? []) left.add(room);
  }

  /** Who leaves a room while it is moved to another is in neither. */
  abandon(session: Session, to: RoomKey): void {
    this.left(session, roomOf(to));
    const command = { type: "leave", fence: session.fence, reason: "leave" } as const;
    this.#hub.engine.command(to, command).catch(this.#fault);
  }

  async #match(context: Context, flight: Flight, params: MatchParams): Promise<Joined> {
    const { session } = context;
    const { settings } = session;
    const ticket = ticketFor(settings, params, this.#hub.options.random.id(), this.#hub.engine.now());
    const create = createFor(settings, params);
    const { fence, name } = session;
    const own: Newcomer = { fence, name, data: params.data ?? {}, ticket };
    const { party } = params;
    if (party === undefined) return this.#seat(context, flight, [own], create);

    const partyKey = roomKey(session.namespace, party);
    const { result } = await this.#hub.engine.command(partyKey, { type: "gather", fence });
    const newcomers = (result.seats ?? []).map(({ peer, gen, node, subject, name, data }): Newcomer => {
      return {
        fence: { peer, gen, node, subject },
        name,
        data: peer === fence.peer ? (params.data ?? data) : data,
        ticket,
      };
    });
    if (newcomers.length > create.capacity) {
      const message = `The party has ${newcomers.length} members, and the room that is asked for ${create.capacity} seats.`;
      throw new RtError("bad_request", message);
    }
    const joined = await this.#seat(context, flight, newcomers, create);
    const others = newcomers.filter(({ fence: { peer } }) => peer !== fence.peer);
    this.#tell(roomKey(session.namespace, joined.room.room), others, party);
    return joined;
  }

  async #seat(
    context: Context,
    { key, left }: Flight,
    newcomers: Newcomer[],
    create: ReturnType<typeof createFor>,
  ): Promise<Joined> {
    const { engine, options, sessions } = this.#hub;
    const { session } = context;
    const { ticket } = newcomers[0]!;
    const members = newcomers.map(({ fence: { peer, subject }, data }) => ({ peer, subject, data }));
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const room = options.random.id() as RoomId;
      const { found } = await engine.queue(key, {
        type: "find",
        ticket,
        members,
        room,
        create,
        left: [...left],
      });
      if (!found) throw new RtError("internal");
      if (sessions.get(session.peer) !== session) {
        await this.#release(key, found, ticket.id, null);
        throw new RtError("unavailable", "The connection is gone.");
      }
      if (left.has(found.room)) {
        await this.#release(key, found, ticket.id, null);
        continue;
      }
      const roomThere = roomKey(session.namespace, found.room);
      try {
        const command = {
          type: "admit",
          room: found.room,
          newcomers,
          create: found.create ?? false,
        } as const;
        return await enter(context, roomThere, command);
      } catch (error) {
        const refusal = error as RtError;
        // What was not answered in time may have happened all the same.
        if (refusal.code === "unavailable") this.#giveUp(roomThere, newcomers);
        await this.#release(key, found, ticket.id, refusal.code);
        if (!TOO_LATE.has(refusal.code)) throw error;
      }
    }
    const message = "Others were faster in every room that fitted: try again in a moment.";
    throw new RtError("unavailable", message, { retryAfterMs: TRY_AGAIN_MS });
  }

  async #release(key: QueueKey, found: Found, ticket: string, code: ErrorCode | null): Promise<void> {
    const gone = code === "not_found" || code === "room_closed" ? found.version : null;
    await this.#hub.engine.queue(key, { type: "release", room: found.room, ticket, gone });
  }

  #giveUp(room: RoomKey, newcomers: readonly Newcomer[]): void {
    for (const { fence } of newcomers) {
      this.#hub.engine.command(room, { type: "leave", fence, reason: "lost" }).catch(this.#fault);
    }
  }

  /** Who is not in the party any more, or not connected, has no use for the seat. */
  #tell(room: RoomKey, others: readonly Newcomer[], party: RoomId): void {
    for (const other of others) {
      this.#hub.engine
        .seated(other.fence, room, { type: "match.found", room: party })
        .then((taken) => {
          if (!taken) this.#giveUp(room, [other]);
        })
        .catch(this.#fault);
    }
  }

  /** The engine says that rooms of this queue may fit together by now. */
  due(key: QueueKey): void {
    // Not from within the engine's own call.
    Promise.resolve()
      .then(() => this.#tick(key))
      .catch(this.#fault);
  }

  async #tick(key: QueueKey): Promise<void> {
    const { merges } = await this.#hub.engine.queue(key, { type: "tick" });
    await Promise.all(merges.map((merge) => mergeRooms(this.#hub, key, merge)));
  }

  readonly #fault = (error: unknown): void => {
    if (!(error instanceof RtError) || error.code === "internal") this.#hub.options.onFault(error);
  };
}
