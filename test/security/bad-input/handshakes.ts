// Handshakes: requests for a WebSocket that must not become one, and those before them that are no HTTP at all.
import type { ErrorCode } from "../../../src/protocol/errors.ts";
import type { HttpRow, Reaction } from "./row.ts";
import { KEY, type RequestParts, request, upgrade } from "./wire.ts";

const row = (title: string, reaction: Reaction, parts: RequestParts = {}): HttpRow => ({
  title,
  bytes: upgrade(parts),
  reaction,
});
const headers = (changed: Record<string, string | null>): RequestParts => ({ headers: changed });
const refused = (status: number, code?: ErrorCode): Reaction => ({ status, code });

const OPEN: Reaction = { status: 101 };
const BAD = refused(400);

const keys = [
  ["none", null],
  ["an empty one", ""],
  ["a short one", "dGhl"],
  ["one of 17 bytes", "dGhlIHNhbXBsZSBub25jZWE="],
  ["one that is no base64", "!!!!!!!!!!!!!!!!!!!!!!=="],
  ["two of them in one", `${KEY}, ${KEY}`],
].map(([name, key]) => row(`[T1] a key: ${name}`, BAD, headers({ "sec-websocket-key": key! })));

const versions = [null, "", "0", "7", "12", "14", "255", "-13", "13.5", "thirteen", "13, 8"].map((version) =>
  row(`[T1] version ${version}`, BAD, headers({ "sec-websocket-version": version })),
);

const paths = [
  "/",
  "/wss",
  "/ws2",
  "/WS",
  "/ws/a/b",
  "/ws/__proto__",
  "/ws/_a",
  "/ws/.a",
  "/ws/a%2fb",
  "/ws/a%00",
  "/ws/%zz",
  "/ws/*",
  "/ws/{}",
  `/ws/${"a".repeat(129)}`,
  "/ws/../../etc/passwd",
  "/rooms",
  "/healthz",
].map((path) => row(`[T8] path ${path.slice(0, 24)}`, refused(404, "not_found"), { path }));

const tokens = ["/ws?token=x", "/ws?a=b&token=", "/ws/default?token=secret"].map((path) =>
  row(`[T14] a token in the URL: ${path}`, refused(400, "bad_request"), { path }),
);

const wrongTokens: HttpRow[] = [
  row("[T14] a wrong bearer", refused(401, "unauthorized"), headers({ authorization: "Bearer wrong" })),
  row(
    "[T14] a wrong bearer among the subprotocols",
    refused(401, "unauthorized"),
    headers({ "sec-websocket-protocol": "rtrooms.v1, bearer.wrong" }),
  ),
];

const origins = [
  "http://evil.example",
  "https://localhost.evil.example",
  "http://127.0.0.1.evil.example",
  "null",
  "file://",
  "localhost",
  "http://evil.example@localhost.evil.example",
  "javascript:alert(1)",
  "",
].map((origin) =>
  row(`[T13] origin ${origin || "that is empty"}`, refused(403, "forbidden"), headers({ origin })),
);

const hosts = [
  "evil.example",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "rebound.example:7420",
].map((host) => row(`[T29] host ${host}`, refused(403, "forbidden"), headers({ host })));

const odd: HttpRow[] = [
  row("[T29] no Host", refused(403, "forbidden"), headers({ host: null })),
  row("[T1] POST", refused(405), { method: "POST" }),
  row("[T1] PUT", refused(405), { method: "PUT" }),
  row("[T1] an upgrade to something else", BAD, headers({ upgrade: "h2c" })),
  row("[T1] an upgrade to two things", BAD, headers({ upgrade: "websocket, h2c" })),
  row("[T1] an address that is no URL", refused(400, "bad_request"), { path: "//" }),
  row("[T1] an address with an open bracket", refused(400, "bad_request"), { path: "http://[" }),
  row("[T1] a subprotocol twice", BAD, headers({ "sec-websocket-protocol": "rtrooms.v1, rtrooms.v1" })),
  row("[T1] a subprotocol that is no token", BAD, headers({ "sec-websocket-protocol": "rt rooms" })),
  row(
    "[T1] a list of subprotocols that ends early",
    BAD,
    headers({ "sec-websocket-protocol": "rtrooms.v1," }),
  ),
  row("[T1] an empty subprotocol", BAD, headers({ "sec-websocket-protocol": "" })),
  row(
    "[T5] compression that is offered is not taken",
    OPEN,
    headers({ "sec-websocket-extensions": "permessage-deflate" }),
  ),
  row(
    "[T5] extensions that are no list are not read",
    OPEN,
    headers({ "sec-websocket-extensions": ";;=constructor," }),
  ),
  row(
    "[T5] an extension by the name of constructor",
    OPEN,
    headers({ "sec-websocket-extensions": "constructor; __proto__" }),
  ),
  row("subprotocols that nobody knows", OPEN, headers({ "sec-websocket-protocol": "a, b, c" })),
];

const raw = (title: string, reaction: Reaction, text: string | Buffer): HttpRow => ({
  title,
  reaction,
  bytes: Buffer.from(text),
});
const line = (text: string): string => `GET /ws HTTP/1.1\r\nHost: localhost\r\n${text}\r\n\r\n`;

const noHttp: HttpRow[] = [
  raw("[T1] zeros in place of HTTP", BAD, Buffer.alloc(64)),
  raw("[T1] a TLS greeting", BAD, Buffer.from("16030100a5010000a10303", "hex")),
  raw("[T1] an HTTP/2 preface", BAD, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  raw("[T1] a line of words", BAD, "let me in\r\n\r\n"),
  raw("[T1] a method that there is not", BAD, "GRAB /ws HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  raw(
    "no version, which is a request of HTTP/0.9",
    refused(404, "not_found"),
    "GET /ws\r\nHost: localhost\r\n\r\n",
  ),
  raw("[T1] a header without a colon", BAD, line("Upgrade")),
  raw("[T1] a header with a space in its name", BAD, line("Up grade: websocket")),
  raw("[T1] a header with NUL", BAD, line("X: a\0b")),
  raw("[T1] a header with CR alone", BAD, line("X: a\rY: b")),
  raw("[T1] an empty name of a header", BAD, line(": websocket")),
  raw("[T1] two lengths", BAD, line("Content-Length: 1\r\nContent-Length: 2")),
  raw("[T1] a length and chunks", BAD, line("Content-Length: 1\r\nTransfer-Encoding: chunked")),
  raw("[T1] a length below zero", BAD, line("Content-Length: -1")),
  raw("[T1] a length of words", BAD, line("Content-Length: many")),
  raw("[T1] a transfer in no chunks", BAD, line("Transfer-Encoding: gzip")),
  raw("[T19] a header of 9 KiB", refused(431), line(`X: ${"x".repeat(9 * 1024)}`)),
  raw("[T19] an address of 9 KiB", refused(431), request({ path: `/ws/${"x".repeat(9 * 1024)}` })),
  raw(
    "[T19] 9 KiB of small headers",
    refused(431),
    line(Array.from({ length: 1_600 }, (_, i) => `X${i}: x`).join("\r\n")),
  ),
];

export const handshakes: HttpRow[] = [
  ...keys,
  ...versions,
  ...paths,
  ...tokens,
  ...wrongTokens,
  ...origins,
  ...hosts,
  ...odd,
  ...noHttp,
];
