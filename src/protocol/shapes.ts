// The shapes that requests, replies and events are made of; each is a JSON Schema and a TypeScript type at once.
import Type from "typebox";
import {
  ID_PATTERN,
  type NodeId,
  type PeerId,
  type QueueId,
  type RoomId,
  type SessionId,
  type TopicId,
} from "./ids.ts";
import { limits, times } from "./limits.ts";

const id = <T extends string>(description: string) =>
  Type.Unsafe<T>(Type.String({ pattern: ID_PATTERN, description }));

export const PeerIdSchema = id<PeerId>("A connected identity, given by the server.");
export const RoomIdSchema = id<RoomId>("The name of a room.");
export const TopicIdSchema = id<TopicId>("The name of a topic.");
export const SessionIdSchema = id<SessionId>("A peer over all its connections.");
export const QueueIdSchema = id<QueueId>("The name of a queue of `match`.");
export const NodeIdSchema = id<NodeId>("A server process.");

/** Milliseconds since the epoch. */
export const Time = Type.Integer({ minimum: 0, description: "Milliseconds since 1970." });

export const Data = Type.Record(Type.String(), Type.Unknown(), {
  description: "A JSON object that belongs to the application; the server never looks inside.",
});
export type Data = Type.Static<typeof Data>;

/** Any JSON value. */
export const Json = Type.Unknown();

export const Name = Type.String({ minLength: 1, maxLength: 4 * limits.nameLength });

export const Status = Type.Enum(["waiting", "active", "finished"], {
  description: "First waiting, then active, then finished, when it takes nobody in any more.",
});
export type Status = Type.Static<typeof Status>;

export const Visibility = Type.Enum(["public", "unlisted", "private"], {
  description: "An unlisted room is found by its name only; a private one is not there for those outside it.",
});

const Start = Type.Enum(["full", "ready", "host"], {
  description:
    "The room becomes active with its last seat, when `min` are there and all are ready, or only when its host says so.",
});

export const Seats = (description: string) =>
  Type.Integer({ minimum: 1, maximum: limits.maxCapacity, description });

/** What a newcomer has to know. The server keeps a salted hash of it, and shows only that there is one. */
export const Password = Type.String({ minLength: 1, maxLength: limits.passwordLength });

/** An invite code as somebody types it. */
export const CodeText = Type.String({ minLength: 1, maxLength: 32 });

/** What a host may change at any time. */
const changeable = {
  capacity: Type.Optional(Seats("How many seats there are.")),
  min: Type.Optional(Seats("Members that a room needs to become active by `ready`.")),
  visibility: Type.Optional(Visibility),
  locked: Type.Optional(Type.Boolean({ description: "A locked room takes nobody in." })),
  start: Type.Optional(Start),
  /** Null takes it away. */
  password: Type.Optional(Type.Union([Password, Type.Null()])),
  /** An invite code: true for any, or one of one's own; null takes it away. */
  code: Type.Optional(Type.Union([Type.Literal(true), CodeText, Type.Null()])),
  /** Seats for members who only watch. */
  spectators: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.maxCapacity })),
  /** How long the room stays when nobody is in it, in milliseconds; 0: not at all. */
  emptyTtl: Type.Optional(Type.Integer({ minimum: 0, maximum: times.emptyMost })),
  data: Type.Optional(Data),
};

export const RoomUpdate = Type.Object(changeable);
export type RoomUpdate = Type.Static<typeof RoomUpdate>;

const History = Type.Enum(["chat", "all", "none"], {
  description: "Which publications are stored when they don't say: chat only, every one, or never any.",
});

/** What a room's creator may choose; what is left out takes the server's defaults. */
export const RoomOptions = Type.Object({
  ...changeable,
  history: Type.Optional(History),
  hold: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: limits.maxHold,
      description: "How long the seat of a lost member is kept, in ms; 0: it leaves at once.",
    }),
  ),
  queue: Type.Optional(
    Type.Unsafe<QueueId>({
      ...QueueIdSchema,
      description: "While it waits and is open to all, `match` for this queue may seat peers in the room.",
    }),
  ),
});
export type RoomOptions = Type.Static<typeof RoomOptions>;

/** Which rooms a list has. */
export const RoomFilter = Type.Object({
  status: Type.Optional(Status),
  available: Type.Optional(
    Seats("Public rooms that wait, are not locked, and have at least so many free seats."),
  ),
});
export type RoomFilter = Type.Static<typeof RoomFilter>;

export const RoomView = Type.Object({
  room: RoomIdSchema,
  status: Status,
  capacity: Type.Integer(),
  min: Type.Integer(),
  visibility: Visibility,
  locked: Type.Boolean(),
  hasPassword: Type.Boolean(),
  code: Type.Optional(
    Type.String({ description: "The invite code, if there is one: shown to members and admins only." }),
  ),
  start: Start,
  history: History,
  hold: Type.Integer({ description: "How long the seat of a lost member is kept, in ms." }),
  queue: Type.Optional(QueueIdSchema),
  host: Type.Union([PeerIdSchema, Type.Null()]),
  members: Type.Integer({ description: "Seats taken." }),
  spectators: Type.Integer({ description: "Seats of spectators taken; they are beside the others." }),
  maxSpectators: Type.Integer(),
  createdAt: Time,
  data: Data,
  version: Type.Integer({ description: "Grows by one with every change of the room." }),
});
export type RoomView = Type.Static<typeof RoomView>;

const Role = Type.Enum(["player", "spectator"]);

export const Member = Type.Object({
  peer: PeerIdSchema,
  name: Type.String(),
  seat: Type.Integer({ description: "Only grows: of two members the lower one was here first." }),
  role: Role,
  state: Type.Enum(["online", "held"], {
    description: "`held`: the connection is lost, and the seat kept for a while.",
  }),
  ready: Type.Boolean(),
  data: Data,
  joinedAt: Time,
});
export type Member = Type.Static<typeof Member>;

export const Position = Type.Object(
  {
    epoch: Type.String({ maxLength: 64 }),
    offset: Type.Integer({ minimum: 0 }),
    tag: Type.String({ maxLength: 64 }),
  },
  {
    description:
      "Where a reader stands in a stream. Opaque to clients: keep it, send it back. Who joined before anything was stored keeps an empty epoch.",
  },
);
export type Position = Type.Static<typeof Position>;

export const Message = Type.Object({
  type: Type.Literal("message"),
  room: RoomIdSchema,
  offset: Type.Optional(
    Type.Integer({ description: "Place in the room's history; none if it was not stored." }),
  ),
  tag: Type.Optional(
    Type.String({
      description: "With the epoch of the room's position, offset and tag are the position after it.",
    }),
  ),
  from: Type.Union([PeerIdSchema, Type.Null()], { description: "Null: the server, over HTTP." }),
  name: Type.String(),
  event: Type.Optional(Type.String()),
  data: Json,
  time: Time,
});
export type Message = Type.Static<typeof Message>;

/** A topic's value as it was at one time. */
export const TopicValue = Type.Object({
  offset: Type.Integer({ description: "Place in the topic's stream: 1, 2, 3 and so on." }),
  data: Json,
  time: Time,
});
export type TopicValue = Type.Static<typeof TopicValue>;

export const NoticeText = Type.String({ minLength: 1, maxLength: limits.textBytes });

export const SignalKind = Type.Enum(["offer", "answer", "candidate", "end", "custom"]);
export type SignalKind = Type.Static<typeof SignalKind>;

export const Verdict = Type.Enum(["delivered", "queued", "no_such_peer"]);
export type Verdict = Type.Static<typeof Verdict>;

/** The kind of candidate at each end of the pair that ICE chose, as the reporting peer sees it. */
export const Pair = Type.Object({
  local: Type.String({ maxLength: 16, description: "The kind of candidate at the reporter's end." }),
  remote: Type.String({ maxLength: 16 }),
  protocol: Type.Optional(Type.String({ maxLength: 16 })),
});
export type Pair = Type.Static<typeof Pair>;

export const LinkState = Type.Enum(["connecting", "connected", "failed", "closed"]);
export type LinkState = Type.Static<typeof LinkState>;

export const IceServer = Type.Object({
  urls: Type.Union([Type.String(), Type.Array(Type.String())]),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});
export type IceServer = Type.Static<typeof IceServer>;
