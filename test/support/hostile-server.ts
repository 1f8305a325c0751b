// A server that answers everything, in the right shape and with texts that are meant for the terminal of who asks.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Wire } from "./peer.ts";
import { joinedOf, memberOf, messageOf, ScriptedConnection, welcomeOf } from "./scripted-server.ts";

export interface HostileServer {
  url: string;
  /** What is done in place of answering, where a test wants something else. */
  onRequest: ((request: Wire, connection: ScriptedConnection) => boolean) | null;
  onHttp: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  close(): Promise<void>;
}

type Row = ReturnType<typeof memberOf>;

export async function startHostileServer(texts: readonly string[]): Promise<HostileServer> {
  const http = createServer((request, response) => {
    if (!hostile.onHttp?.(request, response)) answerHttp(texts, request, response);
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (ws) => {
    const connection = new ScriptedConnection(ws);
    ws.on("error", () => {});
    ws.on("message", (data) => {
      const request = JSON.parse(String(data)) as Wire;
      if (!hostile.onRequest?.(request, connection)) answer(texts, request, connection);
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const hostile: HostileServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    onRequest: null,
    onHttp: null,
    async close() {
      for (const ws of sockets.clients) ws.terminate();
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
  return hostile;
}

const at = (texts: readonly string[], place: number): string => texts[place % texts.length] ?? "";

export const hostileMembers = (texts: readonly string[]): Row[] =>
  texts.map((name, seat) => ({ ...memberOf(`peer${String(seat).padStart(6, "0")}`, seat + 2), name }));

export function hostileJoined(texts: readonly string[]) {
  const messages = texts.map((text, place) => ({ ...messageOf(undefined, text), name: `ada${place}` }));
  const joined = joinedOf(memberOf("me", 1), { others: hostileMembers(texts), messages });
  return { ...joined, room: { ...joined.room, ...viewOf(texts, 0), room: "lobby", members: 1 } };
}

const viewOf = (texts: readonly string[], place: number) => ({
  ...joinedOf(memberOf("me", 1)).room,
  room: at(texts, place),
  status: at(texts, place + 1),
  visibility: at(texts, place + 2),
  start: at(texts, place + 3),
  history: at(texts, place + 4),
  code: at(texts, place + 5),
  queue: at(texts, place + 6),
  host: at(texts, place + 7),
  data: { [at(texts, place)]: at(texts, place) },
});

function answer(texts: readonly string[], request: Wire, connection: ScriptedConnection): void {
  switch (request.type) {
    case "hello":
      connection.ok(request, { ...welcomeOf("me"), name: at(texts, 0), namespace: at(texts, 1) });
      break;
    case "join":
      connection.ok(request, hostileJoined(texts));
      break;
    case "watch":
      connection.ok(request, {});
      setTimeout(() => sendSignals(texts, connection), WATCHING_MS);
      break;
    case "lobby.watch":
      connection.ok(request, { rooms: texts.map((_, place) => viewOf(texts, place)), total: texts.length });
      break;
    default:
      connection.ok(request, {});
  }
}

/** Who watches listens a moment after the answer. */
const WATCHING_MS = 100;

function sendSignals(texts: readonly string[], connection: ScriptedConnection): void {
  for (const [seq, text] of texts.entries()) {
    const pair = { local: text, remote: text, protocol: text };
    const record = { type: "watch.signals", seq, time: 0, namespace: text, room: text, from: text, to: text };
    connection.send({
      ...record,
      kind: text,
      bytes: 1,
      ...(seq % 2 ? { verdict: text } : { state: text, pair }),
    });
  }
}

/** All that can happen in a room, with each text. */
export function* hostileEvents(texts: readonly string[]): Generator<object> {
  const room = "lobby";
  for (const [seat, text] of texts.entries()) {
    const member = { ...memberOf(`new${seat}`, 10_000 + seat), name: text };
    yield { type: "member.joined", room, member };
    yield { type: "member.updated", room, member: { ...member, ready: true } };
    yield { type: "member.held", room, member: { ...member, state: "held" }, until: 0 };
    yield { type: "host.changed", room, host: member.peer };
    yield { type: "notice", room, text, from: text };
    yield { ...messageOf(undefined, text), name: text };
    yield { ...messageOf(undefined), name: text, event: text, data: { [text]: text } };
    yield { type: "signal", room, from: member.peer, kind: text, data: text };
    const pair = { local: text, remote: text, protocol: text };
    yield { type: "link", room, from: member.peer, to: text, state: text, pair, exchange: text };
    yield { type: "member.left", room, peer: member.peer, seat: member.seat, reason: text };
  }
  yield { type: "room.updated", room, view: { ...viewOf(texts, 0), room } };
}

function answerHttp(texts: readonly string[], request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? "/", "http://local");
  const json = (status: number, value: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  if (pathname === "/stats") json(200, statsOf(texts));
  else if (pathname === "/rooms")
    json(200, { rooms: texts.map((_, place) => viewOf(texts, place)), total: 1 });
  else if (request.method === "GET") json(200, { room: viewOf(texts, 0), members: hostileMembers(texts) });
  else json(400, { code: "bad_request", detail: texts.join(" ") });
}

function statsOf(texts: readonly string[]) {
  const counts = (first: number): object =>
    Object.fromEntries(texts.filter((_, at) => at % 3 === first).map((text) => [text, 1]));
  const none = {
    ...{ totalRooms: 0, waitingRooms: 0, activeRooms: 0, finishedRooms: 0, totalPeers: 0, connections: 0 },
    ...{
      topics: 0,
      subscribers: 0,
      messagesIn: 0,
      messagesOut: 0,
      published: 0,
      uptimeMs: 0,
      memoryBytes: 0,
    },
  };
  const spread = { count: 1, p50Ms: null, p95Ms: null, p99Ms: 2 };
  const state = {
    ...{ bytesIn: 0, bytesOut: 0, refused: counts(0), slowConsumers: 0, heapBytes: 0, cpu: 0 },
    loopDelay: { nowMs: 0, p99Ms: 0, maxMs: 0 },
    latency: {
      requests: spread,
      durable: spread,
      types: Object.fromEntries(texts.map((text) => [text, spread])),
    },
    ...{ storeDegraded: true, storeDegradedMs: 0, storeBytes: null, ready: false },
    reasons: texts.map((text) => ({ name: text, reason: text })),
    topRooms: texts.map((text) => ({
      ...{ namespace: text, room: text, status: text, members: 0, capacity: 0, perSecond: 1 },
    })),
    namespaces: Object.fromEntries(texts.map((text) => [text, { connections: 0, rooms: 0, perSecond: 0 }])),
  };
  const words = { node: at(texts, 0), version: at(texts, 1), engine: at(texts, 2), store: at(texts, 3) };
  return {
    ...none,
    ...state,
    loopDelayMs: 0,
    errors: counts(0),
    signals: counts(1),
    links: counts(2),
    ...words,
  };
}
