// What the longer replies are made of: a welcome, a seat with all that is seen from it, a topic's value.
import Type from "typebox";
import { ID_PATTERN } from "./ids.ts";
import {
  IceServer,
  Member,
  Message,
  NodeIdSchema,
  PeerIdSchema,
  Position,
  RoomView,
  SessionIdSchema,
  Time,
  TopicIdSchema,
  TopicValue,
} from "./shapes.ts";

/** A seat and everything to be seen from it, as one consistent cut; what is published after it follows as events. */
export const Joined = Type.Object({
  room: RoomView,
  self: Type.Object({ peer: PeerIdSchema, seat: Type.Integer() }),
  members: Type.Array(Member),
  messages: Type.Array(Message),
  position: Type.Union([Position, Type.Null()]),
  /** Where a position was sent: whether `messages` are all that was stored since; else they are the recent ones. */
  recovered: Type.Optional(Type.Boolean()),
});
export type Joined = Type.Static<typeof Joined>;

/** How a peer comes back as itself: what its last welcome said, and where it stood in each room. */
export const Resume = Type.Object({
  session: SessionIdSchema,
  secret: Type.String({ minLength: 1, maxLength: 128 }),
  positions: Type.Optional(
    Type.Object({ rooms: Type.Record(Type.String({ pattern: ID_PATTERN }), Position) }),
  ),
});
export type Resume = Type.Static<typeof Resume>;

/** What a peer is told first: the reply to `hello`, or the event `welcome` where the hello was left out. */
export const Welcome = Type.Object({
  peer: PeerIdSchema,
  session: SessionIdSchema,
  secret: Type.String({ description: "Good for one resume, whose welcome has the next." }),
  name: Type.String(),
  namespace: Type.String(),
  limits: Type.Object({
    frameBytes: Type.Integer(),
    textBytes: Type.Integer(),
    roomsPerPeer: Type.Integer(),
    pingMs: Type.Integer(),
    messagesPerSecond: Type.Optional(
      Type.Integer({ description: "What this connection may send; not there where it is not held to it." }),
    ),
    messageBurst: Type.Optional(Type.Integer({ description: "So many at once, before that counts." })),
    signalsPerSecond: Type.Optional(Type.Integer()),
    signalBurst: Type.Optional(Type.Integer()),
  }),
  iceServers: Type.Array(IceServer),
  features: Type.Array(Type.String()),
  server: Type.Object({ name: Type.Literal("rtrooms"), version: Type.String(), node: NodeIdSchema }),
  time: Time,
  /** Where a resume was asked for: whether this is the peer of before, and the rooms in which it still has its seat. */
  resumed: Type.Optional(Type.Boolean()),
  rooms: Type.Optional(Type.Array(Joined)),
});
export type Welcome = Type.Static<typeof Welcome>;

/** A topic's current value, and with a position of the same stream what came after it. */
export const Subscribed = Type.Object({
  topic: TopicIdSchema,
  /** None where nothing was ever pushed. */
  value: Type.Optional(TopicValue),
  position: Type.Union([Position, Type.Null()]),
  recovered: Type.Optional(
    Type.Boolean({
      description: "Where a position was sent: whether `messages` are all that came after it.",
    }),
  ),
  messages: Type.Optional(Type.Array(TopicValue)),
});
export type Subscribed = Type.Static<typeof Subscribed>;
