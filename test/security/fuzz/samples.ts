// What is right, for the mutator to spoil: a request of every kind, replies and events, signals, names, a stored record.

import { type RoomKey, roomKey } from "../../../src/core/engine.ts";
import { encodeRecord } from "../../../src/engines/embedded/record.ts";
import type { MessageBody } from "../../../src/protocol/codec.ts";
import { DEFAULT_NAMESPACE, type RoomId } from "../../../src/protocol/ids.ts";
import type { RequestType } from "../../../src/protocol/requests.ts";

const room = "den";
const position = { epoch: "q3J0aXcT", offset: 7, tag: "mZx81bQe" };
const options = {
  capacity: 4,
  min: 2,
  visibility: "public",
  start: "host",
  password: "pw",
  code: true,
  data: { map: "x" },
};

const requests: Partial<Record<RequestType, object>> = {
  hello: {
    name: "ada",
    version: 1,
    resume: { session: "s1", secret: "s", positions: { rooms: { den: position } } },
  },
  ping: {},
  create: { room, ...options },
  join: { room, password: "pw", spectate: false, data: { x: 1 }, create: options, position },
  match: {
    queue: "q",
    capacity: 2,
    where: { room: { map: "x", size: { gte: 1, in: [1, "2"] } }, members: { a: true } },
    rank: 5,
    timeoutMs: 5_000,
  },
  leave: { room },
  "member.update": { room, data: { x: [1, { y: null }] }, ready: true },
  "room.update": { room, capacity: 3, locked: true, emptyTtl: 5, code: null },
  start: { room },
  kick: { room, peer: "p1" },
  transfer: { room, to: "p1" },
  announce: { room, text: "hello" },
  publish: { room, event: "chat", data: { text: "hi 😀" }, to: ["p1", "p2"], echo: true, key: "12345678" },
  history: { room, since: 3, limit: 10 },
  subscribe: { topic: "t", position },
  push: { topic: "t", data: [1, 2, { x: "é" }], key: "12345678" },
  signal: { room, to: "p1", kind: "offer", data: { type: "offer", sdp: "v=0\r\ns=-\r\n" }, exchange: "e1" },
  report: { room, to: "p1", state: "connected", pair: { local: "host", remote: "srflx", protocol: "udp" } },
  rooms: { status: "waiting", available: 1, cursor: "den", limit: 5 },
  watch: { stream: "signals", room },
};
export const requestValues: object[] = Object.entries(requests).map(([type, params]) => ({
  type,
  id: 7,
  ...params,
}));
export const requestTexts = requestValues.map((value) => JSON.stringify(value));

const member = {
  peer: "p1",
  name: "ada",
  seat: 1,
  role: "player",
  state: "online",
  ready: false,
  data: {},
  joinedAt: 1,
};
export const serverValues: object[] = [
  {
    type: "ok",
    id: 7,
    data: {
      room: { room, members: 1 },
      self: { peer: "p1", seat: 1 },
      members: [member],
      messages: [],
      position,
    },
  },
  {
    type: "error",
    id: 7,
    code: "bad_request",
    message: "no",
    retryable: false,
    details: [{ path: "/room", message: "wrong" }],
  },
  { type: "error", code: "rate_limited", message: "wait", retryable: true, retryAfterMs: 100 },
  {
    type: "message",
    room,
    offset: 1,
    tag: "t",
    from: "p1",
    name: "ada",
    event: "chat",
    data: { text: "hi" },
    time: 1,
  },
  { type: "member.joined", room, member },
  { type: "welcome", peer: "p1", session: "s1", secret: "s", name: "ada", limits: { frameBytes: 65_536 } },
  { type: "going_away", retryAfterMs: 5 },
];
export const serverTexts = serverValues.map((value) => JSON.stringify(value));

const sdp = [
  "v=0",
  "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "a=ice-ufrag:EsAw",
  "a=mid:0",
  "",
];
const candidate =
  "candidate:842163049 1 udp 1677729535 203.0.113.7 53422 typ srflx raddr 10.0.0.2 rport 53422";
export const signals = [
  { kind: "offer", data: { type: "offer", sdp: sdp.join("\r\n") } },
  { kind: "answer", data: { type: "answer", sdp: sdp.join("\n") } },
  { kind: "candidate", data: { candidate, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "EsAw" } },
  { kind: "candidate", data: { candidate: "", sdpMid: null, sdpMLineIndex: null } },
  { kind: "end", data: null },
  { kind: "custom", data: { yield: true } },
] as const;

export const ids = ["den", "a", "5f0c2b9e41d07a6c83f1e5d2", "A_b.c:d-e", "x".repeat(128), "constructor"];
export const names = ["ada", "Ada Lovelace", "日本語", "ｆｕｌｌ", "e\u0301\u0301", "👩‍👩‍👧 family", "ﬁ"];
export const codes = ["K3MP9T", "k3m-p9t", "CAFE", "3 4 6 7", "XYXYXYXYXYXY"];
export const texts = [
  "hello",
  "a\tb\nc",
  "👩‍👩‍👧‍👦🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "שלום \u202eabc",
  "e\u0301\u0302\u0303\u0304\u0305",
  "plain ASCII text of some length",
];

export const stream: RoomKey = roomKey(DEFAULT_NAMESPACE, room as RoomId);
export const record = encodeRecord(stream, {
  position,
  time: 1_790_000_000_000,
  key: "12345678",
  body: '{"type":"message","room":"den","data":{"text":"hi"}}' as MessageBody,
});
