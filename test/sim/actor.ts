// Somebody in a universe: a client over all its connections, and what it must believe.
import type { Fence } from "../../src/core/engine.ts";
import type { RoomId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import type { RequestType } from "../../src/protocol/requests.ts";
import type { Position } from "../../src/protocol/shapes.ts";
import type { TestCore } from "../support/core.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { Belief } from "./belief.ts";
import { must } from "./universe.ts";

interface Asked {
  type: RequestType;
  room?: RoomId;
  text?: string;
  key?: string;
  since?: Position;
  positions?: Record<string, Position>;
}

interface Acknowledged {
  room: RoomId;
  offset: number;
  text: string;
}

export class Actor {
  readonly name: string;
  readonly beliefs: Map<RoomId, Belief>;
  /** All its connections. */
  readonly peers: TestPeer[] = [];
  peer!: TestPeer;
  connected = false;
  /** Publications whose answer is still to come: to be sent again with the same key. */
  readonly unsure = new Map<string, { room: RoomId; text: string }>();
  acknowledged: Acknowledged[] = [];
  /** Texts of publications of which it was said that they may still take effect: nobody tells their sender. */
  readonly doubtful = new Set<string>();
  /** Where a session of before may still be known. */
  #welcome: { session: string; secret: string } | null = null;
  /** Nothing is asked for until the hello is answered. */
  greeted = false;
  /** The session is there for certain: the next welcome must be that of a resume. */
  sure = false;
  #asked = new Map<number, Asked>();
  #read = 0;
  #core!: TestCore;
  /** When it first tried for the welcome that it still waits for. */
  #tried: number | null = null;

  constructor(name: string, rooms: readonly RoomId[], capacity: number) {
    this.name = name;
    this.beliefs = new Map(rooms.map((room) => [room, new Belief(capacity)]));
  }

  get id(): string {
    return this.peer.session.peer;
  }

  /** What it waits for on this connection. */
  get unanswered(): string[] {
    return [...this.#asked.values()].map(({ type }) => type);
  }

  get fence(): Fence {
    return this.peer.session.fence;
  }

  /** `reads`: whether the welcome arrives; where it doesn't the next attempt has the secret of before. */
  connect(core: TestCore, how: "new" | "resume"): void {
    this.#core = core;
    this.#tried ??= core.engine.now();
    this.peer = core.peer();
    this.peers.push(this.peer);
    this.#asked = new Map();
    this.#read = 0;
    this.connected = true;
    this.greeted = false;
    const positions = Object.fromEntries([...this.beliefs].map(([room, { position }]) => [room, position]));
    const resume =
      how === "resume" && this.#welcome ? { ...this.#welcome, positions: { rooms: positions } } : undefined;
    this.#tell("hello", { name: this.name, resume }, { type: "hello", positions });
  }

  /** The connection is gone, with whatever was on its way. */
  lose(forGood = false): void {
    this.catchUp();
    this.peer.drop(forGood);
    this.connected = false;
    this.sure = false;
    if (forGood) this.#welcome = null;
  }

  join(room: RoomId, more: Wire = {}): void {
    this.catchUp();
    const { members, position } = this.beliefs.get(room)!;
    // One that is asked for while another is under way gets the same answer.
    const other = [...this.#asked.values()].find((asked) => asked.type === "join" && asked.room === room);
    const since = members || other ? undefined : position;
    this.#tell(
      "join",
      { room, position: since, ...more },
      { type: "join", room, since: since ?? other?.since },
    );
  }

  leave(room: RoomId): void {
    this.catchUp();
    const id = this.#tell("leave", { room }, { type: "leave", room });
    // Who asks to leave has left, and an answer to an earlier join changes nothing.
    this.beliefs.get(room)!.left(id);
  }

  publish(room: RoomId, text: string, key?: string): void {
    if (key) this.unsure.set(key, { room, text });
    this.#tell("publish", { room, event: "chat", data: { text }, key }, { type: "publish", room, text, key });
  }

  tell(type: RequestType, params: Wire): void {
    this.#tell(type, params, { type });
  }

  #tell(type: RequestType, params: Wire, asked: Asked): number {
    const id = this.peer.tell(type, params);
    this.#asked.set(id, asked);
    return id;
  }

  /** Reads what has come since. */
  catchUp(): void {
    if (!this.connected) return;
    const { log } = this.peer;
    for (; this.#read < log.length; this.#read++) this.#take(log[this.#read]);
    const superseded = this.peer.closed === "superseded";
    must("an older takeover closes no newer one", !superseded, this.name);
    // The server wants it to come again.
    if (this.peer.closed) {
      this.connected = false;
      this.peer.drop();
    }
  }

  #take(message: Wire): void {
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    if (message.type === "error") {
      must("no mistake of ours", message.code !== "internal", message.message);
      if (asked?.text) this.doubtful.add(asked.text);
      if (asked?.key && message.code !== "unavailable") this.unsure.delete(asked.key);
    } else if (message.type === "ok") {
      if (asked) this.#answered(message.id, asked, message.data);
    } else if (typeof message.room === "string") this.beliefs.get(message.room)!.event(message, this.id);
  }

  #answered(id: number, asked: Asked, data: Wire): void {
    const belief = asked.room && this.beliefs.get(asked.room);
    if (asked.type === "hello") this.#welcomed(data, asked.positions!);
    if (belief && asked.type === "join")
      belief.joined(id, data, data.recovered === undefined ? undefined : asked.since);
    if (!belief || asked.type !== "publish") return;
    if (asked.key) this.unsure.delete(asked.key);
    if (!data.position) return;
    this.acknowledged.push({ room: asked.room!, offset: data.position.offset, text: asked.text! });
    // The answer may come before that of the join which it follows.
    if (belief.members) belief.acknowledged(data.position);
  }

  #welcomed({ session, secret, resumed, rooms = [] }: Wire, positions: Record<string, Position>): void {
    // An engine that is late may be later than a session waits.
    const inTime = this.#core.engine.now() - this.#tried! < times.grace;
    if (this.sure && inTime) must("a lost welcome locks nobody out", resumed === true, this.name);
    this.#tried = null;
    this.greeted = true;
    this.sure = false;
    this.#welcome = { session, secret };
    const back = new Map<string, Wire>(rooms.map((joined: Wire) => [joined.room.room, joined]));
    for (const [room, belief] of this.beliefs) {
      belief.left();
      belief.reconnected();
      const joined = back.get(room);
      if (joined) belief.joined(0, joined, positions[room]);
    }
  }
}
