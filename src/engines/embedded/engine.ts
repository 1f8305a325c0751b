// The embedded engine: rooms in this process's memory, their history in a store of its own.
import type { Clock, Millis } from "../../core/clock.ts";
import {
  type Announced,
  type At,
  type Census,
  type Engine,
  type Fence,
  isTap,
  isTopic,
  type Publication,
  type Published,
  type QueueKey,
  type Range,
  type RoomKey,
  type RoomPage,
  type RoomQuery,
  type SeatedBy,
  type SessionResult,
  type Signal,
  type Sink,
  type Slice,
  type Storage,
  type Stream,
  type StreamKey,
  type TapKey,
  type TopicKey,
  type TopicState,
} from "../../core/engine.ts";
import type { Random } from "../../core/random.ts";
import type { QueueCommand, QueueResult } from "../../core/rules/queue.ts";
import type { RoomCommand } from "../../core/rules/room.ts";
import { keeps, type RoomResult } from "../../core/rules/room-state.ts";
import type { SessionCommand } from "../../core/rules/session.ts";
import { defaultSettings, type SettingsOf } from "../../core/settings.ts";
import { decodeMessage, Frame, type MessageBody } from "../../protocol/codec.ts";
import { RtError } from "../../protocol/errors.ts";
import type { Namespace, NodeId, PeerId, RoomId, SessionId } from "../../protocol/ids.ts";
import type { Message, Position, Verdict } from "../../protocol/shapes.ts";
import { inTime } from "./deadline.ts";
import { Directory } from "./directory.ts";
import { StoreHealth } from "./health.ts";
import { readHistory } from "./history.ts";
import { Line, type LineOwner } from "./line.ts";
import { type EmbeddedEngineOptions, eachOnce } from "./options.ts";
import { missedSince } from "./recovery.ts";
import { keptOf, Retention } from "./retention.ts";
import { mustSay, targetOf } from "./seats.ts";
import { Signalling } from "./signalling.ts";
import type { HistoryStore } from "./store.ts";
import { readTopic } from "./topic.ts";

export const createEmbeddedEngine = (options: EmbeddedEngineOptions): Engine => new EmbeddedEngine(options);

class EmbeddedEngine implements Engine, LineOwner {
  readonly kind = "embedded";
  readonly node: NodeId;
  readonly store: HistoryStore["kind"];
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly fault: (error: unknown) => void;
  readonly #settings: SettingsOf;
  readonly #directory: Directory;
  /** Of every room with a record, and of streams that somebody listens to or waits for. */
  readonly #lines = new Map<Stream, Line>();
  readonly #attached = new Map<StreamKey, number>();
  readonly #signalling: Signalling;
  readonly #retention: Retention;
  readonly #health: StoreHealth;
  #sink: Sink | null = null;
  #closed: Promise<void> | null = null;

  constructor(options: EmbeddedEngineOptions) {
    const { node, clock, random, store, settings = () => defaultSettings } = options;
    const { onFault = () => {}, onHealth = () => {} } = options;
    this.node = node;
    this.clock = clock;
    this.random = random;
    this.#health = new StoreHealth(store, clock, onHealth);
    this.history = this.#health.watched();
    this.store = store.kind;
    this.fault = eachOnce(onFault);
    this.#settings = settings;
    this.#directory = new Directory(clock, settings, {
      due: (room) => void this.#expire(room),
      queueDue: (queue) => this.#sink?.due(queue),
      changed: (change) => this.#sink?.changed(change),
    });
    this.#signalling = new Signalling({
      seatOf: (room, peer) => this.#directory.rooms.get(room)?.seats.get(peer),
      sink: () => this.#sink,
    });
    this.#retention = new Retention(store, clock, settings, this.fault);
  }

  async start(sink: Sink): Promise<void> {
    this.#sink = sink;
    this.#retention.start();
  }

  now = (): Millis => this.clock.now();
  wall = (): Millis => this.clock.wall();
  health = (): string | null => this.#health.read();
  storage = (): Storage => this.#health.storage();

  // --- records ---

  async command(room: RoomKey, command: RoomCommand): Promise<{ result: RoomResult; at: At }> {
    this.#refuseIfClosed();
    const decided = this.#directory.command(room, command, this.#lines.get(room)?.decided);
    const line = this.#line(room);
    line.decided = decided.version;
    const committed = line.commit(decided.version, decided.frames);
    this.#signalling.settle(room, line, decided);
    return { result: decided.result, at: await this.#inTime(line, committed) };
  }

  async session(id: SessionId, command: SessionCommand): Promise<SessionResult> {
    this.#refuseIfClosed();
    return this.#directory.sessions.command(id, command);
  }

  async seatsOf(peer: PeerId): Promise<RoomKey[]> {
    this.#refuseIfClosed();
    return this.#directory.rooms.seatsOf(peer);
  }

  async list(query: RoomQuery): Promise<RoomPage> {
    this.#refuseIfClosed();
    return this.#directory.rooms.list(query);
  }

  async resolve(namespace: Namespace, code: string): Promise<RoomId | null> {
    this.#refuseIfClosed();
    return this.#directory.rooms.byCode(namespace, code);
  }

  async census(): Promise<Census> {
    this.#refuseIfClosed();
    return this.#directory.rooms.census();
  }

  async views(rooms: readonly RoomKey[]) {
    this.#refuseIfClosed();
    return rooms.map((room) => this.#directory.rooms.view(room));
  }

  async queue(queue: QueueKey, command: QueueCommand): Promise<QueueResult> {
    this.#refuseIfClosed();
    return this.#directory.queues.command(queue, command);
  }

  async seated(to: Fence, room: RoomKey, by: SeatedBy): Promise<boolean> {
    this.#refuseIfClosed();
    return this.#sink?.seated(to, room, by) ?? false;
  }

  // --- streams ---

  async publish(stream: StreamKey, publication: Publication): Promise<Published> {
    this.#refuseIfClosed();
    const { from, body, key, only = null, echo } = publication;
    if (isTap(stream)) {
      this.announce(stream, NOWHERE, { frame: Frame.of(body), kind: "passing", leaves: [] }, null, null);
      return { position: null, duplicate: false };
    }
    if (isTopic(stream)) {
      const line = this.#line(stream);
      return this.#inTime(line, line.publish({ body, keep: true, key, only: null, skip: null }));
    }
    const state = this.#directory.rooms.get(stream);
    mustSay(state, publication);
    if (!state) throw new RtError("not_found");
    const keep = keeps(state.head.history, publication);
    const line = this.#line(stream);
    const skip = echo ? null : (from?.peer ?? null);
    return this.#inTime(line, line.publish({ body, keep, key, only, skip }));
  }

  async signal(room: RoomKey, from: Fence, to: PeerId, signal: Signal): Promise<Verdict> {
    this.#refuseIfClosed();
    const target = targetOf(this.#directory.rooms.get(room), from, to);
    if (!target) return this.#signalling.given(signal, "no_such_peer");
    const line = this.#line(room);
    const verdict = await this.#inTime(line, this.#signalling.send(room, line, from, target, signal));
    if (verdict) return verdict;
    const message = "Too many signals wait for this peer, whose connection is lost.";
    throw new RtError("unavailable", message, { retryAfterMs: 1000 });
  }

  async attach(stream: StreamKey): Promise<void> {
    this.#attached.set(stream, (this.#attached.get(stream) ?? 0) + 1);
    if (isTap(stream)) this.#directory.watched.attached(stream);
  }

  detach(stream: StreamKey): void {
    const left = (this.#attached.get(stream) ?? 0) - 1;
    if (left > 0) this.#attached.set(stream, left);
    else this.#attached.delete(stream);
    if (!isTap(stream)) this.cleared(stream);
    else if (left <= 0) this.#directory.watched.detached(stream);
  }

  watched(tap: TapKey): boolean {
    return this.#attached.has(tap);
  }

  async read(room: RoomKey, range: Range): Promise<Slice> {
    this.#refuseIfClosed();
    const kept = keptOf(this.#settings, room, this.wall());
    return this.#read(room, (end) => readHistory(this.history, room, range, end, kept));
  }

  async missed(room: RoomKey, since: Position, end: Position | null): Promise<Message[] | null> {
    this.#refuseIfClosed();
    const kept = keptOf(this.#settings, room, this.wall());
    const missed = await this.#read(room, () => missedSince(this.history, room, since, end, kept));
    return missed?.map(({ body, position }) => decodeMessage(body as MessageBody, position)) ?? null;
  }

  async current(topic: TopicKey, since: Position | null): Promise<TopicState> {
    this.#refuseIfClosed();
    const kept = keptOf(this.#settings, topic, this.wall());
    return this.#read(topic, (end) => readTopic(this.history, topic, since, end, kept));
  }

  async #read<T>(stream: Stream, from: (end: Position | null) => Promise<T>): Promise<T> {
    const line = this.#line(stream);
    const end = await this.#inTime(line, line.end());
    try {
      return await inTime(this.clock, from(end));
    } catch (error) {
      if (error instanceof RtError) throw error;
      this.fault(error);
      throw new RtError("unavailable", "This part of the history can't be read; the server's log says why.");
    }
  }

  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #close(): Promise<void> {
    this.#directory.clear();
    const waiting = [...this.#lines.values()].filter((line) => !line.clear);
    await Promise.all(waiting.map((line) => line.inOrder(() => {})));
    await this.#retention.stop();
    this.#health.stop();
    await this.history.close();
  }

  // --- what lines ask for ---

  announce(stream: StreamKey, ...frame: FrameOf): void {
    if (this.#attached.has(stream)) this.#sink?.deliver(stream, ...frame);
  }

  broken(stream: Stream): void {
    if (this.#attached.has(stream)) this.#sink?.broken(stream);
  }

  /** A line is kept while its room has a record or a listener: versions and offsets must go on for both. */
  cleared(stream: Stream): void {
    const line = this.#lines.get(stream);
    if (!line?.clear) return;
    // Anyone may follow topics of any name, so those without a value cost no line.
    const needed = isTopic(stream)
      ? this.#attached.has(stream) && !line.empty
      : this.#attached.has(stream) || this.#directory.rooms.get(stream);
    if (!needed) this.#lines.delete(stream);
  }

  stored(stream: Stream, first: number, last: number): void {
    this.#retention.stored(stream, first, last);
  }

  async #expire(room: RoomKey): Promise<void> {
    if (!this.#directory.rooms.get(room) || this.#closed) return;
    await this.command(room, { type: "expire" }).catch(this.fault);
  }

  #line(stream: Stream): Line {
    if (!this.#lines.has(stream)) this.#lines.set(stream, new Line(this, stream));
    return this.#lines.get(stream)!;
  }

  /** A line with nothing in it has answered already: no timer for it. */
  #inTime = <T>(line: Line, answer: Promise<T>): Promise<T> =>
    line.clear ? answer : inTime(this.clock, answer);

  #refuseIfClosed(): void {
    if (this.#closed) throw new RtError("unavailable", "The server is stopping.", { retryAfterMs: 1000 });
  }
}

type FrameOf = [at: At, announced: Announced, only: PeerId[] | null, skip: PeerId | null];
const NOWHERE: At = { version: 0, position: null };
