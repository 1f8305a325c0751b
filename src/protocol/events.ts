// Every event that the server sends unasked.
import Type from "typebox";
import { Joined, Welcome } from "./requests.ts";
import {
  IceServer,
  Json,
  LinkState,
  Member,
  Message,
  Pair,
  PeerIdSchema,
  QueueIdSchema,
  RoomIdSchema,
  RoomView,
  SignalKind,
  Time,
  TopicIdSchema,
  TopicValue,
  Verdict,
} from "./shapes.ts";

const inRoom = { room: RoomIdSchema };

const inWatch = {
  seq: Type.Integer({
    description: "Counts up by one from one node; a gap means that this watcher was too slow.",
  }),
  time: Time,
  namespace: Type.String(),
  ...inRoom,
};

/** One line of the signals stream, as `relay` shows it. */
export const SignalRecord = Type.Object({
  type: Type.Literal("watch.signals"),
  ...inWatch,
  from: PeerIdSchema,
  to: PeerIdSchema,
  kind: Type.Union([SignalKind, Type.Enum(["report", "expired"])]),
  bytes: Type.Integer({ description: "Size of the signal's data as JSON." }),
  verdict: Type.Optional(Verdict),
  exchange: Type.Optional(Type.String()),
  /** Of a report. */
  state: Type.Optional(LinkState),
  pair: Type.Optional(Pair),
  of: Type.Optional(Type.Enum([...SignalKind.enum], { description: "What has expired." })),
  data: Type.Optional(
    Type.Unsafe<unknown>({ description: "As the signal was sent on; if it was asked for." }),
  ),
});
export type SignalRecord = Type.Static<typeof SignalRecord>;

export const LeaveReason = Type.Enum(["leave", "lost", "kick", "ban", "timeout"]);
export type LeaveReason = Type.Static<typeof LeaveReason>;

/** Who comes and goes, for those who watch the signals with their data. */
export const MemberRecord = Type.Object({
  type: Type.Literal("watch.members"),
  ...inWatch,
  peer: PeerIdSchema,
  name: Type.String(),
  what: Type.Enum(["present", "joined", "left", "held", "returned"], {
    description: "`present`: it was there when the watching began.",
  }),
  reason: Type.Optional(LeaveReason),
});
export type MemberRecord = Type.Static<typeof MemberRecord>;

export const CloseReason = Type.Enum(["host", "admin", "empty", "moved"]);
export type CloseReason = Type.Static<typeof CloseReason>;

export const events = {
  welcome: Type.Object({ type: Type.Literal("welcome"), ...Welcome.properties }),
  "member.joined": Type.Object({ type: Type.Literal("member.joined"), ...inRoom, member: Member }),
  "member.left": Type.Object({
    type: Type.Literal("member.left"),
    ...inRoom,
    peer: PeerIdSchema,
    seat: Type.Integer(),
    reason: LeaveReason,
  }),
  "member.held": Type.Object({
    type: Type.Literal("member.held"),
    ...inRoom,
    member: Member,
    until: Type.Integer({ description: "When its seat is given up, unless it returns." }),
  }),
  "member.returned": Type.Object({ type: Type.Literal("member.returned"), ...inRoom, member: Member }),
  "member.updated": Type.Object({ type: Type.Literal("member.updated"), ...inRoom, member: Member }),
  "host.changed": Type.Object({
    type: Type.Literal("host.changed"),
    ...inRoom,
    host: Type.Union([PeerIdSchema, Type.Null()]),
  }),
  "room.updated": Type.Object({ type: Type.Literal("room.updated"), ...inRoom, view: RoomView }),
  "room.started": Type.Object({ type: Type.Literal("room.started"), ...inRoom, view: RoomView }),
  "room.finished": Type.Object({ type: Type.Literal("room.finished"), ...inRoom, view: RoomView }),
  "room.closed": Type.Object({ type: Type.Literal("room.closed"), ...inRoom, reason: CloseReason }),
  /** The time of a match is up: its seat is free again. For the one peer. */
  "match.none": Type.Object({ type: Type.Literal("match.none"), ...inRoom, queue: QueueIdSchema }),
  /** The room was merged with an older one: this peer is in that one now. */
  "match.moved": Type.Object({ type: Type.Literal("match.moved"), from: RoomIdSchema, to: Joined }),
  /** The host of the party has found a room for all. */
  "match.found": Type.Object({ type: Type.Literal("match.found"), party: RoomIdSchema, to: Joined }),
  notice: Type.Object({
    type: Type.Literal("notice"),
    ...inRoom,
    text: Type.String(),
    from: Type.Enum(["host", "admin"]),
  }),
  message: Message,
  data: Type.Object({
    type: Type.Literal("data"),
    topic: TopicIdSchema,
    ...TopicValue.properties,
    tag: Type.String({ description: "With the epoch of the subscription and the offset: the position." }),
  }),
  signal: Type.Object({
    type: Type.Literal("signal"),
    ...inRoom,
    from: PeerIdSchema,
    kind: SignalKind,
    data: Json,
    exchange: Type.Optional(Type.String()),
  }),
  /** What the peer `from` has reported of its link to `to`. */
  link: Type.Object({
    type: Type.Literal("link"),
    ...inRoom,
    from: PeerIdSchema,
    to: PeerIdSchema,
    state: LinkState,
    pair: Type.Optional(Pair),
    exchange: Type.Optional(Type.String()),
  }),
  "signal.expired": Type.Object({
    type: Type.Literal("signal.expired"),
    ...inRoom,
    to: PeerIdSchema,
    kind: SignalKind,
    exchange: Type.Optional(Type.String()),
  }),
  "lobby.added": Type.Object({ type: Type.Literal("lobby.added"), view: RoomView }),
  "lobby.updated": Type.Object({ type: Type.Literal("lobby.updated"), view: RoomView }),
  "lobby.removed": Type.Object({
    type: Type.Literal("lobby.removed"),
    ...inRoom,
    version: Type.Integer({ description: "To be compared with that of the view that is known." }),
  }),
  "token.expiring": Type.Object({
    type: Type.Literal("token.expiring"),
    expiresAt: Type.Integer({ description: "When the token ends, and the connection with it." }),
  }),
  /** In place of those of the welcome, whose credentials are about to expire. */
  ice: Type.Object({ type: Type.Literal("ice"), iceServers: Type.Array(IceServer) }),
  going_away: Type.Object({
    type: Type.Literal("going_away"),
    retryAfterMs: Type.Integer({ description: "How long this client should wait before it connects again." }),
  }),
  "watch.signals": SignalRecord,
  "watch.members": MemberRecord,
} as const;

export type EventType = keyof typeof events;
export type EventOf<K extends EventType> = Type.Static<(typeof events)[K]>;
export type ServerEvent = { [K in EventType]: EventOf<K> }[EventType];
/** What rules announce about a room. */
export type RoomEvent = EventOf<
  | "member.joined"
  | "member.left"
  | "member.held"
  | "member.returned"
  | "member.updated"
  | "host.changed"
  | "room.updated"
  | "room.started"
  | "room.finished"
  | "room.closed"
  | "notice"
>;
