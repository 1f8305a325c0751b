// Text frames: no JSON, no message, wrong ids, and messages at a time when they can't be served.
import { limits } from "../../../src/protocol/limits.ts";
import { idRows } from "./ids.ts";
import { BAD, named, published, refused, row, seat, withField } from "./message.ts";
import { type MessageRow, type Reaction, ROW_ID } from "./row.ts";

const NESTED = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const NO_JSON: Record<string, string> = {
  nothing: "",
  "a space": " ",
  "a word": "hello",
  undefined: "undefined",
  "an open brace": "{",
  "half a message": '{"type":"ping"',
  "half a text": '{"type":"pi',
  "a comma too many": '{"type":"ping",}',
  "no comma": '{"type":"ping" "id":1}',
  "no colon": '{"type" "ping"}',
  "no quotes": "{type:ping}",
  "single quotes": "{'type':'ping'}",
  "a comment": '{"type":"ping"/* hi */}',
  "two messages": '{"type":"ping"}{"type":"ping"}',
  "a message and a word": '{"type":"ping"} bye',
  "a byte order mark": '\ufeff{"type":"ping"}',
  "NUL behind it": '{"type":"ping"}\0',
  "NUL in a text": '{"type":"pi\0ng"}',
  "a line break in a text": '{"type":"pi\nng"}',
  "an escape that there is not": '{"type":"\\x70ing"}',
  "half an escape": '{"type":"\\u00"}',
  NaN: '{"type":"ping","id":NaN}',
  Infinity: '{"type":"ping","id":Infinity}',
  "a number in hex": '{"type":"ping","id":0x10}',
  "a number that begins with 0": '{"type":"ping","id":01}',
  "a number that ends with a point": '{"type":"ping","id":1.}',
  "a number with a plus": '{"type":"ping","id":+1}',
  HTTP: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
  XML: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
  "a frame of another protocol": '42["join","den"]',
};

const NO_MESSAGES: Record<string, string> = {
  null: "null",
  true: "true",
  "a number": "7",
  "a text": '"ping"',
  "a list": "[]",
  "a message in a list": '[{"type":"ping"}]',
  "an empty object": "{}",
  "only an id": '{"id":1}',
  "a type that is null": '{"type":null}',
  "a type that is a number": '{"type":5}',
  "a type that is a list": '{"type":["ping"]}',
  "a type that is an object": '{"type":{"toString":"ping"}}',
  "a type under another name": '{"Type":"ping"}',
  "a type in the prototype": '{"__proto__":{"type":"ping"}}',
};

const NO_IDS = [
  "{}",
  "[]",
  "true",
  "1.5",
  "1e999",
  "-1e999",
  "9007199254740993",
  "[1]",
  "null",
  `"${"x".repeat(65)}"`,
];
const IDS = [
  "0",
  "-1",
  "9007199254740991",
  '""',
  '"__proto__"',
  '"\\u0000"',
  '"\\ud800"',
  `"${"x".repeat(64)}"`,
];
const NO_TYPES = [
  "fly",
  "PING",
  "ping ",
  "",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "prototype",
  "ok",
  "error",
  "welcome",
  "member.joined",
  "signals.guard",
  "../ping",
  "ping\0",
  "\u202egnip",
];

const envelopes: MessageRow[] = [
  ...Object.entries(NO_JSON).map(([name, text]) => row(`[T6] no JSON: ${name}`, BAD, text)),
  ...Object.entries(NO_MESSAGES).map(([name, text]) => row(`[T6] no message: ${name}`, BAD, text)),
  ...NO_IDS.map((id) => row(`[T6] id ${id.slice(0, 20)}`, BAD, `{"type":"ping","id":${id}}`)),
  ...IDS.map((id) => row(`id ${id.slice(0, 20)}`, "ok", `{"type":"ping","id":${id}}`)),
  ...NO_TYPES.map((type) => row(`[T6] type ${named(type)}`, refused("unknown_type"), { type })),
];

// --- depth and size ---

const deep: MessageRow[] = [
  row("16 levels", "ok", published(NESTED(limits.depth - 1)), seat),
  row("[T7] 17 levels", BAD, published(NESTED(limits.depth))),
  row("[T7] 100 levels", BAD, published(NESTED(100))),
  row("[T7] 10000 levels", BAD, published(NESTED(10_000))),
  row("[T7] 30000 levels", BAD, published(NESTED(30_000))),
  row("[T7] 60000 brackets that nobody closes", BAD, "[".repeat(60_000)),
  row("[T7] 10000 objects", BAD, `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`),
  row("[T7] levels behind a text with brackets", BAD, published(`["]]]]]]]]",${NESTED(20)}]`)),
  row("[T7] levels behind escaped quotes", BAD, published(`["\\"",${NESTED(20)}]`)),
  row("[T7] levels behind a text that ends with a backslash", BAD, published(`["\\\\",${NESTED(20)}]`)),
  row("brackets within a text", "ok", published(`"${"[".repeat(1_000)}"`), seat),
  row("[T7] levels in the place of a type", BAD, `{"type":${NESTED(20)}}`),
  row("[T7] levels in a field that nobody knows", BAD, `{"type":"ping","x":${NESTED(20)}}`),
  row("[T9] 30000 empty objects", "ok", published(`[${"{},".repeat(20_000)}0]`), seat),
  row("[T9] a number of 60000 digits", "ok", published("1".repeat(60_000)), seat),
];

const RESULTS: [string, object, Reaction, ...object[]][] = [
  [
    "a chat text of 4097 bytes",
    { type: "publish", room: "den", event: "chat", data: { text: "x".repeat(4_097) } },
    refused("payload_too_large"),
    seat,
  ],
  [
    "a chat text of 4098 bytes in 2049 letters",
    { type: "publish", room: "den", event: "chat", data: { text: "é".repeat(2_049) } },
    refused("payload_too_large"),
    seat,
  ],
  [
    "data of a member of 2049 bytes",
    { type: "join", room: "den", data: { x: "x".repeat(2_041) } },
    refused("payload_too_large"),
  ],
  [
    "data of a member that is updated",
    { type: "member.update", room: "den", data: { x: "x".repeat(2_041) } },
    refused("payload_too_large"),
    seat,
  ],
  [
    "data of a match",
    { type: "match", queue: "q", data: { x: "x".repeat(2_041) } },
    refused("payload_too_large"),
  ],
  [
    "data of a room of 16385 bytes",
    { type: "create", room: "big", data: { x: "x".repeat(16_377) } },
    refused("payload_too_large"),
  ],
  [
    "data of a room that is updated",
    { type: "room.update", room: "den", data: { x: "x".repeat(16_377) } },
    refused("payload_too_large"),
    seat,
  ],
  [
    "a notice of 4098 bytes in 2049 letters",
    { type: "announce", room: "den", text: "é".repeat(2_049) },
    refused("payload_too_large"),
    seat,
  ],
  [
    "a notice of 4097 letters",
    { type: "announce", room: "den", text: "x".repeat(4_097) },
    refused("bad_request", "/text"),
    seat,
  ],
];
const sizes = RESULTS.map(([title, message, reaction, ...before]) =>
  row(`[T3] ${title}`, reaction, message, ...before),
);

// --- what is said twice, or in odd characters ---

const oddities: MessageRow[] = [
  row("two types: the last one counts", "ok", withField('"type":"fly","type":"ping"')),
  row(
    "[T6] two types, of which the last is none",
    refused("unknown_type"),
    withField('"type":"ping","type":"fly"'),
  ),
  row("two ids: the last one counts", "ok", `{"type":"ping","id":"x","id":"${ROW_ID}"}`),
  row(
    "[T6] two rooms, of which the last is none",
    refused("bad_request", "/room"),
    withField('"type":"join","room":"den","room":"a b"'),
  ),
  row("a field that nobody knows", "ok", { type: "ping", from: "server", admin: true }),
  row(
    "[T26] a sender that is claimed",
    "ok",
    { type: "publish", room: "den", data: 1, from: "admin", name: "admin" },
    seat,
  ),
  row("half a pair in a text", "ok", published('"\\ud800"'), seat),
  row("NUL in a text", "ok", published('"a\\u0000b"'), seat),
  row("a number past all numbers", "ok", published("1e999"), seat),
  row("a name of a thousand letters", refused("bad_request", "/name"), {
    type: "hello",
    name: "x".repeat(1_000),
  }),
  row("an empty name", refused("bad_request", "/name"), { type: "hello", name: "" }),
  row("a name of controls", "ok", { type: "hello", name: "\u001b[31m\u0000" }),
  row("a chat without a text", BAD, { type: "publish", room: "den", event: "chat", data: {} }, seat),
  row(
    "a chat whose text is a list",
    BAD,
    { type: "publish", room: "den", event: "chat", data: { text: ["hi"] } },
    seat,
  ),
  row("a chat of null", BAD, { type: "publish", room: "den", event: "chat", data: null }, seat),
];

// --- at the wrong time, or without the right ---

const times: MessageRow[] = [
  row("hello a second time", BAD, { type: "hello" }, { type: "hello" }),
  row("hello behind another request", BAD, { type: "hello" }, { type: "ping" }),
  row("[T6] version 2", { close: 4507 }, { type: "hello", version: 2 }),
  row("[T6] version 0", { close: 4507 }, { type: "hello", version: 0 }),
  row("[T14] a wrong token", { close: 4501 }, { type: "hello", token: "wrong" }),
  row("[T14] an empty token", { close: 4501 }, { type: "hello", token: "" }),
  row(
    "[T15] a token of 4097 characters",
    { close: 4501 },
    {
      type: "hello",
      token: "x".repeat(4_097),
    },
  ),
  row("join without a room", BAD, { type: "join" }),
  row("join by room and code", BAD, { type: "join", room: "den", code: "K3MP9T" }),
  row("join by a code that is none", refused("not_found"), { type: "join", code: "no code" }),
  row("a room that is not there", refused("not_found"), { type: "join", room: "nowhere", create: false }),
  ...["leave", "history", "member.update", "publish", "report", "signal"].map((type) =>
    row(`${type} without a seat`, refused("not_joined"), {
      type,
      room: "den",
      to: type === "publish" ? undefined : "a",
      kind: "end",
      data: type === "member.update" ? {} : null,
      state: "failed",
    }),
  ),
  ...["start", "finish", "close", "kick", "ban", "unban", "transfer", "announce", "room.update"].map((type) =>
    row(`${type} by somebody from outside`, refused("forbidden"), {
      type,
      room: "healthy",
      peer: "a",
      to: "a",
      text: "x",
      locked: true,
    }),
  ),
  row("pushing without the right to", refused("forbidden"), { type: "push", topic: "t", data: 1 }),
  row("watching signals without the right to", refused("forbidden"), { type: "watch", stream: "signals" }),
  row(
    "[T26] a signal to nobody",
    "ok",
    { type: "signal", room: "den", to: "nobody", kind: "end", data: null },
    seat,
  ),
];

export const messages: MessageRow[] = [...envelopes, ...deep, ...sizes, ...idRows, ...oddities, ...times];
