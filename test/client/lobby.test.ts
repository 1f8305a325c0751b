// The lobby as an application has it, over real sockets and a real server: whole, also over a lost connection.
import { describe, expect, it, onTestFinished } from "vitest";
import { type Client, connectIn } from "../../src/client/connect.ts";
import type { Lobby } from "../../src/client/lobby.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import { serve } from "../../src/serve.ts";
import { FakeWorld } from "../support/fake-world.ts";
import { joinedOf, memberOf, startScriptedServer } from "../support/scripted-server.ts";

async function start() {
  const server = await serve({ port: 0, limits: { enforce: "off" } });
  const world = new FakeWorld();
  const sockets: NodeWebSocket[] = [];
  class Watched extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const client = await connectIn(world, { url: server.url, WebSocket: Watched });
  const host = await connectIn(new FakeWorld(), { url: server.url, WebSocket: NodeWebSocket });
  onTestFinished(async () => {
    await Promise.all([client.close(), host.close()]);
    await server.stop();
  });
  const make = (room: string, capacity = 4) => host.request("create", { room: room as never, capacity });
  const close = (room: string) => host.request("close", { room: room as never });
  const lose = async (): Promise<void> => {
    const away = stateOf(client, "reconnecting");
    sockets.at(-1)!.terminate();
    await away;
  };
  const comeBack = async (): Promise<void> => {
    const open = stateOf(client, "open");
    world.advance(2_000);
    await open;
  };
  return { client, host, make, close, lose, comeBack };
}

const stateOf = (client: Client, state: Client["state"]): Promise<void> =>
  new Promise((resolve) => {
    const off = client.on("state", (now) => {
      if (now.state !== state) return;
      off();
      resolve();
    });
  });

function listen(lobby: Lobby): string[] {
  const heard: string[] = [];
  for (const type of ["added", "updated", "removed"] as const) {
    lobby.on(type, ({ room, members }) => heard.push(`${type} ${room} ${members}`));
  }
  lobby.on("change", (rooms) => heard.push(`= ${[...rooms.keys()].sort().join(" ")}`));
  lobby.on("closed", ({ reason }) => heard.push(`closed ${reason}`));
  return heard;
}

describe("a lobby", () => {
  it("has every page, and then every change", async () => {
    const { client, make, close, host } = await start();
    await Promise.all(Array.from({ length: 230 }, (_, i) => make(`r${i}`)));
    const lobby = await client.lobby();
    expect(lobby.rooms.size).toBe(230);
    expect(await client.lobby({})).toBe(lobby);
    const heard = listen(lobby);
    await make("zoo");
    await expect.poll(() => heard).toHaveLength(2);
    await close("r7");
    await expect.poll(() => lobby.rooms.size).toBe(230);
    expect(heard).toEqual([
      "added zoo 0",
      expect.stringContaining("zoo"),
      "removed r7 0",
      expect.not.stringContaining("r7 "),
    ]);
    await host.join("r8");
    await expect.poll(() => lobby.rooms.get("r8" as never)?.members).toBe(1);
  });

  it("[L5] is whole after a lost connection, and tells what is different", async () => {
    const { client, host, make, close, lose, comeBack } = await start();
    for (const name of ["stays", "goes", "fills"]) await make(name);
    const lobby = await client.lobby({ available: 1 });
    const heard = listen(lobby);
    await lose();
    await close("goes");
    await make("comes");
    await host.join("fills");
    expect(lobby.rooms.size).toBe(3);
    await comeBack();
    await expect.poll(() => heard.length).toBe(4);
    expect(heard.sort()).toEqual([
      "= comes fills stays",
      "added comes 0",
      "removed goes 0",
      "updated fills 1",
    ]);
    await make("later");
    await expect.poll(() => heard.slice(4)).toEqual(["added later 0", "= comes fills later stays"]);
  });

  it("says when it is right again after a lost connection, also where nothing is different", async () => {
    const { client, make, lose, comeBack } = await start();
    await make("stays");
    const lobby = await client.lobby();
    const heard = listen(lobby);
    const current: string[][] = [];
    lobby.on("current", (rooms) => current.push([...rooms.keys()]));
    for (const times of [1, 2]) {
      await lose();
      await comeBack();
      await expect.poll(() => current).toHaveLength(times);
    }
    expect(current).toEqual([["stays"], ["stays"]]);
    expect(heard).toEqual([]);
  });

  it("has one filter at a time, and another after it is closed", async () => {
    const { client, make } = await start();
    await make("a", 1);
    const lobby = await client.lobby();
    const heard = listen(lobby);
    await expect(client.lobby({ available: 2 })).rejects.toMatchObject({ code: "bad_request" });
    void lobby.close();
    const other = await client.lobby({ available: 2 });
    expect([lobby.rooms.size, other.rooms.size]).toEqual([1, 0]);
    await make("b", 2);
    await expect.poll(() => other.rooms.size).toBe(1);
    expect(heard).toEqual(["closed closed"]);
    await client.close();
    await expect(client.lobby()).rejects.toMatchObject({ code: "unavailable" });
  });

  it("[L4] puts events that come between pages in their order, and tries again when it is asked to", async () => {
    const server = await startScriptedServer();
    const world = new FakeWorld();
    const connecting = connectIn(world, { url: server.url, WebSocket: NodeWebSocket });
    const connection = await server.connection();
    await connection.welcome();
    const client = await connecting;
    onTestFinished(async () => {
      await client.close();
      await server.close();
    });
    const view = (room: string, version: number, members = 1) => ({
      ...joinedOf(memberOf("me", 1)).room,
      room,
      version,
      members,
    });
    const opening = client.lobby({ status: "waiting" });
    const watch = await connection.request("lobby.watch");
    expect(watch).toMatchObject({ status: "waiting" });
    connection.ok(watch, { rooms: [view("a", 1)], total: 3, next: "a" });
    connection.send({ type: "lobby.removed", room: "b", version: 7 });
    connection.send({ type: "lobby.updated", view: view("c", 5, 3) });
    const rest = await connection.request("rooms");
    expect(rest).toMatchObject({ status: "waiting", cursor: "a" });
    connection.ok(rest, { rooms: [view("b", 6), view("c", 4, 2)], total: 3 });
    const lobby = await opening;
    expect([...lobby.rooms.values()].map(({ room, members }) => `${room} ${members}`)).toEqual([
      "c 3",
      "a 1",
    ]);

    const heard = listen(lobby);
    const away = new Promise<number>((resolve) =>
      client.on("state", (now) => now.state === "reconnecting" && resolve(now.retryInMs)),
    );
    connection.ws.close(1012);
    world.advance(await away);
    const second = await server.connection();
    await second.welcome();
    const again = await second.request("lobby.watch");
    const timer = world.nextTimer();
    second.refuse(again, "unavailable", { retryable: true, retryAfterMs: 50 });
    await timer;
    world.advance(50);
    second.refuse(await second.request("lobby.watch"), "forbidden");
    await expect.poll(() => heard).toEqual(["closed refused"]);
  });
});
