// Every request with its reply: the one table that types the client's promise, the handler's argument and what it returns.
import Type from "typebox";
import { limits } from "./limits.ts";
import { MatchRequest } from "./matching.ts";
import { Joined, Resume, Subscribed, Welcome } from "./replies.ts";
import {
  CodeText,
  Data,
  Json,
  LinkState,
  Member,
  Message,
  Name,
  NoticeText,
  Pair,
  Password,
  PeerIdSchema,
  Position,
  RoomFilter,
  RoomIdSchema,
  RoomOptions,
  RoomUpdate,
  RoomView,
  SignalKind,
  Time,
  TopicIdSchema,
  Verdict,
} from "./shapes.ts";

export { Joined, Resume, Subscribed, Welcome } from "./replies.ts";

const inRoom = { room: RoomIdSchema };
const ofTopic = { topic: TopicIdSchema };
const Key = Type.Optional(
  Type.String({
    minLength: 8,
    maxLength: 64,
    description:
      "A retry with the same key within five minutes is answered with the first one's offset and sent to nobody.",
  }),
);
/** Its size is looked at where tokens are: a long one is refused like any other. */
const Token = Type.String({ description: `At most ${limits.tokenBytes} bytes.` });
const Empty = Type.Object({});
const Room = Type.Object(inRoom);
const View = Type.Object({ room: RoomView });
const PageLimit = (maximum: number) =>
  Type.Optional(
    Type.Integer({ minimum: 1, maximum, description: `At most so many; ${maximum} if left out.` }),
  );

const RoomPage = Type.Object({
  rooms: Type.Array(RoomView),
  total: Type.Integer(),
  next: Type.Optional(Type.String()),
});
export const requests = {
  hello: {
    request: Type.Object({
      token: Type.Optional(Token),
      name: Type.Optional(Name),
      version: Type.Optional(Type.Integer()),
      resume: Type.Optional(Resume),
    }),
    reply: Welcome,
  },
  refresh: {
    request: Type.Object({ token: Token }),
    reply: Type.Object({
      expiresAt: Type.Optional(Type.Integer({ description: "When the new one ends." })),
    }),
  },
  ping: { request: Empty, reply: Type.Object({ time: Time }) },

  create: {
    request: Type.Object({ room: Type.Optional(RoomIdSchema), ...RoomOptions.properties }),
    reply: View,
  },
  join: {
    request: Type.Object({
      /** This or `code`. */
      room: Type.Optional(RoomIdSchema),
      code: Type.Optional(CodeText),
      /** The room's; if the join makes the room, the one that others then need. */
      password: Type.Optional(Password),
      /** A seat among the spectators. */
      spectate: Type.Optional(Type.Boolean()),
      data: Type.Optional(Data),
      /** Options for a room that is not there yet; `false`: don't make one. */
      create: Type.Optional(Type.Union([RoomOptions, Type.Literal(false)])),
      /** From an earlier stay: asks for what was missed since. */
      position: Type.Optional(Position),
    }),
    reply: Joined,
  },
  /** A seat in the room of the queue that fits, at once; later perhaps `match.moved`. `leave` is the way out. */
  match: { request: MatchRequest, reply: Joined },
  leave: { request: Room, reply: Empty },
  "member.update": {
    request: Type.Object({ ...inRoom, data: Type.Optional(Data), ready: Type.Optional(Type.Boolean()) }),
    reply: Type.Object({ member: Member }),
  },
  "room.update": {
    request: Type.Object({ ...inRoom, ...RoomUpdate.properties }),
    reply: View,
  },
  start: { request: Room, reply: View },
  finish: { request: Room, reply: View },
  close: { request: Room, reply: Empty },
  kick: {
    request: Type.Object({ ...inRoom, peer: PeerIdSchema }),
    reply: Empty,
  },

  ban: {
    request: Type.Object({ ...inRoom, peer: PeerIdSchema }),
    reply: Empty,
  },
  unban: {
    request: Type.Object({ ...inRoom, peer: PeerIdSchema }),
    reply: Empty,
  },
  transfer: {
    request: Type.Object({ ...inRoom, to: PeerIdSchema }),
    reply: View,
  },
  announce: {
    request: Type.Object({ ...inRoom, text: NoticeText }),
    reply: Empty,
  },

  publish: {
    request: Type.Object({
      ...inRoom,
      event: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      data: Json,
      to: Type.Optional(
        Type.Array(PeerIdSchema, {
          minItems: 1,
          maxItems: limits.addressees,
          description: "Only these members get it; it is not stored then.",
        }),
      ),
      echo: Type.Optional(Type.Boolean({ description: "Send it to the sender as well." })),
      store: Type.Optional(Type.Boolean({ description: "Without it the room's `history` decides." })),
      key: Key,
    }),
    reply: Type.Object({
      offset: Type.Optional(Type.Integer()),
      position: Type.Optional(Position),
      time: Time,
      duplicate: Type.Optional(Type.Boolean()),
    }),
  },
  history: {
    request: Type.Object({
      ...inRoom,
      /** Neither: the newest page. */
      since: Type.Optional(
        Type.Integer({ minimum: 0, description: "Forward from this offset, which is left out." }),
      ),
      before: Type.Optional(
        Type.Integer({ minimum: 1, description: "Backward from this offset, which is left out." }),
      ),
      limit: PageLimit(limits.historyPage),
    }),
    reply: Type.Object({
      messages: Type.Array(Message),
      position: Type.Union([Position, Type.Null()]),
      more: Type.Boolean({ description: "There is more in the direction that was asked for." }),
    }),
  },

  subscribe: {
    request: Type.Object({
      ...ofTopic,
      /** From an earlier subscription: asks for what was missed since. */
      position: Type.Optional(Position),
    }),
    reply: Subscribed,
  },
  unsubscribe: { request: Type.Object(ofTopic), reply: Empty },
  push: {
    request: Type.Object({ ...ofTopic, data: Json, key: Key }),
    reply: Type.Object({
      offset: Type.Integer(),
      position: Position,
      time: Time,
      duplicate: Type.Optional(Type.Boolean()),
    }),
  },

  signal: {
    request: Type.Object({
      ...inRoom,
      to: PeerIdSchema,
      kind: SignalKind,
      /** A session description, a candidate, `null` for the end of candidates, or anything for `custom`. */
      data: Json,
      /** One id per RTCPeerConnection, so that two links between the same peers can be told apart. */
      exchange: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    }),
    reply: Type.Object({ verdict: Verdict }),
  },
  report: {
    request: Type.Object({
      ...inRoom,
      to: PeerIdSchema,
      state: LinkState,
      pair: Type.Optional(Pair),
      exchange: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    }),
    reply: Empty,
  },

  rooms: {
    request: Type.Object({
      ...RoomFilter.properties,
      cursor: Type.Optional(Type.String({ maxLength: 256, description: "`next` of the page before." })),
      limit: PageLimit(limits.roomsPage),
    }),
    reply: RoomPage,
  },
  room: {
    request: Room,
    reply: Type.Object({ room: RoomView, members: Type.Array(Member) }),
  },
  "lobby.watch": {
    request: RoomFilter,
    reply: RoomPage,
  },
  "lobby.unwatch": { request: Empty, reply: Empty },
  watch: {
    request: Type.Object({
      stream: Type.Enum(["signals"]),
      room: Type.Optional(RoomIdSchema),
      data: Type.Optional(
        Type.Boolean({
          description: "Also what the signals carry, what has expired, and who comes and goes.",
        }),
      ),
    }),
    reply: Empty,
  },
} as const;

export type RequestType = keyof typeof requests;

/** What the application says to ask for `K`; the envelope (`type`, `id`) is the connection's business. */
export type Params<K extends RequestType> = Type.Static<(typeof requests)[K]["request"]>;
export type Reply<K extends RequestType> = Type.Static<(typeof requests)[K]["reply"]>;

/** A correlation id is the client's own: an integer or a short text; without one no `ok` is sent. */
export type RequestId = number | string;

export type Request = {
  [K in RequestType]: { type: K; id: RequestId | undefined; params: Params<K> };
}[RequestType];

export const isRequestType = (type: string): type is RequestType => Object.hasOwn(requests, type);
