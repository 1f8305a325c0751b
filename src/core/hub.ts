// The hub: who is connected to this node, and where every frame from the engine goes.
import type { CloseName } from "../protocol/closes.ts";
import type { Frame } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import type { Namespace, PeerId, SessionId } from "../protocol/ids.ts";
import type { Subscribed, Welcome } from "../protocol/requests.ts";
import type { IceServer } from "../protocol/shapes.ts";
import type { Clock } from "./clock.ts";
import type { Digest } from "./digest.ts";
import {
  type Announced,
  type At,
  type Engine,
  type Fence,
  isTap,
  isTopic,
  type MemberChange,
  type QueueKey,
  type RoomChange,
  type RoomKey,
  type SeatedBy,
  type Sink,
  type Stream,
  type StreamKey,
  type TopicKey,
} from "./engine.ts";
import { IceServers, type Turn } from "./ice.ts";
import { Lobbies } from "./lobbies.ts";
import { holdBack, LocalRoom, type LocalSeat, newSeat } from "./local-room.ts";
import { Matchmaker } from "./matching.ts";
import type { AuditEntry } from "./moderation.ts";
import { follow } from "./moved.ts";
import { type FoundIn, Negotiations } from "./negotiations.ts";
import type { Random } from "./random.ts";
import type { Authenticate } from "./rights.ts";
import type { SessionCommand } from "./rules/session.ts";
import type { Session } from "./session.ts";
import type { SettingsOf } from "./settings.ts";
import { Counters } from "./stats.ts";
import { tapMember } from "./tap.ts";
import { Watchers } from "./watchers.ts";
import { welcomeOf } from "./welcome.ts";

export interface HubOptions {
  engine: Engine;
  /** Where else something is counted. */
  counters?: Counters;
  clock: Clock;
  random: Random;
  digest: Digest;
  authenticate: Authenticate;
  settings: SettingsOf;
  /** Whether there is such a namespace on this server. */
  serves(namespace: Namespace): boolean;
  /** The same for all. */
  iceServers: IceServer[];
  /** With a credential for each peer. */
  turn?: Turn | undefined;
  version: string;
  /** For durations: seconds on a clock that never steps. */
  seconds(): number;
  /** Called with what hosts, moderators and admins have done; the session is null for the HTTP side. */
  audit(entry: AuditEntry, session: Session | null): void;
  /** Where a session's connection comes from. */
  addressOf?(session: Session): string | undefined;
  /** Called with what is wrong in a negotiation. */
  onFinding?(found: FoundIn): void;
  /** Called with what must not happen: a fault of ours that was answered with `internal`. */
  onFault(error: unknown): void;
}

export class Hub implements Sink {
  readonly counters: Counters;
  /** Everyone connected here, greeted or not. */
  readonly sessions = new Map<PeerId, Session>();
  readonly options: HubOptions;
  readonly engine: Engine;
  readonly ice: IceServers;
  readonly lobbies: Lobbies;
  readonly matching: Matchmaker;
  readonly negotiations: Negotiations;
  readonly watchers: Watchers;
  readonly #rooms = new Map<StreamKey, LocalRoom>();

  constructor(options: HubOptions) {
    this.options = options;
    this.counters = options.counters ?? new Counters();
    this.engine = options.engine;
    this.ice = new IceServers(options);
    this.lobbies = new Lobbies(options.engine, options.clock);
    this.matching = new Matchmaker(this);
    this.watchers = new Watchers(options.engine);
    this.negotiations = new Negotiations({
      counters: this.counters,
      clock: options.clock,
      around: {
        hasTurn: (peer) => this.#known(peer, (session) => this.ice.hasTurn(session)) ?? false,
        turnIsOver: (peer) => this.#known(peer, (session) => this.ice.turnIsOver(session)) ?? false,
        addressOf: (peer) => this.#known(peer, (session) => options.addressOf?.(session)) ?? null,
      },
      onFinding: (found) => options.onFinding?.(found),
      onFault: options.onFault,
    });
  }

  #known<T>(peer: string, ask: (session: Session) => T): T | undefined {
    const session = this.sessions.get(peer as PeerId);
    return session && ask(session);
  }

  // --- seats of this node ---

  /** From this call on the room's frames are held for the session until its join is answered. */
  hold(key: RoomKey, session: Session): { seat: LocalSeat; attached: Promise<void> | null } {
    return this.#hold(key, session, session.rooms);
  }

  /** The same for a topic and its subscriber. */
  follow(key: TopicKey, session: Session) {
    return this.#hold<Subscribed>(key, session, session.topics);
  }

  #hold<Answer>(key: Stream, session: Session, seats: Map<Stream, LocalSeat<Answer>>) {
    const there = seats.get(key);
    if (there) {
      there.held ??= [];
      return { seat: there, attached: null };
    }
    const seat = newSeat<Answer>(session);
    let room = this.#rooms.get(key);
    if (!room) {
      room = new LocalRoom();
      this.#rooms.set(key, room);
    }
    room.seats.set(session.peer, seat);
    seats.set(key, seat);
    return { seat, attached: this.engine.attach(key) };
  }

  /** The end of a seat on this node; once, whoever says so first. */
  drop(key: Stream, seat: LocalSeat<unknown>): void {
    if (!this.#remove(key, seat)) return;
    this.engine.detach(key);
    if (seat.moving) this.matching.abandon(seat.session, seat.moving);
  }

  /** A frame has ended a room's seat. The stay that it speaks of may not be the last one. */
  ended(key: RoomKey, seat: LocalSeat): void {
    this.drop(key, seat);
    if (seat.unsure) this.giveBack(seat.session.fence, [key], true);
  }

  #remove(key: Stream, seat: LocalSeat<unknown>): boolean {
    if (seat.gone) return false;
    seat.gone = true;
    seat.held = null;
    if (isTopic(key)) seat.session.topics.delete(key);
    else seat.session.rooms.delete(key);
    const room = this.#rooms.get(key);
    if (room?.seats.get(seat.peer) === seat) room.seats.delete(seat.peer);
    if (room?.seats.size === 0) this.#rooms.delete(key);
    return true;
  }

  /** How many topics are followed here, and by how many. */
  following(): { topics: number; subscribers: number } {
    let topics = 0;
    let subscribers = 0;
    for (const [key, { seats }] of this.#rooms) {
      if (!isTopic(key)) continue;
      topics += 1;
      subscribers += seats.size;
    }
    return { topics, subscribers };
  }

  /** Once a second or so: what rooms do a second is known from then to then. */
  beat(seconds: number): void {
    for (const room of this.#rooms.values()) room.beat(seconds);
  }

  /** Rooms and topics that somebody here is in or follows, with their messages a second. */
  *followed(): Iterable<{ key: Stream; rate: number }> {
    for (const [key, { rate }] of this.#rooms) yield { key: key as Stream, rate };
  }

  // --- peers who go ---

  /** Nothing more reaches this session here. */
  forget(session: Session): void {
    if (this.sessions.get(session.peer) === session) this.sessions.delete(session.peer);
    this.ice.forget(session);
    this.lobbies.unwatch(session);
    this.watchers.unwatch(session);
    for (const [key, subscription] of [...session.topics]) this.drop(key, subscription);
    for (const [key, seat] of [...session.rooms]) this.drop(key, seat);
  }

  /** The seats of a peer who is gone: kept for a while, or free at once. A seat that was never taken needs nothing. */
  giveBack(fence: Fence, rooms: Iterable<RoomKey>, forGood = false): void {
    for (const key of rooms) {
      const command = forGood
        ? ({ type: "leave", fence, reason: "leave" } as const)
        : ({ type: "hold", fence } as const);
      this.#unasked(this.engine.command(key, command));
    }
  }

  /** About a session, without waiting. */
  tell(id: SessionId, command: SessionCommand): void {
    this.#unasked(this.engine.session(id, command));
  }

  /** What nobody waits for must not fail unseen; what the rules refuse is no fault. */
  #unasked(done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      if (!(error instanceof RtError)) this.options.onFault(error);
    });
  }

  // --- Sink ---

  deliver(stream: StreamKey, at: At, announced: Announced, only: PeerId[] | null, skip: PeerId | null): void {
    const room = this.#rooms.get(stream);
    if (!room) {
      if (isTap(stream)) this.watchers.deliver(stream, announced);
      return;
    }
    if (announced.kind !== "commit") room.messages++;
    for (const seat of room.deliver(at, announced, only, skip)) {
      // The engine must not be called from its own delivery.
      if (!this.#remove(stream as RoomKey, seat)) continue;
      queueMicrotask(() => {
        this.engine.detach(stream);
        if (seat.unsure) this.giveBack(seat.session.fence, [stream as RoomKey], true);
      });
    }
  }

  direct(room: RoomKey, to: Fence, frame: Frame): boolean {
    const session = this.sessions.get(to.peer);
    if (session?.fence.gen !== to.gen) return false;
    const seat = session.rooms.get(room);
    return (seat && holdBack(seat, frame)) || session.send(frame);
  }

  member(room: RoomKey, change: MemberChange): void {
    if (change.what === "left") this.negotiations.left(room, change.peer);
    tapMember(this, room, change);
  }

  changed(change: RoomChange): void {
    this.lobbies.changed(change);
  }

  seated(to: Fence, room: RoomKey, by: SeatedBy): boolean {
    const session = this.sessions.get(to.peer);
    return session?.fence.gen === to.gen && follow(this, session, room, by);
  }

  due(queue: QueueKey): void {
    this.matching.due(queue);
  }

  broken(stream: StreamKey): void {
    this.lobbies.broken(stream);
    for (const seat of [...(this.#rooms.get(stream)?.seats.values() ?? [])]) seat.session.close("resync");
  }

  // --- everyone ---

  closeAll(name: CloseName): void {
    for (const session of [...this.sessions.values()]) session.close(name);
  }

  welcome(session: Session): Welcome {
    return welcomeOf(this, session);
  }
}
