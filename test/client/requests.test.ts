// One connection: hello, requests and replies, refusals, silence.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Client, type ConnectOptions, connectIn } from "../../src/client/connect.ts";
import { ConnectError } from "../../src/client/errors.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import { RtError } from "../../src/protocol/errors.ts";
import { FakeWorld } from "../support/fake-world.ts";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.ts";

let server: ScriptedServer;
let world: FakeWorld;
const clients: Client[] = [];

beforeEach(async () => {
  server = await startScriptedServer();
  world = new FakeWorld();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await server.close();
});

const connecting = (options: Partial<ConnectOptions> = {}): Promise<Client> =>
  connectIn(world, { url: server.url, WebSocket: NodeWebSocket, reconnect: false, ...options });

async function connected(options: Partial<ConnectOptions> = {}) {
  const coming = connecting(options);
  const connection = await server.connection();
  const hello = await connection.welcome();
  const client = await coming;
  clients.push(client);
  return { client, connection, hello };
}

describe("connecting", () => {
  it("offers the subprotocol and says hello first, with name, token and version", async () => {
    const { client, connection, hello } = await connected({ name: "Ann", token: "secret" });
    expect(connection.ws.protocol).toBe("rtrooms.v1");
    expect(hello).toMatchObject({ type: "hello", name: "Ann", token: "secret", version: 1 });
    expect(client.state).toBe("open");
    expect(client.welcome.peer).toBe("me");
  });

  it("rejects with the server's own error when hello is refused", async () => {
    const coming = connecting({ token: "wrong" });
    const connection = await server.connection();
    connection.refuse(await connection.request("hello"), "unauthorized");
    connection.ws.close(4501, "token refused");
    await expect(coming).rejects.toMatchObject({ name: "RtError", code: "unauthorized" });
  });

  it("rejects with the close code when the door is shut before the welcome", async () => {
    const coming = connecting();
    const connection = await server.connection();
    await connection.request("hello");
    connection.ws.close(1013, "too many connections");
    const error: unknown = await coming.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ code: 1013, reason: "too many connections" });
  });

  it("says what to type when nobody is there", async () => {
    const { url } = server;
    await server.close();
    const error = (await connecting({ url }).catch((reason: unknown) => reason)) as ConnectError;
    expect(error).toBeInstanceOf(ConnectError);
    expect(error.message).toContain("ECONNREFUSED");
    expect(error.message).toContain("rtrooms serve");
    server = await startScriptedServer();
  });

  it("gives up on a server that opens the door and stays silent", async () => {
    const coming = connecting({ timeoutMs: 3_000 });
    const connection = await server.connection();
    await connection.request("hello");
    world.advance(3_000);
    await expect(coming).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a request", () => {
  it("gets its own reply, in whatever order replies come", async () => {
    const { client, connection } = await connected();
    const first = client.request("ping", {});
    const second = client.request("rooms", {});
    const ping = await connection.request("ping");
    const rooms = await connection.request("rooms");
    connection.ok(rooms, { rooms: [], total: 7 });
    connection.ok(ping, { time: 5 });
    expect(await first).toEqual({ time: 5 });
    expect(await second).toEqual({ rooms: [], total: 7 });
  });

  it("rejects with the server's code, message, details and time to come back", async () => {
    const { client, connection } = await connected();
    const asked = client.request("rooms", { limit: 1 });
    const details = [{ path: "/limit", message: "too small" }];
    connection.refuse(await connection.request("rooms"), "unavailable", { retryAfterMs: 250, details });
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RtError);
    expect(error).toMatchObject({ code: "unavailable", message: "unavailable!", retryAfterMs: 250, details });
    expect((error as RtError).retryable).toBe(true);
  });

  it("takes a code of a newer server for an internal error, with that server's words", async () => {
    const { client, connection } = await connected();
    const asked = client.request("ping", {});
    connection.refuse(await connection.request("ping"), "too_sunny");
    await expect(asked).rejects.toMatchObject({ code: "internal", message: "too_sunny!" });
  });

  it("rejects as unavailable without an answer in time, and a late one harms nobody", async () => {
    const { client, connection } = await connected({ timeoutMs: 5_000 });
    const asked = client.request("ping", {});
    const ping = await connection.request("ping");
    world.advance(5_000);
    await expect(asked).rejects.toMatchObject({ code: "unavailable" });
    connection.ok(ping, { time: 1 });
    const again = client.request("ping", {});
    connection.ok(await connection.request("ping"), { time: 2 });
    expect(await again).toEqual({ time: 2 });
  });

  it("rejects as unavailable when the connection ends before its answer, and at once afterwards", async () => {
    const { client, connection } = await connected();
    const asked = client.request("ping", {});
    await connection.request("ping");
    connection.ws.terminate();
    await expect(asked).rejects.toMatchObject({ code: "unavailable" });
    await expect(client.request("ping", {})).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is refused here when the server would close the connection over its size", async () => {
    const { client, connection } = await connected();
    const room = "lobby" as never;
    const data = "ü".repeat(33_000);
    await expect(client.request("publish", { room, data })).rejects.toMatchObject({
      code: "payload_too_large",
    });
    const asked = client.request("ping", {});
    connection.ok(await connection.request("ping"), { time: 1 });
    await asked;
  });
});

describe("what a server sends unasked", () => {
  it("reaches listeners of the event and of all events, also where the type is unknown", async () => {
    const { client, connection } = await connected();
    const heard: string[] = [];
    client.on("going_away", ({ retryAfterMs }) => heard.push(`going_away ${retryAfterMs}`));
    const unknown = new Promise((resolve) => {
      client.on("event", (event) => (event.type as string) === "weather" && resolve(event));
    });
    connection.send({ type: "going_away", retryAfterMs: 10 });
    connection.send({ type: "weather", sun: true });
    expect(await unknown).toEqual({ type: "weather", sun: true });
    expect(heard).toEqual(["going_away 10"]);
  });

  it("reaches an error listener when it is a refusal without an id", async () => {
    const { client, connection } = await connected();
    const refused = new Promise((resolve) => client.on("error", resolve));
    connection.send({ type: "error", code: "bad_request", message: "nested" });
    expect(await refused).toMatchObject({ code: "bad_request", message: "nested" });
  });

  it.each(["no json", "[]", '"text"', "null", "{}"])("ends the connection when it is %s", async (text) => {
    const { client, connection } = await connected();
    const closed = new Promise((resolve) => client.on("state", resolve));
    connection.ws.send(text);
    expect(await closed).toMatchObject({ state: "closed", code: 1002 });
  });

  it("ends the connection when it is larger than a client takes", async () => {
    const { client, connection } = await connected();
    const closed = new Promise((resolve) => client.on("state", resolve));
    connection.ws.send("x".repeat(1024 * 1024 + 1));
    expect(await closed).toMatchObject({ state: "closed" });
  });
});

describe("silence", () => {
  it("[T23] of 25 s is asked about, and an answer keeps the connection", async () => {
    const { client, connection } = await connected();
    world.advance(25_000);
    connection.ok(await connection.request("ping"), { time: 1 });
    const asked = client.request("rooms", {});
    connection.ok(await connection.request("rooms"), { rooms: [], total: 0 });
    await asked;
    world.advance(10_000);
    expect(client.state).toBe("open");
  });

  it("[T23] of 10 s more is a lost connection", async () => {
    const { client, connection } = await connected();
    const closed = new Promise((resolve) => client.on("state", resolve));
    world.advance(25_000);
    await connection.request("ping");
    world.advance(10_000);
    expect(await closed).toMatchObject({ state: "closed", code: 1006 });
  });

  it("is broken by anything that is heard", async () => {
    const { client, connection } = await connected();
    world.advance(20_000);
    const heard = new Promise((resolve) => client.on("event", resolve));
    connection.send({ type: "going_away", retryAfterMs: 1 });
    await heard;
    world.advance(24_000);
    // The next request on the wire is this one: no ping went before it.
    const asked = client.request("rooms", {});
    connection.ok(await connection.request("rooms"), { rooms: [], total: 0 });
    await asked;
  });
});
