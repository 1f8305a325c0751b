// The server's figures as /stats and `rtrooms stats --json` give them; names are stable.
import Type from "typebox";
import { NodeIdSchema, RoomIdSchema, Status } from "./shapes.ts";

const Count = Type.Integer({ minimum: 0 });
const Amount = Type.Number({ minimum: 0 });
const OrNone = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Spread = Type.Object(
  { count: Count, p50Ms: OrNone(Amount), p95Ms: OrNone(Amount), p99Ms: OrNone(Amount) },
  {
    description:
      "How many there were, and the milliseconds within which so many percent of them were done: null where there were none.",
  },
);
export type Spread = Type.Static<typeof Spread>;

export const TopRoom = Type.Object({
  namespace: Type.String(),
  room: RoomIdSchema,
  status: Status,
  members: Count,
  capacity: Count,
  perSecond: Amount,
});
export type TopRoom = Type.Static<typeof TopRoom>;

export const NamespaceFigures = Type.Object({
  connections: Count,
  rooms: Type.Integer({ minimum: 0, description: "Rooms with somebody in them here." }),
  perSecond: Type.Number({ minimum: 0, description: "Messages into its rooms and topics." }),
});
export type NamespaceFigures = Type.Static<typeof NamespaceFigures>;

export const Stats = Type.Object({
  totalRooms: Count,
  waitingRooms: Count,
  activeRooms: Count,
  finishedRooms: Count,
  totalPeers: Type.Integer({ minimum: 0, description: "Seats taken, over all rooms." }),
  connections: Count,
  /** Topics that somebody follows here, and how many follow them. */
  topics: Count,
  subscribers: Count,
  /** Since the start: requests read, frames written, refusals by error code, signals by verdict, links by reported state. */
  messagesIn: Count,
  messagesOut: Count,
  bytesIn: Type.Integer({ minimum: 0, description: "Of the messages read." }),
  bytesOut: Type.Integer({ minimum: 0, description: "Of the frames written, before TLS." }),
  published: Count,
  errors: Type.Record(Type.String(), Count),
  refused: Type.Record(Type.String(), Count, {
    description:
      "What was refused at the door, or closed for what it did, by the reason that stands in the log.",
  }),
  slowConsumers: Type.Integer({
    minimum: 0,
    description: "Connections closed because their peer did not read.",
  }),
  signals: Type.Record(Type.String(), Count),
  links: Type.Record(Type.String(), Count),
  uptimeMs: Count,
  memoryBytes: Count,
  heapBytes: Type.Integer({ minimum: 0, description: "Of JavaScript's own heap, as much as is in use." }),
  /** 99th percentile of the event loop's delay since the start. */
  loopDelayMs: Type.Number(),
  loopDelay: Type.Object(
    { nowMs: Amount, p99Ms: Amount, maxMs: Amount },
    {
      description: "How late the event loop was at worst within the last second, and within the last minute.",
    },
  ),
  cpu: Type.Number({
    minimum: 0,
    description: "Of one core, within the last second: 0.25 is a quarter of it.",
  }),
  latency: Type.Object(
    {
      requests: Spread,
      durable: Spread,
      types: Type.Record(Type.String(), Spread),
    },
    {
      description:
        "Of the last minute, told from the buckets of the histograms in /metrics: from requests to their answers, over all and by type, and from publications to the moment at which they are kept.",
    },
  ),
  node: NodeIdSchema,
  version: Type.String(),
  engine: Type.String(),
  store: Type.Enum(["disk", "memory"]),
  storeDegraded: Type.Boolean({
    description: "What should be kept is refused at the moment, or takes too long.",
  }),
  storeDegradedMs: Type.Integer({ minimum: 0, description: "For how long already; 0 while all is well." }),
  storeBytes: Type.Union([Count, Type.Null()], {
    description:
      "Size of the history on disk, at most five seconds old; null where it is kept in memory only.",
  }),
  ready: Type.Boolean({ description: "What /readyz says." }),
  reasons: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() }), {
    description: "What is against new connections, or against keeping what is sent.",
  }),
  topRooms: Type.Array(TopRoom, {
    description:
      "The busiest rooms of this node by their messages a second, at most 20. Private ones only with the right to observe; with a token only rooms that it is good for.",
  }),
  namespaces: Type.Record(Type.String(), NamespaceFigures, {
    description: "Of this node; with a token only the namespace that it was shown in.",
  }),
});
export type Stats = Type.Static<typeof Stats>;
