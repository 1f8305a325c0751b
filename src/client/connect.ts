// The way in: what may be said to connect, and the first welcome.
import type { RtError } from "../protocol/errors.ts";
import type { EventOf, EventType, ServerEvent } from "../protocol/events.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { Params, Reply, RequestType, Welcome } from "../protocol/requests.ts";
import type { Data, RoomOptions, TopicValue } from "../protocol/shapes.ts";
import { socketUrl } from "./address.ts";
import { ConnectError } from "./errors.ts";
import type { Lobby, LobbyFilter } from "./lobby.ts";
import { ReconnectingClient } from "./reconnecting-client.ts";
import type { Room } from "./room.ts";
import type { WebSocketConstructor } from "./socket.ts";
import { refreshWith, type TokenSource } from "./token-refresh.ts";
import type { Topic } from "./topic.ts";
import { realWorld, type World } from "./world.ts";

export interface ConnectOptions {
  /** "ws://host:7420", "http://host:7420", or with the whole path: ".../ws/namespace". */
  url: string;
  namespace?: string;
  /** The display name; the server makes one up without. */
  name?: string;
  /**
   * A function is asked anew for each connection, and before the token runs out: for tokens that end, or change when the server
   * restarts.
   */
  token?: string | TokenSource;
  /** Default: the global one. */
  WebSocket?: WebSocketConstructor;
  /** Come back after a lost connection: to the same seats, or where it is too late to new ones. Default true. */
  reconnect?: boolean;
  /** A request without an answer by then is `unavailable`. Default 10 000. */
  timeoutMs?: number;
}

export type ClientState =
  /** `resumed`: as the same peer as before the connection was lost. */
  | { state: "open"; resumed: boolean }
  | { state: "reconnecting"; attempt: number; retryInMs: number; code: number; reason: string }
  /** For good. `error` is the server's refusal where there was one. */
  | { state: "closed"; code: number; reason: string; error?: RtError };

export type ClientEvents = { [K in EventType]: EventOf<K> } & {
  state: ClientState;
  /** Every event of the server as it came, after its room has taken it in. */
  event: ServerEvent;
  /** A refusal of something that the server could not tie to a request. */
  error: RtError;
  /** The host of a party has found a room for all its members: this client is in it. */
  matched: { party: RoomId; room: Room };
};

export interface JoinOptions {
  /** The room's; said again after a reconnect. A room that the join makes has it from then on. */
  password?: string;
  /** Only watch: not counted into the capacity, and with the chat as the only thing to say. */
  spectate?: boolean;
  /** The member's own data, for everybody in the room to see. */
  data?: Data;
  /** Options for a room that is not there yet; `false`: don't make one. */
  create?: RoomOptions | false;
}

/** `timeoutMs` is how long to wait for others, not for the answer: that comes at once. */
export type MatchOptions = Omit<Params<"match">, "queue">;

export interface Client {
  /** Of the present connection; the peer id in it changes where a session could not be resumed. */
  readonly welcome: Welcome;
  readonly state: ClientState["state"];
  /** Rejects with the server's RtError, or with `unavailable` if no answer can come. */
  request<K extends RequestType>(type: K, params: Params<K>): Promise<Reply<K>>;
  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void;
  /** Takes a seat; a room that this client is in already is answered with the same Room. */
  join(room: string, options?: JoinOptions): Promise<Room>;
  /**
   * A seat among others who wait in the queue, at once. While they wait the Room may `move` to another room; if nobody comes
   * in time it is over, with the reason `none`. Leaving it is the way out of the queue.
   */
  match(queue: string, options?: MatchOptions): Promise<Room>;
  /** The same by an invite code, which makes no room; the Room knows its name. After a reconnect it is joined by that. */
  joinByCode(code: string, options?: Omit<JoinOptions, "create">): Promise<Room>;
  /** Follows a topic; the listener hears the current value first, and then every one that follows. */
  subscribe(topic: string, listener?: (value: TopicValue) => void): Promise<Topic>;
  /** The public rooms that fit, kept as they are; one filter a client at a time. */
  lobby(filter?: LobbyFilter): Promise<Lobby>;
  close(): Promise<void>;
}

/**
 * Resolves when the server has said welcome. Rejects with the server's RtError if it said no, with a ConnectError if
 * there was nobody to say anything; the first attempt is not repeated.
 */
export const connect = (options: ConnectOptions): Promise<Client> => connectIn(realWorld, options);

export async function connectIn(world: World, options: ConnectOptions): Promise<Client> {
  const url = socketUrl(options.url, options.namespace);
  const WebSocket = options.WebSocket ?? (globalThis.WebSocket as WebSocketConstructor | undefined);
  if (!WebSocket) {
    throw new ConnectError("There is no WebSocket here: on Node import the client from `rtrooms/client`.", {
      url,
    });
  }
  const { token, name, reconnect = true, timeoutMs = 10_000 } = options;
  const client = new ReconnectingClient({
    url,
    WebSocket,
    world,
    hello: async () => ({ token: typeof token === "function" ? await token() : token, name, version: 1 }),
    reconnect,
    timeoutMs,
  });
  if (typeof token === "function") refreshWith(client, token);
  await client.open();
  return client;
}
