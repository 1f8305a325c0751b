// Any engine made as inconvenient as the contract allows: everything comes later, and in another order where order is free.
import {
  type Announced,
  type At,
  type Engine,
  type Fence,
  namespaceOf,
  type Publication,
  type QueueKey,
  type Range,
  type RoomChange,
  type RoomKey,
  roomsTap,
  type SeatedBy,
  type Signal,
  type Sink,
  type StreamKey,
  type TapKey,
  type TopicKey,
} from "../../src/core/engine.ts";
import type { QueueCommand } from "../../src/core/rules/queue.ts";
import type { RoomCommand } from "../../src/core/rules/room.ts";
import type { SessionCommand } from "../../src/core/rules/session.ts";
import type { Frame } from "../../src/protocol/codec.ts";
import type { Namespace, PeerId, SessionId } from "../../src/protocol/ids.ts";
import type { Position } from "../../src/protocol/shapes.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** First in, first out, each after a wait of its own. */
class Lane {
  readonly #items: (() => void)[] = [];
  readonly #random: SeededRandom;
  #running = false;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  push(item: () => void): void {
    this.#items.push(item);
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => this.#tick());
  }

  flush(): void {
    for (let item = this.#items.shift(); item; item = this.#items.shift()) item();
  }

  drained(): Promise<void> {
    return new Promise((resolve) => this.push(resolve));
  }

  #tick(): void {
    for (let count = this.#random.below(3); count > 0; count--) this.#items.shift()?.();
    this.#running = this.#items.length > 0;
    if (this.#running) setImmediate(() => this.#tick());
  }
}

export class ShufflingEngine implements Engine {
  readonly #engine: Engine;
  readonly #random: SeededRandom;
  readonly #answers: "after frames" | "any time";
  readonly #calls = new Map<string, Lane>();
  readonly #frames = new Map<string, Lane>();
  readonly #changes = new Map<string, Lane>();
  readonly #attached = new Map<StreamKey, number>();
  /** Counts how often a stream was attached to anew: what was announced before that is not for those who came after. */
  readonly #generations = new Map<StreamKey, number>();
  /** By tap, the generation whose attaching has settled: changes from before that are not announced. */
  readonly #ready = new Map<StreamKey, number>();
  #sink: Sink | null = null;
  #closed = false;

  /** `any time`: a command may be answered before what it announced has reached the sink, as between two machines. */
  constructor(engine: Engine, random: SeededRandom, answers: "after frames" | "any time" = "after frames") {
    this.#engine = engine;
    this.#random = random;
    this.#answers = answers;
  }

  get node() {
    return this.#engine.node;
  }

  get kind() {
    return this.#engine.kind;
  }

  get store() {
    return this.#engine.store;
  }

  start(sink: Sink): Promise<void> {
    this.#sink = sink;
    return this.#engine.start({
      deliver: (...frame) => this.#deliver(...frame),
      direct: (room, to, frame) => this.#direct(room, to, frame),
      changed: (change) => this.#changed(change),
      member: (...change) => sink.member(...change),
      seated: (...seat) => sink.seated(...seat),
      due: (queue) => setImmediate(() => this.#closed || sink.due(queue)),
      broken: (stream) => this.#lane(this.#frames, stream).push(() => sink.broken(stream)),
    });
  }

  now() {
    return this.#engine.now();
  }

  wall() {
    return this.#engine.wall();
  }

  health() {
    return this.#engine.health();
  }

  storage() {
    return this.#engine.storage();
  }

  // --- calls: their effects keep call order per stream, their answers come in any order ---

  command(room: RoomKey, command: RoomCommand) {
    return this.#call(room, () => this.#engine.command(room, command), this.#answers === "after frames");
  }

  queue(queue: QueueKey, command: QueueCommand) {
    return this.#call(queue, () => this.#engine.queue(queue, command), false);
  }

  seated(to: Fence, room: RoomKey, by: SeatedBy) {
    return this.#later(this.#later(Promise.resolve()).then(() => this.#engine.seated(to, room, by)));
  }

  publish(stream: StreamKey, publication: Publication) {
    return this.#call(stream, () => this.#engine.publish(stream, publication), false);
  }

  signal(room: RoomKey, from: Fence, to: PeerId, signal: Signal) {
    return this.#call(room, () => this.#engine.signal(room, from, to, signal), false);
  }

  read(room: RoomKey, range: Range) {
    return this.#call(room, () => this.#engine.read(room, range), false);
  }

  missed(room: RoomKey, since: Position, end: Position | null) {
    return this.#call(room, () => this.#engine.missed(room, since, end), false);
  }

  session(id: SessionId, command: SessionCommand) {
    return this.#call(id, () => this.#engine.session(id, command), false);
  }

  seatsOf(peer: PeerId) {
    return this.#later(this.#engine.seatsOf(peer));
  }

  current(topic: TopicKey, since: Position | null) {
    return this.#call(topic, () => this.#engine.current(topic, since), false);
  }

  list(query: Parameters<Engine["list"]>[0]) {
    return this.#later(this.#engine.list(query));
  }

  resolve(namespace: Namespace, code: string) {
    return this.#later(this.#engine.resolve(namespace, code));
  }

  census() {
    return this.#later(this.#engine.census());
  }

  views(rooms: readonly RoomKey[]) {
    return this.#later(this.#engine.views(rooms));
  }

  async attach(stream: StreamKey): Promise<void> {
    const count = (this.#attached.get(stream) ?? 0) + 1;
    this.#attached.set(stream, count);
    if (count === 1) this.#generations.set(stream, (this.#generations.get(stream) ?? 0) + 1);
    const generation = this.#generations.get(stream)!;
    await this.#later(this.#engine.attach(stream));
    if (generation === this.#generations.get(stream)) this.#ready.set(stream, generation);
  }

  detach(stream: StreamKey): void {
    this.#attached.set(stream, (this.#attached.get(stream) ?? 0) - 1);
    this.#engine.detach(stream);
  }

  watched(tap: TapKey): boolean {
    return this.#engine.watched(tap);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const lane of this.#calls.values()) lane.flush();
    await this.#engine.close();
    for (const lane of [...this.#frames.values(), ...this.#changes.values()]) lane.flush();
  }

  #call<T>(stream: string, call: () => Promise<T>, afterFrames: boolean): Promise<T> {
    if (this.#closed) return this.#later(call());
    const answer = new Promise<T>((resolve) => this.#lane(this.#calls, stream).push(() => resolve(call())));
    // A promise that rejects while nobody waits for it yet.
    answer.catch(() => {});
    return this.#later(
      answer.then(async (value) => {
        if (afterFrames) await this.#lane(this.#frames, stream as StreamKey).drained();
        return value;
      }),
    );
  }

  async #later<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } finally {
      for (let count = this.#random.below(4); count > 0; count--) await new Promise(setImmediate);
    }
  }

  #lane(lanes: Map<string, Lane>, stream: string): Lane {
    let lane = lanes.get(stream);
    if (!lane) {
      lane = new Lane(this.#random);
      lanes.set(stream, lane);
    }
    return lane;
  }

  // --- frames: in order per stream ---

  #deliver(
    stream: StreamKey,
    at: At,
    announced: Announced,
    only: PeerId[] | null,
    skip: PeerId | null,
  ): void {
    const generation = this.#generations.get(stream);
    this.#lane(this.#frames, stream).push(() => {
      if ((this.#attached.get(stream) ?? 0) === 0 || generation !== this.#generations.get(stream)) return;
      this.#sink?.deliver(stream, at, announced, only, skip);
    });
  }

  #direct(room: RoomKey, to: Fence, frame: Frame): boolean {
    // The verdict is wanted at once, and a signal must not overtake the frames of its room.
    for (const lane of this.#frames.values()) lane.flush();
    return this.#sink?.direct(room, to, frame) ?? false;
  }

  /** As late as frames are, and rooms in any order: one lane a room. */
  #changed(change: RoomChange): void {
    const tap = roomsTap(namespaceOf(change.room));
    const generation = this.#generations.get(tap);
    if (this.#ready.get(tap) !== generation) return;
    this.#lane(this.#changes, change.room).push(() => {
      if ((this.#attached.get(tap) ?? 0) === 0 || generation !== this.#generations.get(tap)) return;
      this.#sink?.changed(change);
    });
  }
}
