// What addresses and connections are held to, at a real server that believes one proxy: this machine.
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({
    port: 0,
    adminToken: "s3cret",
    trustedProxies: ["127.0.0.1"],
    // So slow that no bucket fills while a test goes on.
    limits: {
      connectionsPerAddress: 3,
      connectBurst: 30,
      connectsPerSecond: 0.01,
      joinBurst: 4,
      joinsPerSecond: 0.01,
      storedBurst: 2,
      storedPerSecond: 0.01,
    },
    namespaces: {
      strict: { auth: { anonymous: [] } },
      slow: { limits: { messageBurst: 5, messagesPerSecond: 0.01 } },
    },
  });
});
afterAll(() => server.stop());

const from = (address: string, more: Record<string, string> = {}) => ({
  headers: { "x-forwarded-for": address, ...more },
});
const open = (address: string, path = "", more = {}) =>
  openSocket(`${server.ws}${path}`, [], from(address, more));

/** What goes over TCP as it stands, and all that comes back until the server closes. */
async function raw(text: string): Promise<string> {
  const socket = connectTcp(server.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(text);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe("[T20] connections", () => {
  it("from one address are counted together, and the next is refused with 429 and a time to come back", async () => {
    const sockets = [await open("198.51.100.1"), await open("198.51.100.1"), await open("198.51.100.1")];
    const refused = await refusedUpgrade(server.ws, [], from("198.51.100.1"));
    expect(refused).toMatchObject({ status: 429, problem: { code: "rate_limited" } });
    expect(refused.retryAfter).toBe("5");
    (await open("198.51.100.2")).ws.close();
    const admin = await open("198.51.100.1", "", { authorization: "Bearer s3cret" });
    for (const socket of [...sockets, admin]) {
      socket.ws.close();
      await socket.closed;
    }
    await expect.poll(() => server.connections()).toBe(0);
    (await open("198.51.100.1")).ws.close();
  });

  it("from one /64 of IPv6 are one address's", async () => {
    const sockets = [await open("2001:db8::1"), await open("2001:db8::2"), await open("2001:db8:0:0:9::3")];
    expect((await refusedUpgrade(server.ws, [], from("2001:db8::4"))).status).toBe(429);
    (await open("2001:db8:0:1::1")).ws.close();
    for (const socket of sockets) socket.ws.close();
  });

  it("are opened no faster than the address may", async () => {
    for (let i = 0; i < 30; i++) {
      const socket = await open("198.51.100.3");
      socket.ws.close();
      await socket.closed;
    }
    const { status, problem, retryAfter } = await refusedUpgrade(server.ws, [], from("198.51.100.3"));
    expect({ status, code: problem.code }).toEqual({ status: 429, code: "rate_limited" });
    expect(Number(retryAfter)).toBeGreaterThan(0);
  });

  it("beyond those of the whole server are refused with 503", async () => {
    const small = await serve({ port: 0, limits: { connections: 1 } });
    const socket = await openSocket(small.ws);
    expect(await refusedUpgrade(small.ws)).toMatchObject({ status: 503, retryAfter: "5" });
    socket.ws.close();
    await small.stop();
  });

  it("of this machine itself are not counted by address", async () => {
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openSocket(server.ws)));
    for (const socket of sockets) socket.ws.close();
  });
});

describe("[T17] guessing", () => {
  it("ends at the address: another connection doesn't get ten more", async () => {
    const one = await open("198.51.100.10");
    for (let i = 0; i < 10; i++) {
      const ask =
        i % 4 === 0 ? { type: "join", room: `r${i}`, create: false } : { type: "room", room: `r${i}` };
      expect(await one.ask(ask)).toMatchObject({ code: "not_found" });
    }
    one.ws.close();
    const other = await open("198.51.100.10");
    await other.ask({ type: "hello" });
    for (let i = 0; i < 3; i++) {
      const reply = await other.ask({ type: "room", room: "x" });
      expect(reply).toMatchObject({ code: "rate_limited", retryable: true });
      expect(reply.retryAfterMs).toBeGreaterThan(0);
    }
    expect((await other.closed).code).toBe(4005);
    const elsewhere = await open("198.51.100.11");
    expect(await elsewhere.ask({ type: "join", room: "x", create: false })).toMatchObject({
      code: "not_found",
    });
    elsewhere.ws.close();
  });

  it("finds a private room no more than one that is not there, and ids that nobody guesses", async () => {
    const [host, guest] = [await openSocket(server.ws), await openSocket(server.ws)];
    const { data } = await host.ask({ type: "create", visibility: "private" });
    // 96 bits in hex.
    expect(data.room.room).toMatch(/^[0-9a-f]{24}$/);
    const [hidden, missing] = [
      await guest.ask({ type: "room", room: data.room.room }),
      await guest.ask({ type: "room", room: "nothing-of-the-kind" }),
    ];
    expect({ ...hidden, id: 0 }).toEqual({ ...missing, id: 0 });
    for (const socket of [host, guest]) socket.ws.close();
  });

  it("of tokens ends at the address, at the door, in hello and over HTTP", async () => {
    const wrong = from("198.51.100.12", { authorization: "Bearer wrong" });
    for (let i = 0; i < 9; i++) expect((await refusedUpgrade(server.ws, [], wrong)).status).toBe(401);
    const socket = await open("198.51.100.12");
    expect(await socket.ask({ type: "hello", token: "wrong" })).toMatchObject({ code: "unauthorized" });
    expect((await socket.closed).code).toBe(4501);
    expect((await refusedUpgrade(server.ws, [], wrong)).status).toBe(429);
    const right = from("198.51.100.12", { authorization: "Bearer s3cret" });
    expect((await refusedUpgrade(server.ws, [], right)).status).toBe(429);
    const over = await fetch(`${server.url}/stats`, right);
    expect({ status: over.status, after: Number(over.headers.get("retry-after")) > 0 }).toEqual({
      status: 429,
      after: true,
    });
    const last = await open("198.51.100.12");
    expect(await last.ask({ type: "hello", token: "s3cret" })).toMatchObject({ code: "rate_limited" });
    expect((await last.closed).code).toBe(4005);
  });
});

describe("[T21] too much", () => {
  it("is answered, does nothing, and changes no order", async () => {
    const socket = await openSocket(`${server.ws}/slow`);
    await socket.ask({ type: "join", room: "a" });
    const asked = [1, 2, 3, 4, 5].map((i) =>
      socket.ask({ type: "publish", room: "a", event: "chat", data: { text: String(i) } }),
    );
    const replies = await Promise.all(asked);
    expect(replies.map(({ code, data }) => code ?? data.offset)).toEqual([1, 2, 3, 4, "rate_limited"]);
    expect(replies[4].retryAfterMs).toBeGreaterThan(0);
    socket.ws.close();
    const other = await openSocket(`${server.ws}/slow`);
    const { data } = await other.ask({ type: "join", room: "a" });
    expect(data.messages.map((message: { data: unknown }) => message.data)).toEqual(
      [1, 2, 3, 4].map((i) => ({ text: String(i) })),
    );
    other.ws.close();
  });

  it("three times within ten seconds ends the connection with 4005", async () => {
    const socket = await openSocket(`${server.ws}/slow`);
    for (let i = 0; i < 8; i++) socket.send({ type: "ping", id: i });
    expect((await socket.closed).code).toBe(4005);
  });

  it("[T4] also by pings of the WebSocket itself", async () => {
    const socket = await openSocket(`${server.ws}/slow`);
    for (let i = 0; i < 8; i++) socket.ws.ping();
    expect((await socket.closed).code).toBe(4005);
  });

  it("from one address, of joins and of what goes to disk", async () => {
    const [one, other] = [await open("198.51.100.20"), await open("198.51.100.20")];
    for (const socket of [one, other]) await socket.ask({ type: "join", room: "b" });
    expect(await one.ask({ type: "create", room: "c" })).toMatchObject({ type: "ok" });
    expect(await one.ask({ type: "match", queue: "q" })).toMatchObject({ type: "ok" });
    expect(await other.ask({ type: "join", room: "d" })).toMatchObject({ code: "rate_limited" });
    const say = { type: "publish", room: "b", event: "chat", data: { text: "hi" } };
    for (const socket of [one, other]) expect(await socket.ask(say)).toMatchObject({ type: "ok" });
    expect(await one.ask(say)).toMatchObject({ code: "rate_limited" });
    expect(await one.ask({ ...say, store: false })).toMatchObject({ type: "ok" });
    for (const socket of [one, other]) socket.ws.close();
  });

  it("is nothing at a server that limits nothing", async () => {
    const free = await serve({ port: 0, limits: { enforce: "off" } });
    const socket = await openSocket(free.ws, [], from("198.51.100.1"));
    const { data } = await socket.ask({ type: "hello" });
    expect(data.limits).not.toHaveProperty("messagesPerSecond");
    const replies = await Promise.all(Array.from({ length: 400 }, () => socket.ask({ type: "ping" })));
    expect(replies.every(({ type }) => type === "ok")).toBe(true);
    socket.ws.close();
    await free.stop();
  });
});

describe("what is slow, or too large, before it is a connection", () => {
  it("[T18] a connection where a token is needed says hello within seconds, or is closed with 4502", async () => {
    const socket = await openSocket(`${server.ws}/strict`);
    expect((await socket.closed).code).toBe(4502);
  });

  it("[T18] headers that don't come to an end are answered 408", async () => {
    expect(await raw("GET / HTTP/1.1\r\nhost: localhost\r\n")).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("[T19] too long headers are answered 431, too many 400", async () => {
    const upgrade = "connection: upgrade\r\nupgrade: websocket\r\n";
    const long = `x: ${"y".repeat(9_000)}\r\n`;
    const many = "a:b\r\n".repeat(1_001);
    for (const more of ["", upgrade]) {
      const start = `GET /ws HTTP/1.1\r\nhost: localhost\r\n${more}`;
      expect(await raw(`${start}${long}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
      expect(await raw(`${start}connection: close\r\n${many}\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  it("no HTTP at all is answered 400", async () => {
    expect(await raw("hello\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("is counted by its reason", async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    for (const reason of ["headers", "slow_request", "bad_http", "address_connections", "strikes", "token"]) {
      expect(text).toContain(`rtrooms_refused_total{reason="${reason}"}`);
    }
  });
});
