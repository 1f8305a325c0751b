// Whether what a server sent has what this client reads in it: a wrong server is told from a right one before anything is kept.
import type { EventType } from "../protocol/events.ts";
import type { RequestType } from "../protocol/requests.ts";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => Number.isFinite(value);
const flag: Check = (value) => typeof value === "boolean";
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const fields =
  (checks: Record<string, Check>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(checks).every(([name, check]) => check((value as Record<string, unknown>)[name]));
const some = fields({});
const each =
  (check: Check): Check =>
  (value) =>
    some(value) && Object.values(value as object).every(check);
const counts = each(number);
const spread = fields({
  count: number,
  ...{ p50Ms: orNull(number), p95Ms: orNull(number), p99Ms: orNull(number) },
});

const view = fields({
  ...{ room: text, status: text, visibility: text, start: text, history: text },
  ...{ capacity: number, min: number, members: number, hold: number, version: number, createdAt: number },
  ...{ spectators: number, maxSpectators: number, locked: flag, hasPassword: flag, data: some },
  ...{ host: orNull(text), code: maybe(text), queue: maybe(text) },
});
const member = fields({
  ...{
    peer: text,
    name: text,
    seat: number,
    role: text,
    state: text,
    ready: flag,
    data: some,
    joinedAt: number,
  },
});
const message = fields({
  ...{ room: text, from: orNull(text), name: text, time: number },
  ...{ event: maybe(text), offset: maybe(number), tag: maybe(text) },
});
const position = fields({ epoch: text, offset: number, tag: text });
const value = fields({ offset: number, time: number });
const joined = fields({
  ...{
    room: view,
    self: fields({ peer: text, seat: number }),
    members: list(member),
    messages: list(message),
  },
  ...{ position: orNull(position), recovered: maybe(flag) },
});
const welcome = fields({
  ...{ peer: text, session: text, secret: text, name: text, namespace: text },
  ...{ limits: fields({ frameBytes: number }), iceServers: list(some), rooms: maybe(list(joined)) },
});
const page = fields({ rooms: list(view), total: number, next: maybe(text) });

const ofRoom = { room: text };
const ofMember = fields({ ...ofRoom, member });
const ofView = fields({ ...ofRoom, view });
const signal = fields({ ...ofRoom, from: text, kind: text });

const events: Record<EventType, Check> = {
  welcome,
  "member.joined": ofMember,
  "member.left": fields({ ...ofRoom, peer: text, seat: number, reason: text }),
  "member.held": ofMember,
  "member.returned": ofMember,
  "member.updated": ofMember,
  "host.changed": fields({ ...ofRoom, host: orNull(text) }),
  "room.updated": ofView,
  "room.started": ofView,
  "room.finished": ofView,
  "room.closed": fields({ ...ofRoom, reason: text }),
  "match.none": fields(ofRoom),
  "match.moved": fields({ from: text, to: joined }),
  "match.found": fields({ party: text, to: joined }),
  notice: fields({ ...ofRoom, text, from: text }),
  message,
  data: fields({ topic: text, tag: text, offset: number, time: number }),
  signal,
  link: fields({
    ...{ ...ofRoom, from: text, to: text, state: text, exchange: maybe(text) },
    pair: maybe(fields({ local: text, remote: text, protocol: maybe(text) })),
  }),
  "signal.expired": fields({ ...ofRoom, to: text, kind: text }),
  "lobby.added": fields({ view }),
  "lobby.updated": fields({ view }),
  "lobby.removed": fields({ ...ofRoom, version: number }),
  going_away: fields({ retryAfterMs: number }),
  "token.expiring": fields({ expiresAt: number }),
  ice: fields({ iceServers: list(some) }),
  "watch.signals": fields({
    ...{ seq: number, time: number, room: text, from: text, to: text, kind: text, bytes: number },
    ...{ verdict: maybe(text), state: maybe(text), pair: maybe(fields({ local: text, remote: text })) },
    ...{ namespace: text, exchange: maybe(text), of: maybe(text) },
  }),
  "watch.members": fields({
    ...{ seq: number, time: number, namespace: text, room: text, peer: text, name: text, what: text },
    reason: maybe(text),
  }),
};

const replies: Partial<Record<RequestType, Check>> = {
  hello: welcome,
  join: joined,
  match: joined,
  publish: fields({ time: number, offset: maybe(number), position: maybe(position) }),
  history: fields({ messages: list(message), more: flag }),
  subscribe: fields({
    ...{ value: maybe(value), position: orNull(position), recovered: maybe(flag) },
    messages: maybe(list(value)),
  }),
  signal: fields({ verdict: text }),
  rooms: page,
  "lobby.watch": page,
  room: fields({ room: view, members: list(member) }),
};

/** An event of a newer server may be of a type that this client doesn't know: undefined. */
export const isReadableEvent = (event: { type: string }): boolean | undefined =>
  Object.hasOwn(events, event.type) ? events[event.type as EventType](event) : undefined;

export const isReadableReply = (type: RequestType, data: unknown): boolean => (replies[type] ?? some)(data);

const exchange = fields({
  ...{ peers: list(text), exchange: orNull(text), state: text, startedAt: number },
  durations: fields({ answerMs: maybe(number), connectMs: maybe(number) }),
  findings: list(fields({ code: text, strength: text, what: text, advice: text, peer: text })),
});

/** What the server answers over HTTP, by what was asked for. */
export const isReadable = {
  page,
  room: fields({ room: view, members: list(member), exchanges: maybe(list(exchange)) }),
  view: fields({ room: view }),
  stats: fields({
    ...{ totalRooms: number, waitingRooms: number, activeRooms: number, finishedRooms: number },
    ...{ totalPeers: number, connections: number, topics: number, subscribers: number },
    ...{ messagesIn: number, messagesOut: number, published: number, uptimeMs: number },
    ...{ memoryBytes: number, loopDelayMs: number, errors: counts, signals: counts, links: counts },
    ...{ bytesIn: number, bytesOut: number, refused: counts, slowConsumers: number, heapBytes: number },
    ...{ cpu: number, loopDelay: fields({ nowMs: number, p99Ms: number, maxMs: number }) },
    latency: fields({ requests: spread, durable: spread, types: each(spread) }),
    ...{ storeDegraded: flag, storeDegradedMs: number, storeBytes: orNull(number), ready: flag },
    reasons: list(fields({ name: text, reason: text })),
    topRooms: list(
      fields({
        namespace: text,
        room: text,
        status: text,
        members: number,
        capacity: number,
        perSecond: number,
      }),
    ),
    namespaces: each(fields({ connections: number, rooms: number, perSecond: number })),
    ...{ node: text, version: text, engine: text, store: text },
  }),
} satisfies Record<string, Check>;
