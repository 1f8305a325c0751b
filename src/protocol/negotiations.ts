// What the server knows of the WebRTC negotiations of a room, for those who may observe it.
import Type from "typebox";
import { PeerIdSchema, Time } from "./shapes.ts";

const Ms = Type.Integer({ minimum: 0 });

const FindingView = Type.Object({
  code: Type.String({ description: "As `rtrooms explain` knows it." }),
  strength: Type.Enum(["sure", "likely", "hint"]),
  what: Type.String({ description: "What was seen." }),
  advice: Type.String(),
  peer: Type.String({ description: "Whose page it is about." }),
  contradicted: Type.Optional(
    Type.Boolean({ description: "A link came up all the same: the finding is wrong." }),
  ),
});

/** One exchange between two peers; the first cause of what is wrong, without what follows from it. */
export const ExchangeView = Type.Object({
  peers: Type.Array(PeerIdSchema, { minItems: 2, maxItems: 2 }),
  exchange: Type.Union([Type.String(), Type.Null()], { description: "As the peers call it, if they do." }),
  state: Type.Enum([
    ...["new", "offered", "answered", "trickling"],
    ...["ended", "connected", "failed", "closed"],
  ] as const),
  startedAt: Time,
  durations: Type.Object(
    { answerMs: Type.Optional(Ms), connectMs: Type.Optional(Ms) },
    { description: "From the first offer to the answer, and to the first report that the link is up." },
  ),
  findings: Type.Array(FindingView),
});
export type ExchangeView = Type.Static<typeof ExchangeView>;
