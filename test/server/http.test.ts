// HTTP: figures, rooms and their changes, and who may ask for them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket } from "../support/socket.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0 });
});
afterAll(() => server.stop());

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);
const asAdmin = (method: string, body?: string): RequestInit => ({
  method,
  body,
  headers: { authorization: `Bearer ${server.adminToken}` },
});

describe("acts of an admin", () => {
  it("[R13] [R14] [R15] reach the room", async () => {
    const ada = await openSocket(server.ws);
    const { data } = await ada.ask({ type: "join", room: "acts" });
    expect((await get("/rooms/acts/notices", asAdmin("POST", '{"text":"hi"}'))).status).toBe(204);
    expect((await get("/rooms/acts/host", asAdmin("PUT", `{"to":"${data.self.peer}"}`))).status).toBe(200);
    expect((await get("/rooms/acts/host", asAdmin("PUT", '{"to":"nobody"}'))).status).toBe(404);
    const banned = `/rooms/acts/bans/${data.self.peer}`;
    expect((await get(banned, { method: "PUT" })).status).toBe(401);
    expect((await get(banned, asAdmin("PUT"))).status).toBe(204);
    expect((await ada.ask({ type: "join", room: "acts" })).code).toBe("banned");
    expect((await get(banned, asAdmin("DELETE"))).status).toBe(204);
    expect((await ada.ask({ type: "join", room: "acts" })).type).toBe("ok");
    ada.ws.close();
    await ada.closed;
    await get("/rooms/acts", asAdmin("DELETE"));
  });
});

describe("PATCH /rooms/:room", () => {
  it("[R11] changes the room", async () => {
    await get("/rooms/patched", asAdmin("POST"));
    const changed = await get("/rooms/patched", asAdmin("PATCH", '{"capacity":3,"locked":true,"host":"me"}'));
    expect(changed.status).toBe(200);
    expect((await changed.json()).room).toMatchObject({ capacity: 3, locked: true, host: null, version: 2 });
    expect((await get("/rooms/patched", asAdmin("PATCH", '{"capacity":0}'))).status).toBe(400);
    expect((await get("/rooms/patched", { method: "PATCH", body: "{}" })).status).toBe(401);
    await get("/rooms/patched", asAdmin("DELETE"));
  });
});

describe("reading", () => {
  it("answers health and readiness", async () => {
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await get("/readyz")).json()).toEqual({ status: "ready" });
  });

  it("gives the figures as JSON and as OpenMetrics", async () => {
    const socket = await openSocket(server.ws);
    await socket.ask({ type: "join", room: "figures" });
    const stats = await (await get("/stats")).json();
    expect(stats).toMatchObject({
      totalRooms: 1,
      waitingRooms: 1,
      activeRooms: 0,
      totalPeers: 1,
      store: "memory",
    });
    const metrics = await get("/metrics");
    expect(metrics.headers.get("content-type")).toContain("application/openmetrics-text");
    const text = await metrics.text();
    expect(text).toContain('rtrooms_rooms{status="waiting"} 1\n');
    expect(text).toMatch(/rtrooms_messages_received_total [1-9]/);
    expect(text.endsWith("# EOF\n")).toBe(true);
    socket.ws.close();
    await socket.closed;
  });

  it("serves page and client under a strict policy", async () => {
    const page = await get("/");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain("page.js");
    for (const path of ["/client.js", "/page.js", "/page.css"])
      expect((await get(path)).status, path).toBe(200);
  });

  it.each([
    ["/nothing", 404, "not_found"],
    ["/rooms/nowhere", 404, "not_found"],
    ["/rooms/__proto__", 400, "bad_request"],
    ["/rooms?limit=0", 400, "bad_request"],
    ["/rooms?ns=a%2Fb", 400, "bad_request"],
  ])("%s is a problem", async (path, status, code) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status, code });
  });

  it("answers to local names only", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      const options = { port: server.port, path: "/stats", headers: { host: "evil.example" } };
      request(options, (response) => resolve(response.resume().statusCode)).end();
    });
    expect(status).toBe(403);
  });

  it("is not for those whom a proxy passes on, without the token", async () => {
    const headers = { "x-forwarded-for": "203.0.113.7" };
    expect((await get("/stats", { headers })).status).toBe(401);
    expect((await get("/healthz", { headers })).status).toBe(200);
  });
});

describe("changing", () => {
  it("needs the token, and says when it is wrong", async () => {
    expect((await get("/rooms/mine", { method: "POST" })).status).toBe(401);
    const wrong = { method: "POST", headers: { authorization: "Bearer wrong" } };
    expect((await get("/rooms/mine", wrong)).status).toBe(401);
  });

  it("[R8] creates a private room that only an admin sees in the list", async () => {
    const created = await get("/rooms/secret", asAdmin("POST", '{"visibility":"private","capacity":2}'));
    expect(created.status).toBe(201);
    expect(await created.json()).toMatchObject({ room: { room: "secret", capacity: 2, members: 0 } });
    expect((await get("/rooms/secret")).status).toBe(404);
    const names = async (init?: RequestInit) =>
      (await (await get("/rooms", init)).json()).rooms.map(({ room }: { room: string }) => room);
    expect(await names()).not.toContain("secret");
    expect(await names(asAdmin("GET"))).toContain("secret");
    expect((await get("/rooms/secret", asAdmin("POST"))).status).toBe(409);
    expect((await get("/rooms/bad", asAdmin("POST", '{"capacity":"two"}'))).status).toBe(400);
    expect((await get("/rooms/bad", asAdmin("POST", "{"))).status).toBe(400);
    expect((await get("/rooms/bad", asAdmin("POST", "x".repeat(70_000)))).status).toBe(413);
  });

  it("[R9] kicks and closes, and those concerned are told", async () => {
    const [ada, bob] = [await openSocket(server.ws), await openSocket(server.ws)];
    const { data } = await ada.ask({ type: "join", room: "duel" });
    await bob.ask({ type: "join", room: "duel" });
    const kicked = await get(`/rooms/duel/members/${data.self.peer}`, asAdmin("DELETE"));
    expect(kicked.status).toBe(204);
    expect(await ada.next("member.left")).toMatchObject({ peer: data.self.peer, reason: "kick" });
    expect(await bob.next("host.changed")).toMatchObject({ room: "duel" });
    expect((await get("/rooms/duel/members/nobody", asAdmin("DELETE"))).status).toBe(404);
    expect((await get("/rooms/duel", asAdmin("DELETE"))).status).toBe(204);
    expect(await bob.next("room.closed")).toMatchObject({ reason: "admin" });
    expect((await get("/rooms/duel")).status).toBe(404);
    ada.ws.close();
    bob.ws.close();
  });

  it("pages the list", async () => {
    for (let i = 0; i < 5; i++) await get(`/rooms/page-${i}?ns=paged`, asAdmin("POST"));
    const first = await (await get("/rooms?ns=paged&limit=3")).json();
    expect(first).toMatchObject({
      total: 5,
      rooms: [{ room: "page-0" }, { room: "page-1" }, { room: "page-2" }],
    });
    const rest = await (await get(`/rooms?ns=paged&limit=3&cursor=${encodeURIComponent(first.next)}`)).json();
    expect(rest.rooms.map(({ room }: { room: string }) => room)).toEqual(["page-3", "page-4"]);
    expect(rest.next).toBeUndefined();
  });
});
