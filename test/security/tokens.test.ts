// A table of tokens, right and wrong, over every way in: each is taken, or refused with the same 401 or 4501.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import {
  ecdsa,
  eddsa,
  forge,
  hmac,
  type Json,
  jwkOf,
  newEc,
  newEd,
  newRsa,
  part,
  rsa,
  unsigned,
} from "../support/forge.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

const SECRET = "the secret of this table, which has 32 bytes and more";
const ADMIN = "the-admin-token-of-this-table";
const [rsaKey, ecKey, edKey, otherRsa] = [newRsa(), newEc(), newEd(), newRsa()];
const publicPem = rsaKey.publicKey.export({ type: "spki", format: "pem" }) as string;
const publicDer = rsaKey.publicKey.export({ type: "spki", format: "der" });

const folder = mkdtempSync(join(tmpdir(), "rtrooms-tokens-"));
const jwks = join(folder, "keys.json");
/** What was logged: no token may be in it. */
const logged: string[] = [];
const note = (...args: unknown[]): void => void logged.push(JSON.stringify(args));

let server: RunningServer;
beforeAll(async () => {
  const keys = [
    jwkOf(rsaKey.publicKey, { kid: "rsa" }),
    jwkOf(ecKey.publicKey, { kid: "ec", alg: "ES256" }),
    jwkOf(edKey.publicKey, { kid: "ed", use: "sig" }),
    jwkOf(otherRsa.publicKey, { kid: "other" }),
    jwkOf(newRsa().publicKey, { kid: "enc", use: "enc" }),
  ];
  writeFileSync(jwks, JSON.stringify({ keys }));
  server = await serve({
    port: 0,
    adminToken: ADMIN,
    log: { trace: note, debug: note, info: note, warn: note, error: note, fatal: note } as never,
    namespaces: {
      secret: { auth: { jwt: { secret: SECRET } } },
      keys: { auth: { jwt: { jwks } } },
      strict: { auth: { jwt: { secret: SECRET, issuer: "https://id.example", audience: "games" } } },
      none: { auth: { anonymous: [] } },
    },
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const now = Math.floor(Date.now() / 1_000);
const HS = { alg: "HS256", typ: "JWT" };
const claims = (more: Json = {}): Json => ({ sub: "ada", exp: now + 3_600, ...more });
const hs = (more: Json = {}, header: Json = HS, secret: string | Buffer = SECRET): string =>
  forge(header, claims(more), hmac(secret));
const rs = (header: Json, more: Json = {}, key = rsaKey.privateKey): string =>
  forge(header, claims(more), rsa(key));
const good = hs();
const [head, body, signature] = good.split(".") as [string, string, string];
const strict = { iss: "https://id.example", aud: "games" };

type Row = [what: string, namespace: string, token: string];

const taken: Row[] = [
  ["the least", "secret", good],
  ["all claims", "secret", hs({ name: "Ada", ns: "secret", rooms: ["a-*"], scopes: ["join"], nbf: now - 5 })],
  ["a list of namespaces", "secret", hs({ ns: ["keys", "secret"] })],
  ["expired for less than clocks differ", "secret", hs({ exp: now - 10 })],
  ["not yet, by less than clocks differ", "secret", hs({ nbf: now + 10 })],
  ["scopes that are nothing to this server", "secret", hs({ scopes: ["openid", "join"] })],
  ["without typ", "secret", hs({}, { alg: "HS256" })],
  ["RS256 by its kid", "keys", rs({ alg: "RS256", kid: "rsa" })],
  ["RS256 by another kid", "keys", rs({ alg: "RS256", kid: "other" }, {}, otherRsa.privateKey)],
  ["ES256 without a kid, the only one", "keys", forge({ alg: "ES256" }, claims(), ecdsa(ecKey.privateKey))],
  ["EdDSA", "keys", forge({ alg: "EdDSA", kid: "ed" }, claims(), eddsa(edKey.privateKey))],
  ["issuer and audience", "strict", hs(strict)],
  ["one audience of several", "strict", hs({ ...strict, aud: ["x", "games"] })],
  ["the admin's", "secret", ADMIN],
];

const refused: Row[] = [
  // The algorithm is the key's, not the token's.
  ["alg none", "secret", forge({ alg: "none" }, claims(), unsigned)],
  ["alg None", "secret", forge({ alg: "None" }, claims(), unsigned)],
  ["alg none with a signature", "secret", forge({ alg: "none" }, claims(), hmac(SECRET))],
  ["alg none against public keys", "keys", forge({ alg: "none", kid: "rsa" }, claims(), unsigned)],
  ["alg missing", "secret", forge({ typ: "JWT" }, claims(), hmac(SECRET))],
  ["alg as a list", "secret", forge({ alg: ["HS256"] } as Json, claims(), hmac(SECRET))],
  ["alg in small letters", "secret", hs({}, { alg: "hs256" })],
  ["HS384 with the secret", "secret", forge({ alg: "HS384" }, claims(), hmac(SECRET, "sha384"))],
  ["HS512 with the secret", "secret", forge({ alg: "HS512" }, claims(), hmac(SECRET, "sha512"))],
  ["HS256 with the public key as secret", "keys", hs({}, { alg: "HS256", kid: "rsa" }, publicPem)],
  ["the same, key as DER", "keys", hs({}, { alg: "HS256", kid: "rsa" }, publicDer)],
  ["the same, without a kid", "keys", hs({}, HS, publicPem)],
  ["RS256 where there is a secret", "secret", rs({ alg: "RS256" })],
  ["PS256 by an RS256 key", "keys", rs({ alg: "PS256", kid: "rsa" })],
  [
    "RS512 by an RS256 key",
    "keys",
    forge({ alg: "RS512", kid: "rsa" }, claims(), rsa(rsaKey.privateKey, "sha512")),
  ],
  [
    "ES256 that names an RSA key",
    "keys",
    forge({ alg: "ES256", kid: "rsa" }, claims(), ecdsa(ecKey.privateKey)),
  ],
  ["RS256 that names a P-256 key", "keys", rs({ alg: "RS256", kid: "ec" })],
  [
    "ES256 with a signature of nothing but zeros",
    "keys",
    forge({ alg: "ES256", kid: "ec" }, claims(), () => Buffer.alloc(64)),
  ],
  // Which key.
  ["an unknown kid", "keys", rs({ alg: "RS256", kid: "gone" })],
  ["kid __proto__", "keys", rs({ alg: "RS256", kid: "__proto__" })],
  ["kid constructor", "keys", rs({ alg: "RS256", kid: "constructor" })],
  ["kid as a path", "keys", rs({ alg: "RS256", kid: "../../../../dev/null" })],
  ["kid as an object", "keys", rs({ alg: "RS256", kid: { rsa: 1 } })],
  ["kid empty", "keys", rs({ alg: "RS256", kid: "" })],
  ["no kid, and two keys of the algorithm", "keys", rs({ alg: "RS256" })],
  ["a key that is for secrets", "keys", rs({ alg: "RS256", kid: "enc" })],
  ["the kid of another key", "keys", rs({ alg: "RS256", kid: "other" })],
  ["a kid where there is a secret", "secret", hs({}, { ...HS, kid: "x" })],
  [
    "a key of its own in the header",
    "keys",
    rs({ alg: "RS256", jwk: jwkOf(otherRsa.publicKey) }, {}, otherRsa.privateKey),
  ],
  ["an address of keys in the header", "keys", rs({ alg: "RS256", jku: "http://127.0.0.1:1/keys" })],
  ["an extension that must be understood", "secret", hs({}, { ...HS, crit: ["x"], x: 1 })],
  ["a body that is not encoded", "secret", hs({}, { ...HS, b64: false, crit: ["b64"] })],
  // Signature and form.
  ["another secret", "secret", hs({}, HS, "another secret, as long as the first one is")],
  ["an empty secret", "secret", hs({}, HS, "")],
  ["a changed claim", "secret", `${head}.${part(claims({ sub: "eve" }))}.${signature}`],
  ["a changed header", "secret", `${part({ ...HS, x: 1 })}.${body}.${signature}`],
  ["no signature", "secret", `${head}.${body}.`],
  ["two parts", "secret", `${head}.${body}`],
  ["four parts", "secret", `${good}.x`],
  ["truncated", "secret", good.slice(0, -4)],
  ["a sign that is not base64url", "secret", `${head}.${body}.${signature.slice(0, -1)}+`],
  ["claims that are no JSON", "secret", forge(HS, "{", hmac(SECRET))],
  ["claims that are a list", "secret", forge(HS, "[]", hmac(SECRET))],
  ["a header that is no JSON", "secret", forge("{", claims(), hmac(SECRET))],
  ["a header that is null", "secret", forge("null", claims(), hmac(SECRET))],
  ["just a text", "secret", "hunter2"],
  ["five parts, as of an encrypted one", "secret", `${part({ alg: "dir", enc: "A256GCM" })}..AAAA.AAAA.AAAA`],
  // Time.
  ["expired", "secret", hs({ exp: now - 60 })],
  ["expired at the epoch", "secret", hs({ exp: 0 })],
  ["no exp", "secret", hs({ exp: undefined })],
  ["exp as a text", "secret", hs({ exp: String(now + 3_600) })],
  ["exp null", "secret", hs({ exp: null })],
  ["exp without an end", "secret", forge(HS, `{"sub":"ada","exp":1e999}`, hmac(SECRET))],
  ["not yet", "secret", hs({ nbf: now + 120 })],
  ["nbf as a text", "secret", hs({ nbf: "0" })],
  // Whom and where.
  ["no sub", "secret", hs({ sub: undefined })],
  ["sub empty", "secret", hs({ sub: "" })],
  ["sub as a number", "secret", hs({ sub: 7 })],
  ["sub too long", "secret", hs({ sub: "a".repeat(257) })],
  ["another namespace", "secret", hs({ ns: "keys" })],
  ["no namespace at all", "secret", hs({ ns: [] })],
  ["ns as a number", "secret", hs({ ns: 7 })],
  ["ns that is no id", "secret", hs({ ns: ["secret", "__proto__"] })],
  ["the secret of another namespace", "keys", good],
  ["a namespace without keys", "none", good],
  ["no issuer", "strict", hs({ aud: "games" })],
  ["another issuer", "strict", hs({ ...strict, iss: "https://evil.example" })],
  ["no audience", "strict", hs({ iss: strict.iss })],
  ["another audience", "strict", hs({ ...strict, aud: "mail" })],
  // What for.
  ["rooms as a text", "secret", hs({ rooms: "team-*" })],
  ["rooms with a pattern of signs that no name has", "secret", hs({ rooms: ["a b"] })],
  ["too many rooms", "secret", hs({ rooms: Array.from({ length: 65 }, (_, i) => `r${i}`) })],
  ["scopes as a text", "secret", hs({ scopes: "admin" })],
  ["an admin of some rooms", "secret", hs({ scopes: ["admin"], rooms: ["team-*"] })],
  ["name as an object", "secret", hs({ name: {} })],
  ["huge", "secret", hs({ pad: "x".repeat(4_096) })],
  ["the admin's, but for its end", "secret", ADMIN.slice(0, -1)],
];

const wsOf = (namespace: string): string => `${server.ws}/${namespace}`;
const read = (namespace: string, token: string) =>
  fetch(`${server.url}/rooms?ns=${namespace}`, { headers: { authorization: `Bearer ${token}` } });

describe.each(taken)("[T15] a token is taken: %s", (_, namespace, token) => {
  it("before the upgrade, in the list of subprotocols, in hello and over HTTP", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const first = await openSocket(wsOf(namespace), ["rtrooms.v1"], { headers });
    const second = await openSocket(wsOf(namespace), ["rtrooms.v1", `bearer.${token}`]);
    const third = await openSocket(wsOf(namespace));
    const asked = [first, second].map((socket) => socket.ask({ type: "hello" }));
    for (const welcome of [...(await Promise.all(asked)), await third.ask({ type: "hello", token })])
      expect(welcome).toMatchObject({ type: "ok", data: { namespace } });
    for (const { ws } of [first, second, third]) ws.close();
    expect((await read(namespace, token)).status).toBe(200);
  });
});

describe.each(refused)("[T15] a token is refused: %s", (_, namespace, token) => {
  it("401 before the upgrade, 4501 after hello, 401 over HTTP", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const [first, second] = await Promise.all([
      refusedUpgrade(wsOf(namespace), ["rtrooms.v1"], { headers }),
      refusedUpgrade(wsOf(namespace), ["rtrooms.v1", `bearer.${token}`]).catch(notAllowedThere),
    ]);
    expect(first).toMatchObject({ status: 401, problem: { code: "unauthorized" } });
    expect(second).toMatchObject({ status: 401, problem: { code: "unauthorized" } });
    const third = await openSocket(wsOf(namespace));
    expect(await third.ask({ type: "hello", token })).toMatchObject({ type: "error", code: "unauthorized" });
    expect((await third.closed).code).toBe(4501);
    const { status, text } = await read(namespace, token).then(async (r) => ({
      status: r.status,
      text: await r.text(),
    }));
    expect({ status, code: JSON.parse(text).code }).toEqual({ status: 401, code: "unauthorized" });
    // Why is for the log alone, but that a good one has run out.
    expect(JSON.parse(text).detail).toMatch(/^The token (is not valid on this server|has expired)\.$/);
  });
});

/** The client does not even send a subprotocol with signs that none may have. */
function notAllowedThere(error: unknown) {
  if (!(error instanceof SyntaxError)) throw error;
  return { status: 401, problem: { code: "unauthorized" } };
}

it("[T15] the table has forty tokens and more", () => {
  expect(refused.length).toBeGreaterThanOrEqual(60);
});

it("[T15] a token is not looked at by what its algorithm is called in an object", async () => {
  expect((await read("keys", forge({ alg: "toString", kid: "rsa" }, claims(), unsigned))).status).toBe(401);
});

it("[T14] a token in the address is refused with 400 and a hint, and is in no log", async () => {
  const { status, problem } = await refusedUpgrade(`${wsOf("secret")}?token=${good}`);
  expect({ status, code: problem.code }).toEqual({ status: 400, code: "bad_request" });
  expect(problem.detail).toContain("`hello`");
  expect(logged.length).toBeGreaterThan(refused.length);
  const all = logged.join("\n");
  for (const [what, , token] of [...taken, ...refused]) expect(all.includes(token), what).toBe(false);
});

it("[T15] whoever goes while the token is looked at leaves nothing behind", async () => {
  const { connect } = await import("node:net");
  const request = `GET /ws/keys HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer ${rs({ alg: "RS256", kid: "rsa" })}\r\n\r\n`;
  const before = server.connections();
  await Promise.all(
    Array.from({ length: 50 }, (_, i) => {
      const socket = connect(server.port, "127.0.0.1", () => {
        socket.write(request, () => (i % 2 ? socket.resetAndDestroy() : socket.end()));
      });
      socket.on("error", () => {});
      socket.resume();
      return new Promise((resolve) => socket.on("close", resolve));
    }),
  );
  await expect.poll(() => server.connections()).toBe(before);
  expect((await read("keys", rs({ alg: "RS256", kid: "rsa" }))).status).toBe(200);
});
