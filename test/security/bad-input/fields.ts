// Every field of every request with values that it can't have, by its name; and the data of signals.
import { requests } from "../../../src/protocol/requests.ts";
import { type MessageRow, type Reaction, ROW_ID } from "./row.ts";

/** Values that a field of this name never has, whichever request it is in. */
const WRONG: Record<string, unknown[]> = {
  room: ["a b", 1],
  topic: ["a b", null],
  peer: ["a b", []],
  queue: ["", {}],
  party: ["", 1],
  to: ["a b", 7],
  token: [1, {}],
  name: [1, ["ada"]],
  version: ["1", 1.5, null],
  resume: [true, {}, { session: "a b", secret: "s" }, { session: "a", secret: "" }],
  code: [false, "", "x".repeat(33)],
  password: [1, "", "x".repeat(129), {}],
  spectate: ["yes", 1, null],
  spectators: [-1, 1.5, "1", 10_001],
  data: [[], "x", 1, null],
  create: [true, 1, [], { capacity: 0 }, { visibility: "secret" }],
  position: [1, {}, { epoch: "", offset: -1, tag: "" }, { epoch: "x".repeat(65), offset: 0, tag: "" }],
  capacity: [0, -1, 1.5, "4", null, 10_001, {}],
  min: [0, 1.5, "2", 10_001],
  where: [
    1,
    [],
    { room: 1 },
    { room: { a: [] } },
    { members: { a: { in: 1 } } },
    { room: { a: "x".repeat(257) } },
  ],
  timeoutMs: [999, 600_001, 1_000.5, "5s"],
  rank: [-1, "1", 1_000_000_001, null],
  spread: [-1, "1"],
  widenPerSecond: [-1, "1"],
  options: [1, { history: "some" }, { data: [] }],
  ready: ["yes", 0, null],
  visibility: ["secret", "", 1, null, "constructor"],
  locked: ["no", 0, null],
  start: ["now", true, "__proto__"],
  history: ["some", false],
  hold: [-1, 0.5, "30s", 600_001],
  emptyTtl: [-1, 0.5, "1h", 86_400_001],
  text: ["", 1, null, {}],
  event: ["", "x".repeat(65), 1, null],
  echo: ["yes", 1],
  store: ["yes", 1],
  key: ["short", "x".repeat(65), 12_345_678],
  since: [-1, 0.5, "0"],
  before: [0, 0.5, "1"],
  limit: [0, 101, 1.5, "10"],
  kind: ["Offer", "", 1, "constructor"],
  exchange: ["", "x".repeat(65), 1],
  state: ["up", "", 1],
  pair: [1, {}, { local: 1, remote: "host" }, { local: "x".repeat(17), remote: "host" }],
  status: ["open", "", 1],
  available: [0, 1.5, "2", 10_001],
  cursor: [1, "x".repeat(257), {}],
  stream: ["logs", "", 1],
};

/** Where a value of that name is something else than elsewhere. */
const ELSEWHERE: Record<string, unknown[]> = {
  // Any JSON.
  "publish.data": [],
  "push.data": [],
  "signal.data": [],
  "publish.to": ["a", [], ["a b"], [1], Array(65).fill("a")],
  "create.code": [false, 0, "", "x".repeat(33)],
  "room.update.code": [false, 0, "", "x".repeat(33)],
};

/** With these beside it nothing but the field is wrong. */
const RIGHT: Record<string, unknown> = {
  room: "den",
  topic: "t",
  peer: "a",
  to: "a",
  queue: "q",
  text: "hello",
  kind: "end",
  state: "failed",
  stream: "signals",
  token: "a.b.c",
  data: null,
};

interface Schema {
  properties: Record<string, object>;
  required?: string[];
}
const schemas = Object.entries(requests).map(([type, { request }]) => [type, request as Schema] as const);

const wrongOf = (type: string, field: string): unknown[] | undefined =>
  ELSEWHERE[`${type}.${field}`] ?? WRONG[field];

/** Fields that somebody has added since, and for which nobody has said what is wrong. */
export const unknownFields = schemas.flatMap(([type, { properties }]) =>
  Object.keys(properties)
    .filter((field) => !wrongOf(type, field))
    .map((field) => `${type}.${field}`),
);

const row = (title: string, message: object, path?: string, reaction?: Reaction): MessageRow => ({
  title,
  text: JSON.stringify({ ...message, id: ROW_ID }),
  reaction: reaction ?? { error: "bad_request", path },
});

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 24);

const wrong: MessageRow[] = schemas.flatMap(([type, { properties, required = [] }]) => {
  const base = Object.fromEntries(required.map((field) => [field, rightOf(type, field)]));
  return Object.keys(properties).flatMap((field) =>
    (wrongOf(type, field) ?? []).map((value) =>
      row(`[T6] ${type}: ${field} ${shown(value)}`, { ...base, type, [field]: value }, `/${field}`),
    ),
  );
});

const missing: MessageRow[] = schemas.flatMap(([type, { required = [] }]) =>
  required.map((left) => {
    const fields = required.filter((field) => field !== left).map((field) => [field, rightOf(type, field)]);
    return row(`[T6] ${type} without ${left}`, { type, ...Object.fromEntries(fields) }, "/");
  }),
);

function rightOf(type: string, field: string): unknown {
  const right = RIGHT[field];
  if (right === undefined) throw new Error(`Which ${field} is right for ${type}?`);
  return right;
}

// --- signals ---

const signal = (title: string, kind: string, data: unknown, path: string): MessageRow =>
  row(`[T26] ${title}`, { type: "signal", room: "den", to: "a", kind, data }, path);

const described = ["offer", "answer"].flatMap((kind) => [
  signal(`${kind} of null`, kind, null, "/data"),
  signal(`${kind} that is a text`, kind, "v=0\r\n", "/data"),
  signal(`${kind} that is a list`, kind, ["v=0\r\n"], "/data"),
  signal(`${kind} without sdp`, kind, {}, "/data/sdp"),
  signal(`${kind} whose sdp is a number`, kind, { sdp: 0 }, "/data/sdp"),
  signal(`${kind} that is HTML`, kind, { sdp: "<b>v=0</b>" }, "/data/sdp"),
  signal(`${kind} of version 1`, kind, { sdp: "v=1\r\n" }, "/data/sdp"),
  signal(`${kind} with NUL`, kind, { sdp: "v=0\r\na=\0\r\n" }, "/data/sdp"),
  signal(`${kind} with an escape`, kind, { sdp: "v=0\r\na=\u001b]0;x\u0007\r\n" }, "/data/sdp"),
  signal(`${kind} with a control of C1`, kind, { sdp: "v=0\r\na=\u009d52;c;eA==\u009c\r\n" }, "/data/sdp"),
  signal(`${kind} with CR alone`, kind, { sdp: "v=0\rs=-\r" }, "/data/sdp"),
  signal(`${kind} with half a pair`, kind, { sdp: "v=0\r\na=\ud83d\r\n" }, "/data/sdp"),
  signal(`${kind} with a line of 9 KiB`, kind, { sdp: `v=0\r\na=${"x".repeat(9_216)}` }, "/data/sdp"),
  signal(`${kind} of another type`, kind, { type: "rollback", sdp: "v=0\r\n" }, "/data/type"),
]);

const candidates = [
  signal("candidate that is a text", "candidate", "candidate:1", "/data"),
  signal("candidate that is empty", "candidate", {}, "/data/candidate"),
  signal("candidate of another scheme", "candidate", { candidate: "file:///etc/passwd" }, "/data/candidate"),
  signal("candidate of two lines", "candidate", { candidate: "candidate:1\r\na=x" }, "/data/candidate"),
  signal("candidate with NUL", "candidate", { candidate: "candidate:1\0" }, "/data/candidate"),
  signal("candidate whose mid is a number", "candidate", { candidate: "", sdpMid: 1 }, "/data/sdpMid"),
  signal(
    "candidate whose index is -1",
    "candidate",
    { candidate: "", sdpMLineIndex: -1 },
    "/data/sdpMLineIndex",
  ),
  signal(
    "candidate whose index is 65536",
    "candidate",
    { candidate: "", sdpMLineIndex: 65_536 },
    "/data/sdpMLineIndex",
  ),
  signal(
    "candidate whose fragment is a list",
    "candidate",
    { candidate: "", usernameFragment: [] },
    "/data/usernameFragment",
  ),
  signal("end with data", "end", {}, "/data"),
  row(
    "[T26] offer of 32 KiB",
    {
      type: "signal",
      room: "den",
      to: "a",
      kind: "offer",
      data: { sdp: `v=0\r\n${"a=x\r\n".repeat(6_000)}` },
    },
    undefined,
    { error: "payload_too_large" },
  ),
  row(
    "[T26] candidate of 2 KiB",
    {
      type: "signal",
      room: "den",
      to: "a",
      kind: "candidate",
      data: { candidate: "candidate:".padEnd(2_048, "1") },
    },
    undefined,
    { error: "payload_too_large" },
  ),
  row(
    "[T26] custom of 32 KiB",
    { type: "signal", room: "den", to: "a", kind: "custom", data: "x".repeat(32_768) },
    undefined,
    { error: "payload_too_large" },
  ),
  row(
    "[T26] a signal from outside the room",
    { type: "signal", room: "healthy", to: "a", kind: "end", data: null },
    undefined,
    { error: "not_joined" },
  ),
];

export const fields: MessageRow[] = [...wrong, ...missing, ...described, ...candidates];
