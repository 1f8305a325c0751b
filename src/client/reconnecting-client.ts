// The client over its connections: one at a time, the next one after a wait, and the rooms that outlive them.
import { closes, mayReconnect } from "../protocol/closes.ts";
import { RtError } from "../protocol/errors.ts";
import type { ServerEvent } from "../protocol/events.ts";
import { isRoomId, type RoomId } from "../protocol/ids.ts";
import type { Params, Reply, RequestType, Welcome } from "../protocol/requests.ts";
import type { TopicValue } from "../protocol/shapes.ts";
import { backoffMs, STABLE_MS, spreadMs } from "./backoff.ts";
import type { Client, ClientEvents, ClientState, JoinOptions, MatchOptions } from "./connect.ts";
import { Emitter } from "./emitter.ts";
import { ConnectError } from "./errors.ts";
import { FollowedTopics } from "./followed-topic.ts";
import type { Lobby, LobbyFilter } from "./lobby.ts";
import { type Entry, MatchedRooms } from "./matched-rooms.ts";
import type { Room } from "./room.ts";
import { SeatedRoom } from "./seated-room.ts";
import { type Close, LOST, lost, Socket, type WebSocketConstructor } from "./socket.ts";
import type { Topic } from "./topic.ts";
import { Lobbies } from "./watched-lobby.ts";
import type { World } from "./world.ts";

interface Settings {
  url: string;
  WebSocket: WebSocketConstructor;
  world: World;
  hello: () => Promise<Params<"hello">>;
  reconnect: boolean;
  timeoutMs: number;
}

/** A server that restarts or is full names a time only in `going_away`. */
const BUSY_MS = 5_000;
const TRY_LATER = 1013;
const BUSY_CODES: readonly number[] = [closes.draining.code, TRY_LATER];
const CLOSED: Close = { code: 1000, reason: "closed by this client" };
/** No goodbye: the session may be resumed. */
const GIVEN_UP: Close = { code: 4000, reason: "given up" };

export class ReconnectingClient implements Client {
  readonly #settings: Settings;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #rooms = new Map<RoomId, Entry>();
  readonly #matched: MatchedRooms;
  readonly #topics: FollowedTopics;
  readonly #lobbies: Lobbies;
  #state: ClientState["state"] = "reconnecting";
  #socket: Socket | null = null;
  #welcome: Welcome | null = null;
  /** Attempts since the last connection that held. */
  #attempt = 0;
  #openedAt = 0;
  /** What the server asked for before it went. */
  #awayMs: number | null = null;
  #cancelRetry = () => {};

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#matched = new MatchedRooms({
      client: this,
      world: settings.world,
      rooms: this.#rooms,
      route: (event) => this.#route(event),
      matched: (found) => this.#emitter.emit("matched", found),
    });
    this.#topics = new FollowedTopics(this, settings.world);
    this.#lobbies = new Lobbies(this, settings.world);
  }

  get welcome(): Welcome {
    return this.#welcome!;
  }

  get state(): ClientState["state"] {
    return this.#state;
  }

  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  request<K extends RequestType>(type: K, params: Params<K>): Promise<Reply<K>> {
    return this.#socket && this.#state === "open"
      ? this.#socket.request(type, params)
      : Promise.reject(lost());
  }

  /**
   * The Room is there before the request goes out, so that what the server sends between its reply and the moment in
   * which the caller has the Room waits inside it, in order.
   */
  join(id: string, options: JoinOptions = {}): Promise<Room> {
    if (!isRoomId(id)) {
      const message = `"${id}" is not a room's name: letters, digits and _ . : - (128 at most).`;
      return Promise.reject(new RtError("bad_request", message));
    }
    const there = this.#rooms.get(id);
    if (there?.room.leaving) return there.room.leave().then(() => this.join(id, options));
    if (there) return there.joined;
    const room: SeatedRoom = new SeatedRoom({
      id,
      options,
      client: this,
      world: this.#settings.world,
      onEnd: () => this.#matched.forget(room),
    });
    const joined = room.enter();
    this.#rooms.set(id, { room, joined });
    return joined;
  }

  match(queue: string, options: MatchOptions = {}): Promise<Room> {
    return this.#matched.match(queue, options);
  }

  joinByCode(code: string, options: Omit<JoinOptions, "create"> = {}): Promise<Room> {
    return this.#matched.byCode(code, options);
  }

  subscribe(topic: string, listener?: (value: TopicValue) => void): Promise<Topic> {
    return this.#topics.subscribe(topic, listener);
  }

  lobby(filter: LobbyFilter = {}): Promise<Lobby> {
    return this.#lobbies.watch(filter);
  }

  async close(): Promise<void> {
    this.#cancelRetry();
    this.#finish(CLOSED);
    this.#socket?.close(CLOSED);
  }

  /** One attempt, from the socket to the welcome. */
  async open(): Promise<void> {
    const { url, WebSocket, world, hello, timeoutMs } = this.#settings;
    const greeting = await hello();
    let ready = false;
    const socket = await Socket.open({
      url,
      WebSocket,
      timeoutMs,
      world,
      onEvent: (event, known) => this.#receive(event, known),
      onError: (error) => this.#emitter.emit("error", error),
      onClose: (close) => ready && this.#drop(close),
    });
    try {
      this.#welcome = await socket.request("hello", { ...greeting, ...this.#resume() });
    } catch (error) {
      // Read before closing it, which would make the drop ours.
      const dropped = socket.ended;
      socket.close(GIVEN_UP);
      if (!dropped) throw error;
      const { code, reason } = dropped;
      const said = reason ? `${reason} (${code})` : `code ${code}`;
      throw new ConnectError(`${url} closed the connection before its welcome: ${said}.`, {
        url,
        code,
        reason,
      });
    }
    if (this.#state === "closed") return socket.close(CLOSED);
    ready = true;
    socket.learn(this.#welcome.limits);
    this.#socket = socket;
    this.#openedAt = world.now();
    this.#awayMs = null;
    this.#state = "open";
    this.#emitter.emit("state", { state: "open", resumed: this.#welcome.resumed ?? false });
  }

  /** As whom to come back; nothing at first. */
  #resume(): Pick<Params<"hello">, "resume"> {
    if (!this.#welcome) return {};
    const { session, secret } = this.#welcome;
    const rooms = Object.fromEntries([...this.#rooms].map(([id, { room }]) => [id, room.position]));
    return { resume: { session, secret, positions: { rooms } } };
  }

  /** A room first, so that its members are right by the time that somebody asks it because of this event. */
  #receive(event: ServerEvent, known: boolean): void {
    if (known) {
      if (event.type === "going_away") this.#awayMs = event.retryAfterMs;
      if (event.type === "ice") Object.assign(this.#welcome ?? {}, { iceServers: event.iceServers });
      this.#route(event);
      // By its type only where that is known: no server speaks for this client's own events.
      this.#emitter.emit(event.type, event as never);
    }
    this.#emitter.emit("event", event);
  }

  #route(event: ServerEvent): void {
    switch (event.type) {
      case "data":
        this.#topics.receive(event);
        break;
      case "lobby.added":
      case "lobby.updated":
      case "lobby.removed":
        this.#lobbies.receive(event);
        break;
      case "match.moved":
      case "match.found":
        this.#matched.receive(event);
        break;
      case "watch.signals":
      case "watch.members":
        break;
      default: {
        if (!("room" in event)) break;
        const entry = this.#rooms.get(event.room);
        if (entry) entry.room.receive(event);
        else this.#matched.hold(event);
      }
    }
  }

  #drop(close: Close): void {
    this.#socket = null;
    if (this.#state === "closed") return;
    for (const { room } of this.#rooms.values()) room.away();
    this.#topics.away();
    this.#lobbies.away();
    if (!this.#settings.reconnect || !mayReconnect(close.code)) {
      this.#finish(close);
      return;
    }
    if (this.#settings.world.now() - this.#openedAt >= STABLE_MS) this.#attempt = 0;
    // The server gives each client another time, so that one is not spread again.
    this.#retry(close, this.#awayMs ?? this.#waitMs(close));
  }

  #waitMs({ code }: Close): number {
    const random = () => this.#settings.world.random();
    return BUSY_CODES.includes(code) ? spreadMs(BUSY_MS, random) : backoffMs(this.#attempt, random);
  }

  #retry(close: Close, retryInMs: number): void {
    const { world } = this.#settings;
    this.#attempt += 1;
    this.#state = "reconnecting";
    this.#cancelRetry = world.after(retryInMs, () => void this.#comeBack());
    this.#emitter.emit("state", { state: "reconnecting", attempt: this.#attempt, retryInMs, ...close });
  }

  async #comeBack(): Promise<void> {
    try {
      await this.open();
    } catch (error) {
      if (this.#state === "closed") return;
      if (error instanceof RtError) this.#refused(error);
      else this.#notReached(error as ConnectError);
      return;
    }
    this.#seatRooms(this.welcome);
    this.#topics.comeBack();
    this.#lobbies.comeBack();
  }

  #seatRooms({ resumed, rooms = [] }: Welcome): void {
    const back = new Map(rooms.map((joined) => [joined.room.room, joined]));
    for (const [id, { room }] of [...this.#rooms]) {
      const joined = back.get(id);
      back.delete(id);
      if (joined) room.resume(joined);
      else if (resumed && room.view.hold > 0) room.end({ reason: "lost" });
      else void room.comeBack();
    }
    // Seats of a join or a leave whose answer was lost: nobody here has a Room for them.
    for (const id of back.keys()) this.request("leave", { room: id }).catch(() => {});
  }

  #refused(error: RtError): void {
    const reason = error.message;
    if (!error.retryable) {
      this.#finish({ code: closes.auth_failed.code, reason }, error);
      return;
    }
    // All who are refused are told the same time, so each adds a little of its own.
    const close = { code: TRY_LATER, reason };
    this.#retry(close, (error.retryAfterMs ?? 0) + this.#waitMs({ code: LOST, reason }));
  }

  #notReached({ code = LOST, reason, message }: ConnectError): void {
    const close = { code, reason: reason || message };
    if (mayReconnect(code)) this.#retry(close, this.#waitMs(close));
    else this.#finish(close);
  }

  #finish(close: Close, error?: RtError): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    for (const { room } of [...this.#rooms.values()]) room.end({ reason: "disconnected" });
    this.#topics.end();
    this.#lobbies.end();
    this.#emitter.emit("state", { state: "closed", ...close, ...(error && { error }) });
  }
}
