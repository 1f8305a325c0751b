// A WebSocket server that says what a test tells it to: for what a right server would never do, or not at that moment.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Joined, RequestType, Welcome } from "../../src/protocol/requests.ts";
import type { Member, Message, RoomView } from "../../src/protocol/shapes.ts";
import type { Wire } from "./peer.ts";

export interface ScriptedServer {
  url: string;
  /** The next connection that was not asked for yet. */
  connection(): Promise<ScriptedConnection>;
  close(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const come = new Line<ScriptedConnection>();
  server.on("connection", (ws) => come.push(new ScriptedConnection(ws)));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connection: () => come.shift(),
    async close() {
      for (const ws of server.clients) ws.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

export class ScriptedConnection {
  readonly ws: WebSocket;
  readonly #requests = new Line<Wire>();

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("message", (data) => this.#requests.push(JSON.parse(String(data))));
  }

  /** The next request, which must be of this type. */
  async request(type: RequestType): Promise<Wire> {
    const request = await this.#requests.shift();
    if (request.type !== type) throw new Error(`Expected "${type}", got ${JSON.stringify(request)}`);
    return request;
  }

  send(frame: object): void {
    this.ws.send(JSON.stringify(frame));
  }

  ok(request: Wire, data: object): void {
    this.send({ type: "ok", id: request.id, data });
  }

  refuse(request: Wire, code: string, more: object = {}): void {
    this.send({ type: "error", id: request.id, code, message: `${code}!`, ...more });
  }

  async welcome(peer = "me", more: Partial<Welcome> = {}): Promise<Wire> {
    const hello = await this.request("hello");
    this.ok(hello, { ...welcomeOf(peer), ...more });
    return hello;
  }
}

/** First in, first out, and whoever comes first waits. */
class Line<T> {
  #there: T[] = [];
  #waiting: ((item: T) => void)[] = [];

  push(item: T): void {
    const next = this.#waiting.shift();
    if (next) next(item);
    else this.#there.push(item);
  }

  shift(): Promise<T> {
    const item = this.#there.shift();
    return item === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(item);
  }
}

// --- what a server says ---

export const welcomeOf = (peer: string): Welcome => ({
  peer: peer as Welcome["peer"],
  session: `session of ${peer}` as Welcome["session"],
  secret: `secret of ${peer}`,
  name: "Me",
  namespace: "default",
  limits: { frameBytes: 65_536, textBytes: 4096, roomsPerPeer: 32, pingMs: 25_000 },
  iceServers: [],
  features: [],
  server: { name: "rtrooms", version: "0.0.0", node: "n1" as Welcome["server"]["node"] },
  time: 0,
});

export const memberOf = (peer: string, seat: number): Member => ({
  peer: peer as Member["peer"],
  name: peer,
  seat,
  state: "online",
  role: "player",
  data: {},
  ready: false,
  joinedAt: 0,
});

export const messageOf = (offset: number | undefined, text = `text ${offset}`, from = "other"): Message => ({
  type: "message",
  room: "lobby" as Message["room"],
  ...(offset !== undefined && { offset, tag: `t${offset}` }),
  from: from as Message["from"],
  name: from,
  event: "chat",
  data: { text },
  time: 0,
});

export function joinedOf(
  self: Member,
  { others = [], messages = [], offset = 0, epoch = "e1", recovered }: Partial<JoinedMore> = {},
): Joined {
  const members = [self, ...others].sort((a, b) => a.seat - b.seat);
  const view: RoomView = {
    room: "lobby" as RoomView["room"],
    status: "waiting",
    capacity: 64,
    min: 1,
    visibility: "public",
    locked: false,
    hasPassword: false,
    spectators: 0,
    maxSpectators: 0,
    start: "full",
    history: "chat",
    hold: 30_000,
    host: members[0]!.peer,
    members: members.length,
    createdAt: 0,
    data: {},
    version: 1,
  };
  const position = offset === 0 ? null : { epoch, offset, tag: `t${offset}` };
  return { room: view, self: { peer: self.peer, seat: self.seat }, members, messages, position, recovered };
}

interface JoinedMore {
  others: Member[];
  messages: Message[];
  /** The end of the stream. */
  offset: number;
  epoch: string;
  recovered: boolean;
}
