// When a client comes back, when it doesn't, and how long it waits.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Client, type ClientState, connectIn } from "../../src/client/connect.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import { closes } from "../../src/protocol/closes.ts";
import { times } from "../../src/protocol/limits.ts";
import { FakeWorld } from "../support/fake-world.ts";
import {
  type ScriptedConnection,
  type ScriptedServer,
  startScriptedServer,
} from "../support/scripted-server.ts";

type Reconnecting = Extract<ClientState, { state: "reconnecting" }>;

let server: ScriptedServer;
let world: FakeWorld;
let client: Client;
let connection: ScriptedConnection;
let chance: number;

beforeEach(async () => {
  server = await startScriptedServer();
  world = new FakeWorld();
  chance = 0.5;
  world.random = () => chance;
  let visits = 0;
  const token = (): string => `token ${++visits}`;
  const coming = connectIn(world, { url: server.url, WebSocket: NodeWebSocket, token });
  connection = await server.connection();
  await connection.welcome();
  client = await coming;
});
afterEach(async () => {
  await client.close();
  await server.close();
});

const nextState = (): Promise<ClientState> =>
  new Promise((resolve) => {
    const off = client.on("state", (state) => {
      off();
      resolve(state);
    });
  });

/** Does it, and answers the state that follows. */
function stateAfter(what: () => void): Promise<ClientState> {
  const state = nextState();
  what();
  return state;
}

/** With a server that answers when the client asks after a silence. */
async function live(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= times.ping) {
    world.advance(Math.min(left, times.ping));
    if (left >= times.ping) connection.ok(await connection.request("ping"), { time: 1 });
    const asked = client.request("rooms", {});
    connection.ok(await connection.request("rooms"), { rooms: [], total: 0 });
    await asked;
  }
}

async function opened(): Promise<void> {
  connection = await server.connection();
  const open = nextState();
  await connection.welcome("another");
  expect(await open).toEqual({ state: "open", resumed: false });
}

describe("a lost connection", () => {
  it("is followed by another, with another identity", async () => {
    const state = await stateAfter(() => connection.ws.terminate());
    expect(state).toEqual({ state: "reconnecting", attempt: 1, retryInMs: 250, code: 1006, reason: "" });
    expect(client.state).toBe("reconnecting");
    await expect(client.request("ping", {})).rejects.toMatchObject({ code: "unavailable" });
    world.advance(250);
    await opened();
    expect(client.state).toBe("open");
    expect(client.welcome.peer).toBe("another");
  });

  it("that is lost again and again is waited for ever longer, until one holds", async () => {
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt++) {
      const state = (await stateAfter(() => connection.ws.terminate())) as Reconnecting;
      expect(state.attempt).toBe(attempt);
      waits.push(state.retryInMs);
      world.advance(state.retryInMs);
      await opened();
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
    await live(59_000);
    const still = (await stateAfter(() => connection.ws.terminate())) as Reconnecting;
    expect(still).toMatchObject({ attempt: 8, retryInMs: 10_000 });
    world.advance(still.retryInMs);
    await opened();
    await live(60_000);
    expect(await stateAfter(() => connection.ws.terminate())).toMatchObject({ attempt: 1, retryInMs: 250 });
  });

  it("is waited for ever longer as well while nobody answers", async () => {
    let state = nextState();
    await server.close();
    expect(await state).toMatchObject({ retryInMs: 250 });
    for (const retryInMs of [500, 1_000, 2_000]) {
      const before = world.now();
      state = nextState();
      world.advance(retryInMs / 2);
      expect(await state).toMatchObject({ state: "reconnecting", retryInMs, code: 1006 });
      expect(world.now() - before).toBe(retryInMs / 2);
    }
    server = await startScriptedServer();
  });

  it.each([1012, 1013])("after %i waits anywhere within five seconds", async (code) => {
    expect(await stateAfter(() => connection.ws.close(code))).toMatchObject({ code, retryInMs: 2_500 });
  });

  it("waits as long as going_away asked for, once", async () => {
    const told = new Promise((resolve) => client.on("going_away", resolve));
    connection.send({ type: "going_away", retryAfterMs: 1_700 });
    await told;
    const state = await stateAfter(() => connection.ws.close(1012, "server restarts"));
    expect(state).toMatchObject({ state: "reconnecting", retryInMs: 1_700, reason: "server restarts" });
    world.advance(1_700);
    await opened();
    expect(await stateAfter(() => connection.ws.terminate())).toMatchObject({ retryInMs: 500 });
  });

  const final = Object.values(closes).filter(({ code }) => code >= 4500);
  it.each([...final.map(({ code }) => code), 4999])("with %i is the last one", async (code) => {
    const state = await stateAfter(() => connection.ws.close(code, "go away"));
    expect(state).toEqual({ state: "closed", code, reason: "go away" });
    expect(client.state).toBe("closed");
  });

  const passing = Object.values(closes).filter(({ code }) => code >= 4000 && code < 4500);
  it.each(passing.map(({ code }) => code))("with %i is followed by another", async (code) => {
    expect(await stateAfter(() => connection.ws.close(code))).toMatchObject({ state: "reconnecting", code });
  });
});

describe("a client that comes back", () => {
  it("asks for its token anew", async () => {
    await stateAfter(() => connection.ws.terminate());
    world.advance(250);
    const next = await server.connection();
    expect(await next.request("hello")).toMatchObject({ token: "token 2" });
  });

  it("is closed when its token is no longer taken, and says why", async () => {
    world.advance(0);
    await stateAfter(() => connection.ws.terminate());
    world.advance(250);
    const next = await server.connection();
    const state = nextState();
    next.refuse(await next.request("hello"), "unauthorized");
    expect(await state).toMatchObject({ state: "closed", error: { code: "unauthorized" } });
  });

  it("waits at least as long as a busy server asks in its answer to hello", async () => {
    await stateAfter(() => connection.ws.terminate());
    world.advance(250);
    const next = await server.connection();
    const state = nextState();
    next.refuse(await next.request("hello"), "unavailable", { retryAfterMs: 3_000 });
    expect(await state).toMatchObject({ state: "reconnecting", attempt: 2, retryInMs: 3_500 });
  });

  it("stays away once it was closed while it waited", async () => {
    await stateAfter(() => connection.ws.terminate());
    await client.close();
    world.advance(60_000);
    expect(client.state).toBe("closed");
  });
});
