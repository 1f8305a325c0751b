// Namespaces over sockets and HTTP: who gets in, what a token is good for, and what a publication needs.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

const sha256 = (token: string): string => createHash("sha256").update(token).digest("hex");

let server: RunningServer;
beforeAll(async () => {
  server = await serve({
    port: 0,
    adminToken: "admin-token",
    others: "refuse",
    namespaces: {
      open: { events: { move: ["x"] } },
      sensors: {
        auth: {
          anonymous: [],
          tokens: [
            { name: "door", scopes: ["publish"], sha256: sha256("door").toUpperCase() },
            { name: "visitor", scopes: ["join"], sha256: sha256("visitor") },
          ],
        },
      },
    },
  });
});
afterAll(() => server.stop());

const post = (path: string, body: unknown, token?: string) =>
  fetch(server.url + path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });

describe("[N1] a namespace that is not named", () => {
  it("is refused at the door with 404", async () => {
    for (const url of [`${server.ws}/other`, server.ws]) {
      const { status, problem } = await refusedUpgrade(url);
      expect({ status, code: problem.code }).toEqual({ status: 404, code: "not_found" });
      expect(problem.detail).toMatch(/no namespace (other|default)/);
    }
  });

  it.each(["/rooms?ns=other", "/rooms", "/rooms/a?ns=other", "/topics/t?ns=other"])(
    "is refused over HTTP: GET %s",
    async (path) => {
      const response = await fetch(server.url + path, { headers: { authorization: "Bearer admin-token" } });
      expect(response.status).toBe(404);
      expect((await response.json()).detail).toMatch(/no namespace/);
    },
  );

  it("is no matter for what has none", async () => {
    for (const path of ["/healthz", "/stats", "/rooms?ns=open"]) {
      expect((await fetch(server.url + path)).status, path).toBe(200);
    }
  });
});

describe("[N4] where nobody enters without a token", () => {
  it("a first request without one is refused, and closed with 4501", async () => {
    const socket = await openSocket(`${server.ws}/sensors`);
    expect(await socket.ask({ type: "join", room: "a" })).toMatchObject({ code: "unauthorized" });
    expect(await socket.closed).toMatchObject({ code: 4501 });
  });

  it.each([
    ["admin-token", true, true],
    ["visitor", true, false],
    ["door", false, true],
  ])("%s does what it is good for", async (token, joins, pushes) => {
    const socket = await openSocket(`${server.ws}/sensors`);
    await socket.ask({ type: "hello", token });
    const joined = await socket.ask({ type: "join", room: "none", create: false });
    expect(joined.code).toBe(joins ? "not_found" : "forbidden");
    expect((await socket.ask({ type: "push", topic: "t", data: 1 })).type).toBe(pushes ? "ok" : "error");
    socket.ws.close();
  });
});

describe("[N4] a token of a namespace", () => {
  it("pushes over HTTP there, and nowhere else", async () => {
    expect((await post("/topics/t?ns=sensors", 21, "door")).status).toBe(200);
    expect((await post("/topics/t?ns=open", 21, "door")).status).toBe(401);
    expect((await post("/topics/t?ns=sensors", 21)).status).toBe(401);
    expect((await post("/topics/t?ns=sensors", 21, "visitor")).status).toBe(403);
    expect((await post("/topics/t?ns=open", 21, "admin-token")).status).toBe(200);
  });

  it("is no admin's", async () => {
    expect((await post("/rooms/a?ns=sensors", {}, "door")).status).toBe(401);
  });

  it("opens the door there, and nowhere else", async () => {
    const headers = { authorization: "Bearer visitor" };
    (await openSocket(`${server.ws}/sensors`, [], { headers })).ws.close();
    expect((await refusedUpgrade(`${server.ws}/open`, [], { headers })).status).toBe(401);
  });
});

it("[N6] asks for required fields also over HTTP", async () => {
  const admin = "admin-token";
  await post("/rooms/a?ns=open", {}, admin);
  const refused = await post("/rooms/a/messages?ns=open", { event: "move", data: { y: 1 } }, admin);
  expect(refused.status).toBe(400);
  const details = [{ path: "/data/x", message: "is missing" }];
  expect(await refused.json()).toMatchObject({ code: "bad_request", details });
  const taken = await post("/rooms/a/messages?ns=open", { event: "move", data: { x: 1 } }, admin);
  expect(taken.status).toBe(201);
});

it("[N2] gives rooms that are made over HTTP the namespace's options", async () => {
  const own = await serve({
    port: 0,
    adminToken: "x",
    defaults: { room: { capacity: 3 }, limits: { maxCapacity: 4 } },
  });
  const make = (room: string, options: object) =>
    fetch(`${own.url}/rooms/${room}`, {
      method: "POST",
      body: JSON.stringify(options),
      headers: { authorization: "Bearer x" },
    });
  expect(await (await make("a", {})).json()).toMatchObject({ room: { capacity: 3 } });
  expect((await make("b", { capacity: 5 })).status).toBe(400);
  await own.stop();
});
