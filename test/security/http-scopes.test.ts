// What signed tokens are good for over HTTP: which routes, in which namespace, for which rooms.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { mint, type Wish } from "../../src/server/mint.ts";

const SECRET = "the secret of these routes, which has 32 bytes and more";
const ADMIN = "the-admin-token";
/** As a proxy passes it on: not from this machine. */
const FAR = { "x-forwarded-for": "203.0.113.7" };

let server: RunningServer;
beforeAll(async () => {
  server = await serve({
    port: 0,
    adminToken: ADMIN,
    defaults: { auth: { jwt: { secret: SECRET } } },
    namespaces: { bare: { auth: { jwt: null } } },
  });
});
afterAll(() => server.stop());

const token = async (wish: Partial<Wish>): Promise<string> =>
  (await mint({ secret: SECRET }, { sub: "ada", ...wish }, Date.now())).token;

async function call(method: string, path: string, bearer?: string, body?: unknown) {
  const headers = { ...FAR, ...(bearer && { authorization: `Bearer ${bearer}` }) };
  const response = await fetch(server.url + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
}

const statuses = async (bearer: string | undefined, calls: [string, string, unknown?][]) => {
  const found: number[] = [];
  for (const [method, path, body] of calls) found.push((await call(method, path, bearer, body)).status);
  return found;
};

const READING: [string, string][] = [
  ["GET", "/rooms"],
  ["GET", "/stats"],
  ["GET", "/metrics"],
  ["GET", "/openapi.json"],
];

describe("[A5] reading", () => {
  it("from elsewhere is for who may observe", async () => {
    const eye = await token({ scopes: ["observe"] });
    expect(await statuses(eye, READING)).toEqual([200, 200, 200, 200]);
    expect(await statuses(await token({ scopes: ["join"] }), READING)).toEqual([403, 403, 403, 403]);
    expect(await statuses(undefined, READING)).toEqual([401, 401, 401, 401]);
    expect((await call("GET", "/rooms/x/messages", eye)).status).toBe(401);
  });

  it("shows rooms that are not public, and of all only those that the token names", async () => {
    for (const room of ["team-a", "team-b", "other"])
      await call("POST", `/rooms/${room}`, ADMIN, { visibility: "private", code: true });
    const all = await token({ scopes: ["observe"] });
    const some = await token({ scopes: ["observe"], rooms: ["team-*"] });
    const names = async (bearer: string) =>
      (await call("GET", "/rooms", bearer)).body.rooms.map(({ room }: { room: string }) => room);
    expect(await names(all)).toEqual(["other", "team-a", "team-b"]);
    expect(await names(some)).toEqual(["team-a", "team-b"]);
    expect((await call("GET", "/rooms/team-a", some)).body.room.code).toBeUndefined();
    const [hidden, missing] = [
      await call("GET", "/rooms/other", some),
      await call("GET", "/rooms/nowhere", some),
    ];
    expect(hidden.status).toBe(404);
    expect(hidden).toEqual(missing);
  });
});

describe("[A5] keeping order", () => {
  const acts: [string, string, unknown?][] = [
    ["PATCH", "/rooms/team-x", { locked: true }],
    ["POST", "/rooms/team-x/notices", { text: "be kind" }],
    ["PUT", "/rooms/team-x/bans/somebody"],
    ["DELETE", "/rooms/team-x/bans/somebody"],
    ["DELETE", "/rooms/team-x/members/somebody"],
  ];

  it("is for who may moderate, in the rooms that the token names", async () => {
    await call("POST", "/rooms/team-x", ADMIN, {});
    const mod = await token({ scopes: ["moderate"], rooms: ["team-*"] });
    expect(await statuses(mod, acts)).toEqual([200, 204, 204, 204, 404]);
    expect(await statuses(await token({ scopes: ["join", "observe"] }), acts)).toEqual(acts.map(() => 403));
    expect(await statuses(await token({ scopes: ["moderate"], rooms: ["x"] }), acts)).toEqual(
      acts.map(() => 404),
    );
    expect(await statuses(undefined, acts)).toEqual(acts.map(() => 401));
    expect((await call("PATCH", "/rooms/team-x", mod, { locked: false, capacity: 2 })).status).toBe(403);
    expect((await call("PUT", "/rooms/team-x/host", mod, { to: "somebody" })).status).toBe(401);
    expect((await call("DELETE", "/rooms/team-x", mod)).status).toBe(204);
  });
});

describe("[A2] the namespace of a token", () => {
  it("is the only one in which it is good, an admin's too", async () => {
    const admin = await token({ scopes: ["admin"], ns: "games" });
    expect((await call("POST", "/rooms/a?ns=games", admin, {})).status).toBe(201);
    expect((await call("POST", "/rooms/a", admin, {})).status).toBe(401);
    const own = await call("POST", "/tokens?ns=games", admin, { sub: "bob", scopes: ["admin"] });
    expect(own.status).toBe(201);
    expect((await call("GET", "/rooms", own.body.token)).status).toBe(401);
    expect((await call("POST", "/tokens", admin, { sub: "bob" })).status).toBe(401);
  });

  it("bounds a push, and so do its rooms", async () => {
    const sensor = await token({ scopes: ["publish"], rooms: ["hall-*"] });
    expect((await call("POST", "/topics/hall-1", sensor, 21)).status).toBe(200);
    expect((await call("POST", "/topics/cellar", sensor, 21)).status).toBe(404);
  });
});

describe("POST /tokens", () => {
  it("signs what is asked for, for an admin only", async () => {
    const minted = await call("POST", "/tokens", ADMIN, { sub: "bob", scopes: ["observe"], ttlMs: 60_000 });
    expect(minted.status).toBe(201);
    expect(minted.body.expiresAt).toBeGreaterThan(Date.now());
    expect((await call("GET", "/stats", minted.body.token)).status).toBe(200);
    expect((await call("POST", "/tokens", minted.body.token, { sub: "bob" })).status).toBe(401);
  });

  it("says so where there is no secret", async () => {
    const refused = await call("POST", "/tokens?ns=bare", ADMIN, { sub: "bob" });
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining("no secret") } });
  });
});
