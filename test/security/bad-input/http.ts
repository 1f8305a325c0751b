// HTTP: addresses, tokens, ids, queries and bodies that a route can't take, each with its status and the code of its problem.
import type { ErrorCode } from "../../../src/protocol/errors.ts";
import { limits } from "../../../src/protocol/limits.ts";
import type { HttpRow, Reaction } from "./row.ts";
import { type RequestParts, request } from "./wire.ts";

const refused = (status: number, code?: ErrorCode): Reaction => ({ status, code });
const BAD = refused(400, "bad_request");
const NOT_FOUND = refused(404, "not_found");
const UNAUTHORIZED = refused(401, "unauthorized");
const TOO_LARGE = refused(413, "payload_too_large");

interface Call {
  method: string;
  path: string;
  access: "reader" | "publisher" | "admin";
  body?: string;
}

/** The routes with a place for an id: `x` stands in it. */
const CALLS: Call[] = [
  { method: "GET", path: "/rooms/x", access: "reader" },
  { method: "POST", path: "/rooms/x", access: "admin", body: "{}" },
  { method: "PATCH", path: "/rooms/x", access: "admin", body: "{}" },
  { method: "DELETE", path: "/rooms/x", access: "admin" },
  { method: "DELETE", path: "/rooms/x/members/a", access: "admin" },
  { method: "PUT", path: "/rooms/x/bans/a", access: "admin" },
  { method: "DELETE", path: "/rooms/x/bans/a", access: "admin" },
  { method: "PUT", path: "/rooms/x/host", access: "admin", body: '{"to":"a"}' },
  { method: "POST", path: "/rooms/x/notices", access: "admin", body: '{"text":"a"}' },
  { method: "GET", path: "/rooms/x/messages", access: "admin" },
  { method: "POST", path: "/rooms/x/messages", access: "admin", body: '{"data":1}' },
  { method: "GET", path: "/topics/x", access: "reader" },
  { method: "POST", path: "/topics/x", access: "publisher", body: "1" },
];
const CLEANUP: Call = { method: "POST", path: "/rooms/cleanup", access: "admin" };

/** Ids as they stand in a path. */
const NO_IDS = [
  "__proto__",
  "..%2f..%2fetc%2fpasswd",
  "a%2fb",
  "a%00b",
  "a%0d%0ab",
  "%20",
  "%zz",
  "%ff",
  "*",
  "%7b%7d",
  "%c3%a9",
  "%e2%80%ae",
  "x".repeat(129),
];

export function httpRows(adminToken: string): HttpRow[] {
  const admin = { authorization: `Bearer ${adminToken}` };
  const row = (title: string, reaction: Reaction, { headers, ...parts }: RequestParts): HttpRow => ({
    title,
    reaction,
    bytes: request({ ...parts, headers: { connection: "close", ...headers } }),
  });
  const asAdmin = (title: string, reaction: Reaction, parts: RequestParts): HttpRow =>
    row(title, reaction, { ...parts, headers: { ...admin, ...parts.headers } });
  const named = ({ method, path }: Call): string => `${method} ${path}`;

  const ids = CALLS.flatMap((call) => {
    const some =
      call.path === "/rooms/x" && call.method === "GET" ? NO_IDS : ["__proto__", "a%00b", "x".repeat(129)];
    return some.map((id) =>
      asAdmin(`[T8] ${named(call)} with ${id.slice(0, 20)}`, BAD, {
        ...call,
        path: call.path.replace("/x", `/${id}`),
      }),
    );
  });
  const peers = ["members", "bans"].flatMap((list) =>
    ["__proto__", "a%2fb", "%0d%0a"].map((id) =>
      asAdmin(`[T8] DELETE a peer ${id} of ${list}`, BAD, {
        method: "DELETE",
        path: `/rooms/x/${list}/${id}`,
      }),
    ),
  );
  const namespaces = ["__proto__", "a/b", "", "%00", "a%0d%0aX:y", "x".repeat(129)].flatMap((ns) => [
    asAdmin(`[T8] GET /rooms of namespace ${ns.slice(0, 16)}`, BAD, { path: `/rooms?ns=${ns}` }),
    asAdmin(`[T8] POST a topic of namespace ${ns.slice(0, 16)}`, BAD, {
      method: "POST",
      path: `/topics/x?ns=${ns}`,
      body: "1",
    }),
  ]);

  const guarded = [...CALLS, CLEANUP].filter(({ access }) => access === "admin");
  const tokens = [
    ...guarded.map((call) => row(`[T29] ${named(call)} without a token`, UNAUTHORIZED, call)),
    ...CALLS.map((call) =>
      row(`[T29] ${named(call)} with a wrong token`, UNAUTHORIZED, {
        ...call,
        headers: { authorization: "Bearer wrong" },
      }),
    ),
    ...[
      "Basic YTpi",
      "Bearer",
      "Bearer  ",
      `bearer${adminToken}`,
      `Bearer ${adminToken}x`,
      `Bearer ${adminToken} x`,
    ].map((authorization) =>
      row(`[T16] cleanup with ${authorization.replace(adminToken, "…")}`, UNAUTHORIZED, {
        ...CLEANUP,
        headers: { authorization },
      }),
    ),
    row("[T14] a token in the address counts for nothing", UNAUTHORIZED, {
      ...CLEANUP,
      path: `/rooms/cleanup?token=${adminToken}`,
    }),
  ];

  const nested = `${"[".repeat(20)}${"]".repeat(20)}`;
  const deepest = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  const bodies = CALLS.filter(({ body }) => body !== undefined).flatMap((call) => [
    asAdmin(`[T6] ${named(call)} with half a body`, BAD, { ...call, body: '{"data":' }),
    asAdmin(`[T7] ${named(call)} with a deep body`, BAD, { ...call, body: `{"data":${nested}}` }),
    asAdmin(`[T7] ${named(call)} with the deepest body`, BAD, { ...call, body: deepest }),
    asAdmin(`[T2] ${named(call)} with a body that is no UTF-8`, BAD, {
      ...call,
      body: Buffer.from([0x22, 0xff, 0x22]),
    }),
    asAdmin(`[T3] ${named(call)} with more than 64 KiB`, TOO_LARGE, {
      ...call,
      body: `"${"x".repeat(limits.frameBytes)}"`,
    }),
  ]);
  const objects = CALLS.filter(({ body }) => body?.startsWith("{")).flatMap((call) =>
    ["null", "[]", "1", '"x"'].map((body) =>
      asAdmin(`[T6] ${named(call)} with ${body}`, BAD, { ...call, body }),
    ),
  );

  const WRONG_BODIES: [string, string, string][] = [
    ["POST", "/rooms/x", '{"capacity":0}'],
    ["POST", "/rooms/x", '{"capacity":"4"}'],
    ["POST", "/rooms/x", '{"visibility":"secret"}'],
    ["POST", "/rooms/x", '{"data":[]}'],
    ["POST", "/rooms/x", '{"hold":-1}'],
    ["PATCH", "/rooms/x", '{"locked":"yes"}'],
    ["PATCH", "/rooms/x", '{"code":false}'],
    ["PUT", "/rooms/x/host", "{}"],
    ["PUT", "/rooms/x/host", '{"to":"a b"}'],
    ["POST", "/rooms/x/notices", '{"text":""}'],
    ["POST", "/rooms/x/notices", '{"text":5}'],
    ["POST", "/rooms/x/messages", "{}"],
    ["POST", "/rooms/x/messages", '{"event":"chat","data":{}}'],
    ["POST", "/rooms/x/messages", '{"data":1,"key":"short"}'],
    ["POST", "/topics/x", ""],
    ["POST", "/topics/x", "hello"],
    ["POST", "/topics/x?key=short", "1"],
  ];
  const wrongBodies = WRONG_BODIES.map(([method, path, body]) =>
    asAdmin(`[T6] ${method} ${path} with ${body || "nothing"}`, BAD, { method, path, body }),
  );
  const QUERIES = [
    "/rooms?limit=0",
    "/rooms?limit=101",
    "/rooms?limit=-1",
    "/rooms?limit=1.5",
    "/rooms?limit=1e1",
    "/rooms?limit=99999999999999999999",
    "/rooms?limit=",
    "/rooms?status=open",
    "/rooms?available=0",
    "/rooms?available=many",
    `/rooms?cursor=${"x".repeat(257)}`,
    "/rooms/x/messages?since=-1",
    "/rooms/x/messages?before=0",
    "/rooms/x/messages?limit=NaN",
  ];
  const queries = QUERIES.map((path) => asAdmin(`[T6] GET ${path.slice(0, 40)}`, BAD, { path }));

  const ADDRESSES = [
    "/nothing",
    "/rooms/",
    "/rooms//",
    "/rooms/x/y",
    "/rooms/x/members",
    "/.env",
    "/.git/config",
    "/%2e%2e/etc/passwd",
    "/client.js/../package.json",
    "/constructor",
    "/__proto__",
    "/admin",
    "/index.php?a=b",
  ];
  const addresses = [
    ...ADDRESSES.map((path) => row(`GET ${path}`, NOT_FOUND, { path })),
    ...["OPTIONS", "POST", "PUT", "DELETE", "PATCH", "PROPFIND"].map((method) =>
      row(`${method} /healthz`, NOT_FOUND, { method, path: "/healthz" }),
    ),
    row("GET a WebSocket without an upgrade", NOT_FOUND, { path: "/ws" }),
    row("CONNECT", "cut", { method: "CONNECT", path: "example.org:443" }),
  ];
  const results = [
    asAdmin("GET a room that is not there", NOT_FOUND, { path: "/rooms/nowhere" }),
    asAdmin("a room by the name of constructor", NOT_FOUND, { path: "/rooms/constructor" }),
    asAdmin("a topic by the name of toString", NOT_FOUND, { path: "/topics/toString" }),
    asAdmin("closing a room that is not there", NOT_FOUND, { method: "DELETE", path: "/rooms/nowhere" }),
    asAdmin("a member who is not there", refused(404, "no_such_peer"), {
      method: "DELETE",
      path: "/rooms/healthy/members/constructor",
    }),
    asAdmin("a host who is not there", refused(404, "no_such_peer"), {
      method: "PUT",
      path: "/rooms/healthy/host",
      body: '{"to":"toString"}',
    }),
    asAdmin("[T8] __proto__ in a room's data", refused(201), {
      method: "POST",
      path: "/rooms/of-proto",
      body: '{"data":{"__proto__":{"admin":true}}}',
    }),
    asAdmin("[T8] __proto__ in a body", refused(201), {
      method: "POST",
      path: "/rooms/of-proto/messages",
      body: '{"event":"odd","data":{"__proto__":{"admin":true}},"__proto__":{"to":1}}',
    }),
    asAdmin("[T8] closing that room", refused(204), { method: "DELETE", path: "/rooms/of-proto" }),
    ...["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"].map((host) =>
      row(`[T29] GET /stats of host ${host}`, refused(403, "forbidden"), {
        path: "/stats",
        headers: { host },
      }),
    ),
  ];
  const transfers = [
    asAdmin("[T3] a body that says 2^53 bytes", TOO_LARGE, {
      method: "POST",
      path: "/topics/x",
      body: "x".repeat(limits.frameBytes + 1),
      headers: { "content-length": String(2 ** 53) },
    }),
    asAdmin("[T3] chunks of more than 64 KiB", TOO_LARGE, {
      method: "POST",
      path: "/topics/x",
      headers: { "transfer-encoding": "chunked", "content-length": null },
      body: `10010\r\n${"x".repeat(0x10010)}\r\n0\r\n\r\n`,
    }),
    asAdmin("[T1] a chunk of words", refused(400), {
      method: "POST",
      path: "/topics/x",
      headers: { "transfer-encoding": "chunked", "content-length": null },
      body: "many\r\nx\r\n",
    }),
    asAdmin("[T1] a body that is compressed", BAD, {
      method: "POST",
      path: "/topics/x",
      headers: { "content-encoding": "gzip" },
      body: Buffer.from("1f8b0800000000000003330400b7efdc8301000000", "hex"),
    }),
  ];
  return [
    ...ids,
    ...peers,
    ...namespaces,
    ...tokens,
    ...bodies,
    ...objects,
    ...wrongBodies,
    ...queries,
    ...addresses,
    ...results,
    ...transfers,
  ];
}
