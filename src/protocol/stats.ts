// The server's figures as /stats and `rtrooms stats --json` give them; names are stable.
import Type from "typebox";
import { NodeIdSchema } from "./shapes.ts";

const Count = Type.Integer({ minimum: 0 });

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
  published: Count,
  errors: Type.Record(Type.String(), Count),
  signals: Type.Record(Type.String(), Count),
  links: Type.Record(Type.String(), Count),
  uptimeMs: Count,
  memoryBytes: Count,
  /** 99th percentile of the event loop's delay since the start. */
  loopDelayMs: Type.Number(),
  node: NodeIdSchema,
  version: Type.String(),
  engine: Type.String(),
  store: Type.Enum(["disk", "memory"]),
  storeDegraded: Type.Boolean({
    description: "What should be kept is refused at the moment, or takes too long.",
  }),
});
export type Stats = Type.Static<typeof Stats>;
