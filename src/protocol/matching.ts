// What `match` asks for: a queue, conditions on rooms and members, a rank, and how long to wait.
import Type from "typebox";
import { limits, times } from "./limits.ts";
import { Data, QueueIdSchema, RoomIdSchema, RoomOptions, Seats } from "./shapes.ts";

const Scalar = Type.Union([
  Type.String({ maxLength: limits.conditionLength }),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
]);
export type Scalar = Type.Static<typeof Scalar>;

const Comparison = Type.Object({
  gt: Type.Optional(Type.Number()),
  gte: Type.Optional(Type.Number()),
  lt: Type.Optional(Type.Number()),
  lte: Type.Optional(Type.Number()),
  in: Type.Optional(Type.Array(Scalar, { maxItems: limits.conditionValues })),
});
export type Comparison = Type.Static<typeof Comparison>;

/** A field of `data` each: the value it must have, or what it is compared with. A field that is not there fits nothing. */
export const Conditions = Type.Record(Type.String(), Type.Union([Scalar, Comparison]), {
  maxProperties: limits.conditions,
});
export type Conditions = Type.Static<typeof Conditions>;

export const Where = Type.Object({
  /** Compared with the room's data. */
  room: Type.Optional(Conditions),
  /** Compared with the data of everybody in the room, and of everybody who comes. */
  members: Type.Optional(Conditions),
});
export type Where = Type.Static<typeof Where>;

const Rank = Type.Number({ minimum: 0, maximum: 1e9 });

export const MatchRequest = Type.Object({
  queue: QueueIdSchema,
  capacity: Type.Optional(Seats("Seats of the room: only rooms of this size fit. Default 2.")),
  min: Type.Optional(
    Seats("With so many the room starts when the time is up. Default: only when it is full."),
  ),
  where: Type.Optional(Where),
  /** The member's own data. */
  data: Type.Optional(Data),
  timeoutMs: Type.Optional(Type.Integer({ minimum: times.matchLeast, maximum: times.matchMost })),
  rank: Type.Optional(Rank),
  /** How far the rank of others may be from one's own, and by how much that grows with each second of waiting. */
  spread: Type.Optional(Rank),
  widenPerSecond: Type.Optional(Rank),
  /** A room: all its members are matched together, by its host. */
  party: Type.Optional(RoomIdSchema),
  /** For a room that has to be made; size, visibility and start are the match's own. */
  options: Type.Optional(Type.Pick(RoomOptions, ["history", "data"])),
});
export type MatchRequest = Type.Static<typeof MatchRequest>;
