// The Room behind the interface: takes its seat, holds events back while it does, and takes a seat again after a loss.
import type { RtError } from "../protocol/errors.ts";
import type { ServerEvent } from "../protocol/events.ts";
import type { PeerId, RoomId } from "../protocol/ids.ts";
import type { Joined, Reply } from "../protocol/requests.ts";
import type { Member, Message, Position, RoomView, SignalKind, Verdict } from "../protocol/shapes.ts";
import { backoffMs } from "./backoff.ts";
import type { Client, JoinOptions } from "./connect.ts";
import { Emitter } from "./emitter.ts";
import { type Mesh, type MeshOptions, openMesh } from "./mesh.ts";
import type { Back, HistoryOptions, PublishOptions, Room, RoomEnd, RoomEvents, Self } from "./room.ts";
import { type Change, changed } from "./room-changes.ts";
import { Seen } from "./seen.ts";
import type { World } from "./world.ts";

type OfRoom = Extract<ServerEvent, { room: RoomId } | { type: "match.moved" }>;
type InRoom = Exclude<OfRoom, { type: "watch.signals" | "watch.members" | "lobby.removed" }>;

interface Setting {
  id: RoomId;
  options: JoinOptions;
  client: Client;
  world: World;
  /** How the seat is asked for; by `join` unless it says otherwise. */
  ask?(position?: Position): Promise<Joined>;
  onEnd(): void;
}

/** Signals kept while nobody listens, events while a seat is taken: no server of ours sends more. */
const WAITING = { signals: 256, events: 10_000 };
/** A lost connection's own seat may fill the room until the server notices: about a minute of trying. */
const REJOIN_ATTEMPTS = 10;

export class SeatedRoom implements Room {
  id: RoomId;
  readonly members = new Map<PeerId, Member>();
  messages: readonly Message[] = [];
  ended: RoomEnd | null = null;
  leaving: Promise<void> | null = null;
  readonly #setting: Setting;
  readonly #emitter = new Emitter<RoomEvents>();
  #view: RoomView | null = null;
  #self: Self | null = null;
  #seen = new Seen(0, "");
  #epoch: string | null = null;
  /** Events wait here while a seat is being taken; null once they may pass. */
  #held: InRoom[] | null = [];
  /** Counts connections, so that what belongs to an earlier one is told apart. */
  #round = 0;
  #signals: RoomEvents["signal"][] = [];
  #mesh: Mesh | null = null;

  constructor(setting: Setting) {
    this.id = setting.id;
    this.#setting = setting;
  }

  get view(): RoomView {
    return this.#view!;
  }

  get self(): Self {
    return this.#self!;
  }

  on<K extends keyof RoomEvents>(event: K, listener: (payload: RoomEvents[K]) => void): () => void {
    const off = this.#emitter.on(event, listener);
    if (event === "signal")
      for (const signal of this.#signals.splice(0)) this.#emitter.emit("signal", signal);
    return off;
  }

  // --- saying something ---

  async publish(data: unknown, options: PublishOptions = {}): Promise<Reply<"publish">> {
    const round = this.#round;
    const reply = await this.#setting.client.request("publish", { ...options, room: this.id, data });
    // An echo is still to come as an event; without one this reply is all that is seen of it.
    const { position } = reply;
    if (position && !options.echo && round === this.#round) this.#seen.add(position.offset, position.tag);
    return reply;
  }

  say(text: string): Promise<Reply<"publish">> {
    return this.publish({ text }, { event: "chat" });
  }

  async signal(to: PeerId, kind: SignalKind, data: unknown, exchange?: string): Promise<Verdict> {
    const reply = await this.#setting.client.request("signal", { room: this.id, to, kind, data, exchange });
    return reply.verdict;
  }

  async report(report: Parameters<Room["report"]>[0]): Promise<void> {
    await this.#setting.client.request("report", { ...report, room: this.id });
  }

  history(options: HistoryOptions = {}): Promise<Reply<"history">> {
    return this.#setting.client.request("history", { ...options, room: this.id });
  }

  mesh(options: MeshOptions = {}): Mesh {
    if (this.#mesh && !this.#mesh.closed) return this.#mesh;
    const { client } = this.#setting;
    this.#mesh = openMesh(this, { client, again: this.#mesh !== null, ...options });
    return this.#mesh;
  }

  leave(): Promise<void> {
    if (this.ended) return Promise.resolve();
    this.leaving ??= this.#setting.client
      .request("leave", { room: this.id })
      .catch(() => {})
      .then(() => this.end({ reason: "leave" }));
    return this.leaving;
  }

  // --- the seat ---

  /** The first join. */
  async enter(): Promise<Room> {
    let joined: Joined;
    try {
      joined = await this.#ask();
    } catch (error) {
      this.#setting.onEnd();
      throw error;
    }
    this.sit(joined);
    return this;
  }

  /** With the answer to whatever gave the first seat. */
  sit(joined: Joined): void {
    this.#begin(joined);
    // A task later, when the caller of join has had its turn; if nothing came meanwhile nothing has to wait.
    if (this.#held?.length) this.#setting.world.after(0, () => this.#release());
    else this.#release();
  }

  /** `position`: where an earlier stay ended. */
  #ask(position?: Position): Promise<Joined> {
    const { ask, client, options } = this.#setting;
    return (
      ask?.(position) ?? client.request("join", { ...options, room: this.id, ...(position && { position }) })
    );
  }

  away(): void {
    this.#round += 1;
    this.#held = [];
    this.#signals = [];
  }

  /** From where a new connection has to tell what was missed. */
  get position(): Position {
    return { epoch: this.#epoch ?? "", offset: this.#seen.mark, tag: this.#seen.tag };
  }

  /** The same seat, on a new connection. */
  resume(joined: Joined): void {
    this.#back("resumed", joined);
  }

  /** A seat again, as another peer. */
  async comeBack(attempt = 0): Promise<void> {
    const round = this.#round;
    const { world } = this.#setting;
    try {
      const joined = await this.#ask(this.position);
      if (round !== this.#round || this.ended) return;
      if (joined.room.room === this.id) this.#back("joined", joined);
      else {
        this.#move(joined);
        this.#release();
      }
    } catch (error) {
      if (round !== this.#round || this.ended) return;
      const refusal = error as RtError;
      if (!refusal.retryable || attempt + 1 >= REJOIN_ATTEMPTS) {
        this.end({ reason: "refused", error: refusal });
        return;
      }
      world.after(refusal.retryAfterMs ?? backoffMs(attempt, () => world.random()), () => {
        if (round === this.#round && !this.ended) void this.comeBack(attempt + 1);
      });
    }
  }

  end(end: RoomEnd): void {
    if (this.ended) return;
    this.ended = end;
    this.#setting.onEnd();
    this.#emitter.emit("closed", end);
  }

  #back(how: "resumed" | "joined", joined: Joined): void {
    const complete = joined.recovered ?? false;
    // Not recovered: another stream, or too far on in this one. What it shows is a new beginning.
    if (!complete) this.#seen = new Seen(0, "");
    const missed = joined.messages.filter(({ offset = 0 }) => !this.#seen.has(offset));
    this.#sit(joined);
    const back: Back = { view: this.view, self: this.self, missed: missed.length, complete };
    this.#emitter.emit(how, back);
    for (const message of missed) this.#hear(message);
    // All up to there, and nothing beyond it: a stream that has lost its tail gives those offsets out again.
    this.#seen = seenIn(joined);
    this.#release();
  }

  #begin(joined: Joined): void {
    this.#sit(joined);
    this.messages = joined.messages;
    this.#seen = seenIn(joined);
  }

  #move(to: Joined): void {
    const from = this.id;
    this.id = to.room.room;
    this.#round += 1;
    this.#signals = [];
    this.#begin(to);
    this.#emitter.emit("moved", { from, to: this.id });
  }

  #sit({ room, self, members, position }: Joined): void {
    this.#view = room;
    this.#self = self;
    this.#epoch = position?.epoch ?? null;
    this.members.clear();
    for (const member of members) this.members.set(member.peer, member);
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.receive(event);
  }

  // --- events ---

  receive(event: InRoom): void {
    if (this.ended) return;
    if (!this.#held) this.#take(event);
    else if (this.#held.length < WAITING.events) this.#held.push(event);
  }

  #take(event: InRoom): void {
    switch (event.type) {
      case "room.closed":
        this.end({ reason: event.reason });
        break;
      case "match.moved":
        // A farewell that crossed it was about a room that is not there any more.
        if (this.leaving)
          void this.#setting.client.request("leave", { room: event.to.room.room }).catch(() => {});
        else this.#move(event.to);
        break;
      case "match.none":
        this.end({ reason: "none" });
        break;
      case "message":
        this.#hear(event);
        break;
      case "signal":
        this.#signal(event);
        break;
      case "notice":
      case "signal.expired":
      case "link":
        this.#emitter.emit(event.type, event as never);
        break;
      default:
        if (this.#change(event)) this.#emitter.emit(event.type, event as never);
    }
  }

  #change(event: Change): boolean {
    if (event.type === "member.left" && event.peer === this.self.peer && event.seat === this.self.seat) {
      // While leaving, the reply to it ends the room.
      if (!this.leaving) this.end({ reason: event.reason });
      return false;
    }
    const view = changed(this.members, this.view, event);
    this.#view = view ?? this.view;
    return view !== null;
  }

  #signal(signal: RoomEvents["signal"]): void {
    if (this.#emitter.has("signal")) this.#emitter.emit("signal", signal);
    else if (this.#signals.push(signal) > WAITING.signals) this.#signals.shift();
  }

  #hear(message: Message): void {
    const { offset, tag = "" } = message;
    if (offset === undefined || this.#seen.add(offset, tag)) this.#emitter.emit("message", message);
  }
}

const seenIn = ({ position }: Joined): Seen => new Seen(position?.offset ?? 0, position?.tag ?? "");
