// A connected peer's session: reads its requests in order, answers them, and gives its seats into keeping when it is lost.
import type { CloseName } from "../protocol/closes.ts";
import { decode, encodeError, encodeEvent, encodeReply, type Frame } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import type { Namespace, PeerId, SessionId } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import { cleanName } from "../protocol/names.ts";
import type { Params, Request, RequestId, RequestType, Subscribed, Welcome } from "../protocol/requests.ts";
import { BadMessages } from "./bad-messages.ts";
import type { Fence, RoomKey, TopicKey } from "./engine.ts";
import { Expiry } from "./expiry.ts";
import { greetAsAnybody } from "./greeting.ts";
import { Guesses } from "./guesses.ts";
import { type Context, handlerOf } from "./handlers/index.ts";
import type { Hub } from "./hub.ts";
import type { LocalSeat } from "./local-room.ts";
import { type Pace, unlimited } from "./pace.ts";
import type { Grant } from "./rights.ts";
import type { SessionState } from "./rules/session.ts";
import type { Settings } from "./settings.ts";
import { count } from "./stats.ts";
import type { Transport } from "./transport.ts";
import { Turns } from "./turns.ts";

/** `greeted`: it has said hello, and who it is is being found out. */
type State = "greeting" | "greeted" | "open" | "closed";

export class Session {
  /** Until it has greeted, one that it gives up if it resumes another. */
  id: SessionId;
  peer: PeerId;
  fence: Fence;
  /** What the welcome says, for a resume. */
  secret: string;
  readonly namespace: Namespace;
  readonly settings: Settings;
  readonly rooms = new Map<RoomKey, LocalSeat>();
  readonly topics = new Map<TopicKey, LocalSeat<Subscribed>>();
  /** Of passwords and codes. */
  readonly guesses: Guesses;
  readonly pace: Pace;
  /** Whether admins may watch by the door through which it came. */
  readonly mayWatch: boolean;
  name: string;
  /** By a token that came with the connection itself; one in `hello` goes before it. */
  readonly granted: Grant | undefined;
  grant: Grant = { admin: false, scopes: [] };
  #state: State = "greeting";
  /** Closes with this once the refusal is out; nothing is read any more. */
  #ending: CloseName | null = null;
  /** Closes with this once what is under way is answered; nothing more is read. */
  #leaving: CloseName | null = null;
  /** Nothing yet shows that the welcome of a resume has arrived. */
  #unconfirmed = false;
  #pending = 0;
  readonly turns = new Turns((request) => this.#handle(request));
  readonly #bad = new BadMessages();
  readonly #expiry: Expiry;
  readonly #hub: Hub;
  readonly #transport: Transport;

  /** `granted` by the token that came with the connection itself; one in `hello` goes before it. */
  constructor(
    hub: Hub,
    transport: Transport,
    namespace: Namespace,
    granted?: Grant,
    pace = unlimited(),
    mayWatch = true,
  ) {
    this.pace = pace;
    this.mayWatch = mayWatch;
    this.guesses = new Guesses(pace);
    this.#hub = hub;
    this.granted = granted;
    this.#transport = transport;
    this.#expiry = new Expiry(hub.options.clock, this);
    const { random } = hub.options;
    this.id = random.id() as SessionId;
    this.secret = random.id();
    this.peer = random.id() as PeerId;
    this.fence = { peer: this.peer, gen: 1, node: hub.engine.node };
    this.namespace = namespace;
    this.settings = hub.options.settings(namespace);
    this.name = `guest-${this.peer.slice(0, 4)}`;
    hub.sessions.set(this.peer, this);
  }

  get closed(): boolean {
    return this.#state === "closed";
  }

  get greeted(): boolean {
    return this.#state !== "greeting";
  }

  /** One message from the peer. Never throws. */
  receive(text: string): void {
    if (this.#state === "closed" || this.#ending || this.#leaving) return;
    this.#hub.counters.messagesIn++;
    const decoded = decode(text);
    const tooMuch = this.pace.frame(decoded.ok ? decoded.request.type : null);
    if (tooMuch) {
      this.#refuse(decoded.ok ? decoded.request.id : decoded.id, tooMuch);
      return;
    }
    if (!decoded.ok) {
      this.#refuse(decoded.id, decoded.error);
      if (this.#bad.add(this.#hub.engine.now())) this.#transport.close("bad_protocol");
      return;
    }
    if (++this.#pending === limits.pending) this.#transport.pause();
    this.turns.take(decoded.request);
  }

  /** A ping of the WebSocket layer, which the socket has answered already. */
  pinged(): void {
    if (this.#state === "closed" || this.#ending) return;
    const tooMuch = this.pace.frame(null);
    if (tooMuch) this.#refuse(undefined, tooMuch);
  }

  /** True if the frame was queued for the peer. `mayWait`: for the next beat, where there is a cadence. */
  send(frame: Frame, mayWait = false): boolean {
    if (this.#state === "closed") return false;
    this.#hub.counters.messagesOut++;
    this.#transport.send(frame, mayWait);
    return true;
  }

  /** Bytes that the peer has not read yet. */
  get waiting(): number {
    return this.#transport.waiting;
  }

  close(name: CloseName): void {
    this.#transport.close(name);
  }

  /** Closes when everything that the peer has asked is answered. */
  finish(name: CloseName): void {
    this.#leaving = name;
    if (this.#pending === 0) this.close(name);
  }

  /** The connection is gone: the last call on each of its rooms. `forGood`: nobody will come back for its seats. */
  end(forGood = false): void {
    if (this.#state === "closed") return;
    const { fence, id } = this;
    const holds = [...this.rooms.values()].map(({ holdMs }) => holdMs);
    const open = this.#state === "open";
    const rooms = this.#close();
    if (!open) return;
    this.#hub.giveBack(fence, rooms, forGood);
    const forMs = Math.max(this.settings.grace, ...holds);
    const { gen } = fence;
    this.#hub.tell(id, forGood ? { type: "end", gen } : { type: "lose", gen, forMs });
  }

  /** Another connection has taken the session, or it is revoked: answers the rooms that it was in. */
  supersede(name: CloseName): RoomKey[] {
    const rooms = this.#close();
    this.#transport.close(name);
    return rooms;
  }

  #close(): RoomKey[] {
    this.#state = "closed";
    this.#expiry.stop();
    const rooms = [...this.rooms.keys()];
    this.#hub.forget(this);
    return rooms;
  }

  // --- greeting ---

  /** Once, with the first request. */
  greet(): void {
    if (this.#state !== "greeting") throw new RtError("bad_request", "`hello` comes first, and once.");
    this.#state = "greeted";
  }

  /** Its requests are judged by this from here on. */
  admit(grant: Grant): void {
    if (this.#state === "closed") throw gone();
    this.#state = "open";
    this.grant = grant;
    if (grant.admin) this.pace.exempt();
    this.fence = { ...this.fence, subject: grant.subject };
    this.#expiry.at(grant.expiresAt);
  }

  /** What is refused next is the last that it hears. */
  endAfter(name: CloseName): void {
    this.#ending = name;
  }

  /** Its token has run out. */
  expire(): void {
    this.endAfter("token_expired");
    this.close("token_expired");
  }

  /** A session that begins here. What its token calls it counts more than what it calls itself. */
  begin(name: string | undefined): Welcome {
    this.name = cleanName(this.grant.name ?? name ?? "") ?? this.name;
    const { namespace, fence, secret } = this;
    this.#hub.tell(this.id, { type: "open", namespace, fence, name: this.name, secret });
    return this.#hub.welcome(this);
  }

  /** A session that began on another connection: from here on it is this one's. */
  take({ session, peer, subject, gen, node, name, secret }: SessionState): void {
    this.#hub.sessions.delete(this.peer);
    Object.assign(this, { id: session, peer, name, secret, fence: { peer, gen, node, subject } });
    this.#hub.sessions.set(peer, this);
    this.#unconfirmed = true;
  }

  #greetAnonymous(id: RequestId | undefined): boolean {
    try {
      this.send(encodeEvent({ type: "welcome", ...greetAsAnybody(this) }));
      return true;
    } catch (error) {
      this.#refuse(id, error as RtError);
      return false;
    }
  }

  // --- requests ---

  /**
   * For a request that has to find something out before it can call the engine: what the peer sends after it waits until
   * `then` has made that call, so that its order holds. Rejects, and doesn't call, if the connection has ended meanwhile.
   */
  async prepare<T, R>(work: Promise<T>, then: (value: T) => Promise<R>): Promise<R> {
    this.turns.wait();
    try {
      const value = await work;
      if (this.#state === "closed") throw gone();
      // Not awaited here: the order is kept once the call is made.
      return then(value);
    } finally {
      this.turns.goOn();
    }
  }

  #handle({ type, id, params }: Request): void {
    const over = this.#state === "closed" || this.#ending;
    if (over || (this.#state === "greeting" && type !== "hello" && !this.#greetAnonymous(id))) {
      this.#done();
      return;
    }
    if (this.#unconfirmed && type !== "hello") {
      this.#unconfirmed = false;
      this.#hub.tell(this.id, { type: "confirm", gen: this.fence.gen });
    }
    // Handlers call the engine before their first await, so the engine sees requests in the order in which they came.
    const { counters, options } = this.#hub;
    const started = options.seconds();
    this.#answer(type, id, params).finally(() => {
      counters.took(type, options.seconds() - started);
      this.#done();
    });
  }

  #done(): void {
    if (this.#pending-- === limits.pending) this.#transport.resume();
    if (this.#leaving && this.#pending === 0) this.close(this.#leaving);
  }

  async #answer<K extends RequestType>(type: K, id: RequestId | undefined, params: Params<K>): Promise<void> {
    const context: Context = { session: this, hub: this.#hub, engine: this.#hub.engine, answered: null };
    try {
      const reply = await handlerOf(type)(context, params);
      if (id !== undefined) this.send(encodeReply(id, reply));
      context.answered?.();
    } catch (error) {
      this.#refuse(id, this.#fault(error));
    }
  }

  /** What is no RtError is a mistake of ours: reported, and answered as one. */
  #fault(error: unknown): RtError {
    if (error instanceof RtError) return error;
    this.#hub.options.onFault(error);
    return new RtError("internal");
  }

  #refuse(id: RequestId | undefined, error: RtError): void {
    count(this.#hub.counters.errors, error.code);
    this.send(encodeError(id, error));
    const tooFast = error.code === "rate_limited";
    if (tooFast && (this.pace.strike() || !this.greeted)) this.#ending ??= "rate_limited";
    if (this.#ending) this.#transport.close(this.#ending);
  }
}

const gone = (): RtError => new RtError("unavailable", "The connection is gone.");
