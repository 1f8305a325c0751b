// Text frames with ids that are none, names that every object has, and fields that are made to reach a prototype.
import { named, published, refused, row, seat, withField } from "./message.ts";
import type { MessageRow } from "./row.ts";

/** In every place where an id is asked for. */
const NO_ROOMS: unknown[] = [
  "",
  "__proto__",
  "_a",
  ".",
  "..",
  "../etc/passwd",
  "a/b",
  "a\\b",
  "a b",
  " a",
  "*",
  "a*",
  "{}",
  "{a}",
  "a#1",
  "a%2fb",
  "a,b",
  "-a",
  ":a",
  "a\0",
  "a\r\n",
  "a\n",
  "a\u001b[2J",
  "é",
  "部屋",
  "a\u202eb",
  "a\u200b",
  "😀",
  "\ud800",
  "a".repeat(129),
  "a".repeat(300),
  null,
  0,
  true,
  [],
  ["a"],
  {},
  { toString: "a" },
];
const SOME: unknown[] = ["", "__proto__", "../x", "a\0b", "a\r\nb", "a:*", "x".repeat(300), "{}"];

const PLACES: [string, (id: unknown) => object, string][] = [
  ["the room of leave", (room) => ({ type: "leave", room }), "/room"],
  ["the room of history", (room) => ({ type: "history", room }), "/room"],
  ["the room of publish", (room) => ({ type: "publish", room, data: 1 }), "/room"],
  ["the room of create", (room) => ({ type: "create", room }), "/room"],
  ["the topic of subscribe", (topic) => ({ type: "subscribe", topic }), "/topic"],
  ["the topic of push", (topic) => ({ type: "push", topic, data: 1 }), "/topic"],
  ["the queue of match", (queue) => ({ type: "match", queue }), "/queue"],
  ["the party of match", (party) => ({ type: "match", queue: "q", party }), "/party"],
  ["the peer of kick", (peer) => ({ type: "kick", room: "den", peer }), "/peer"],
  ["the peer of ban", (peer) => ({ type: "ban", room: "den", peer }), "/peer"],
  ["the peer of transfer", (to) => ({ type: "transfer", room: "den", to }), "/to"],
  ["the peer of a signal", (to) => ({ type: "signal", room: "den", to, kind: "end", data: null }), "/to"],
  ["the peer of a report", (to) => ({ type: "report", room: "den", to, state: "failed" }), "/to"],
  ["an addressee", (to) => ({ type: "publish", room: "den", data: 1, to: [to] }), "/to/0"],
];

const ids: MessageRow[] = [
  ...NO_ROOMS.map((room) =>
    row(`[T8] the room ${named(room)}`, refused("bad_request", "/room"), { type: "join", room }),
  ),
  ...PLACES.flatMap(([place, of, path]) =>
    SOME.map((id) => row(`[T8] ${place}: ${named(id)}`, refused("bad_request", path), of(id))),
  ),
];

/** Names of what every object has are names like others. */
const INHERITED = ["constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"];
const inherited: MessageRow[] = INHERITED.flatMap((name) => [
  row(`[T8] the room ${name} is like others`, refused("not_found"), { type: "room", room: name }),
  row(`[T8] no seat in ${name}`, refused("not_joined"), { type: "leave", room: name }),
  row(`[T8] the topic ${name} is like others`, "ok", { type: "subscribe", topic: name }),
  row(
    `[T8] the event ${name} is like others`,
    "ok",
    { type: "publish", room: "den", event: name, data: 1 },
    seat,
  ),
  row(
    `[T8] the peer ${name} is not there`,
    refused("no_such_peer"),
    { type: "kick", room: `of-${name}`, peer: name },
    { type: "join", room: `of-${name}` },
  ),
  row(`[T8] a condition on ${name} fits nothing but itself`, "ok", {
    type: "match",
    queue: `q-${name}`,
    where: { room: { [name]: 1 } },
  }),
]);

// --- prototypes ---

const POLLUTING = '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
const prototypes: MessageRow[] = [
  row("[T8] __proto__ in a message", "ok", withField('"type":"ping","__proto__":{"admin":true}')),
  row("[T8] __proto__ in what is published", "ok", published(POLLUTING), seat),
  row(
    "[T8] __proto__ in the data of a member",
    "ok",
    withField(`"type":"join","room":"den","data":${POLLUTING}`),
  ),
  row(
    "[T8] __proto__ in data that is updated",
    "ok",
    withField(`"type":"member.update","room":"den","data":${POLLUTING}`),
    seat,
  ),
  row("[T8] __proto__ in the data of a room", "ok", withField(`"type":"create","data":${POLLUTING}`)),
  row(
    "[T8] __proto__ in the options of a room",
    "ok",
    withField('"type":"join","room":"proto2","create":{"__proto__":{"capacity":1}}'),
  ),
  row(
    "[T8] __proto__ as the options of a room",
    "ok",
    withField('"type":"create","__proto__":{"locked":true}'),
  ),
  row(
    "[T8] __proto__ in conditions",
    "ok",
    withField('"type":"match","queue":"proto","where":{"room":{"__proto__":1}}'),
  ),
  row(
    "[T8] __proto__ among positions, where it is no room",
    "ok",
    withField(
      `"type":"hello","resume":{"session":"a","secret":"b","positions":{"rooms":{"__proto__":{"epoch":"","offset":0,"tag":""}}}}`,
    ),
  ),
  row(
    "[T8] a right that is claimed",
    refused("forbidden"),
    withField('"type":"watch","stream":"signals","admin":true,"__proto__":{"admin":true}'),
  ),
  row(
    "[T8] a push that claims the right to",
    refused("forbidden"),
    withField('"type":"push","topic":"t","data":1,"grant":{"admin":true}'),
  ),
];

export const idRows: MessageRow[] = [...ids, ...inherited, ...prototypes];
