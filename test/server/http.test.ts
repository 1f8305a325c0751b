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

describe("lists", () => {
  const names = async (query: string): Promise<string[]> => {
    const { rooms, total } = await (await get(`/rooms?ns=lists&${query}`, asAdmin("GET"))).json();
    expect(total).toBeGreaterThanOrEqual(rooms.length);
    return rooms.map(({ room }: { room: string }) => room);
  };
  const make = (room: string, options: object) =>
    get(`/rooms/${room}?ns=lists`, asAdmin("POST", JSON.stringify(options)));

  it("[R17] pick by status and free seats, also in pages", async () => {
    await make("a2", { capacity: 2 });
    await make("b4", { capacity: 4 });
    await make("c8", { capacity: 8 });
    await make("locked", { locked: true });
    await make("unlisted", { visibility: "unlisted" });
    const ada = await openSocket(`${server.ws}/lists`);
    await ada.ask({ type: "join", room: "d1", create: { capacity: 1 } });
    expect(await names("available=3")).toEqual(["b4", "c8"]);
    expect(await names("available=1&limit=1")).toEqual(["a2"]);
    const page = await (await get("/rooms?ns=lists&available=2&limit=2")).json();
    expect(page).toMatchObject({ total: 3, next: "b4" });
    expect(await names(`available=2&cursor=${page.next}`)).toEqual(["c8"]);
    expect(await names("status=active")).toEqual(["d1"]);
    expect((await get("/rooms?status=sleeping")).status).toBe(400);
    expect((await get("/rooms?available=0")).status).toBe(400);

    expect((await get("/rooms/cleanup?ns=lists", { method: "POST" })).status).toBe(401);
    const cleaned = await get("/rooms/cleanup?ns=lists", asAdmin("POST"));
    expect(await cleaned.json()).toEqual({ removed: 5 });
    expect(await names("")).toEqual(["d1"]);
    ada.ws.close();
    await ada.closed;
    await get("/rooms/d1?ns=lists", asAdmin("DELETE"));
  });
});

describe("messages of a room", () => {
  it("[H9] are read and sent by an admin, in the server's name", async () => {
    const ada = await openSocket(server.ws);
    await ada.ask({ type: "join", room: "talk" });
    const send = (body: object) => get("/rooms/talk/messages", asAdmin("POST", JSON.stringify(body)));
    const sent = await send({ event: "chat", data: { text: "hello" }, key: "12345678" });
    expect(sent.status).toBe(201);
    expect(await sent.json()).toMatchObject({ offset: 1 });
    const message = { type: "message", offset: 1, from: null, name: "server", data: { text: "hello" } };
    expect(await ada.next("message")).toMatchObject(message);
    const again = await send({ event: "chat", data: { text: "hello" }, key: "12345678" });
    expect(await again.json()).toMatchObject({ offset: 1, duplicate: true });
    await send({ event: "chat", data: { text: "more" } });
    const page = await (await get("/rooms/talk/messages?since=0&limit=1", asAdmin("GET"))).json();
    expect(page).toMatchObject({ messages: [message], more: true });
    const newest = await (await get("/rooms/talk/messages?limit=1", asAdmin("GET"))).json();
    expect(newest.messages).toMatchObject([{ offset: 2 }]);
    expect((await get("/rooms/talk/messages")).status).toBe(401);
    expect((await send({ event: "chat", data: {} })).status).toBe(400);
    expect((await get("/rooms/nobody/messages", asAdmin("POST", '{"data":1}'))).status).toBe(404);
    ada.ws.close();
    await ada.closed;
    await get("/rooms/talk", asAdmin("DELETE"));
  });
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

describe("passwords", () => {
  it("[R24] are given and taken away by an admin, and shown to nobody", async () => {
    const made = await get("/rooms/secret", asAdmin("POST", '{"password":"open sesame"}'));
    expect(made.status).toBe(201);
    const bob = await openSocket(server.ws);
    expect((await bob.ask({ type: "join", room: "secret", password: "x" })).code).toBe("wrong_password");
    expect((await bob.ask({ type: "join", room: "secret", password: "open sesame" })).type).toBe("ok");
    const shown = await (await get("/rooms/secret", asAdmin("GET"))).json();
    expect(shown.room.hasPassword).toBe(true);
    const long = await get("/rooms/secret", asAdmin("PATCH", JSON.stringify({ password: "x".repeat(129) })));
    expect(long.status).toBe(400);
    const texts = [await made.text(), JSON.stringify(shown), await long.text()].join();
    expect(texts).not.toMatch(/sesame|salt|hash"|xxx/);
    const open = await get("/rooms/secret", asAdmin("PATCH", '{"password":null}'));
    expect((await open.json()).room.hasPassword).toBe(false);
    bob.ws.close();
    await bob.closed;
    await get("/rooms/secret", asAdmin("DELETE"));
  });
});

describe("codes", () => {
  it("[R26] are given by an admin, who alone sees them from outside", async () => {
    await get("/rooms/den", asAdmin("POST"));
    const given = await (await get("/rooms/den", asAdmin("PATCH", '{"code":true}'))).json();
    expect(given.room.code).toMatch(/^\w{6}$/);
    const again = await (await get("/rooms/den", asAdmin("PATCH", '{"code":true}'))).json();
    expect(again.room).toMatchObject({ code: given.room.code, version: given.room.version });
    expect((await (await get("/rooms/den", asAdmin("GET"))).json()).room.code).toBe(given.room.code);
    for (const path of ["/rooms/den", "/rooms"])
      expect(await (await get(path)).text()).not.toContain(given.room.code);
    const taken = await get("/rooms/den2", asAdmin("POST", JSON.stringify({ code: given.room.code })));
    expect(taken.status).toBe(409);
    expect((await get("/rooms/den2", asAdmin("POST", '{"code":"OIL"}'))).status).toBe(400);
    await get("/rooms/den", asAdmin("DELETE"));
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
    expect(await (await get("/readyz")).json()).toEqual({ status: "ready", reasons: [] });
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
