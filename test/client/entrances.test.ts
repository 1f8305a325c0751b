// Ways into a room that need more than its name.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Client, connectIn } from "../../src/client/connect.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import { FakeWorld } from "../support/fake-world.ts";
import {
  joinedOf,
  memberOf,
  messageOf,
  type ScriptedConnection,
  type ScriptedServer,
  startScriptedServer,
} from "../support/scripted-server.ts";

let server: ScriptedServer;
let world: FakeWorld;
let client: Client;
let connection: ScriptedConnection;

beforeEach(async () => {
  server = await startScriptedServer();
  world = new FakeWorld();
  const coming = connectIn(world, { url: server.url, WebSocket: NodeWebSocket });
  connection = await server.connection();
  await connection.welcome();
  client = await coming;
});
afterEach(async () => {
  await client.close();
  await server.close();
});

const me = memberOf("me", 2);

/** Cuts the connection and answers the next one, with its welcome said. */
async function comeBack(): Promise<ScriptedConnection> {
  const lost = new Promise<number>((resolve) => {
    client.on("state", (state) => state.state === "reconnecting" && resolve(state.retryInMs));
  });
  connection.ws.terminate();
  world.advance(await lost);
  const next = await server.connection();
  await next.welcome("me again");
  return next;
}

describe("a code", () => {
  const joined = (seat = 2) => joinedOf(memberOf("me", seat));
  const message = (offset: number, room = "lobby") => ({ ...messageOf(offset), room });

  it("[R26] leads to a room whose name comes with the answer, and by which it is joined again", async () => {
    const joining = client.joinByCode("K3M-P9T", { password: "x" });
    const request = await connection.request("join");
    expect(request).toEqual({ type: "join", id: request.id, code: "K3M-P9T", create: false, password: "x" });
    connection.ok(request, joined());
    expect((await joining).id).toBe("lobby");
    connection = await comeBack();
    const again = await connection.request("join");
    const position = { epoch: "", offset: 0, tag: "" };
    expect(again).toMatchObject({ type: "join", room: "lobby", create: false, password: "x", position });
    expect(again.code).toBeUndefined();
  });

  it("loses nothing that comes with the answer, and hears nothing of other rooms", async () => {
    const joining = client.joinByCode("K3MP9T");
    const request = await connection.request("join");
    connection.send(message(1, "other"));
    connection.ok(request, joined());
    connection.send(message(1));
    connection.send(message(2, "other"));
    connection.send(message(2));
    const room = await joining;
    const heard: unknown[] = [];
    const second = new Promise<void>((resolve) => {
      room.on("message", (each) => {
        heard.push(`${each.room} ${each.offset}`);
        if (each.offset === 2) resolve();
      });
    });
    world.advance(0);
    await second;
    expect(heard).toEqual(["lobby 1", "lobby 2"]);
  });

  it("of a room that this client is in gives the same Room", async () => {
    const joining = client.join("lobby");
    connection.ok(await connection.request("join"), joined());
    const twice = [client.joinByCode("K3MP9T"), client.joinByCode("k3mp9t")];
    for (let i = 0; i < 2; i++) connection.ok(await connection.request("join"), joined());
    const room = await joining;
    expect(await Promise.all(twice)).toEqual([room, room]);
    const left = room.leave();
    connection.ok(await connection.request("leave"), {});
    await left;
    const anew = client.joinByCode("K3MP9T");
    connection.ok(await connection.request("join"), joined(7));
    expect((await anew).self.seat).toBe(7);
    expect(await anew).not.toBe(room);
  });

  it("that is wrong leaves nothing behind", async () => {
    const joining = client.joinByCode("CAFE");
    connection.refuse(await connection.request("join"), "not_found");
    await expect(joining).rejects.toMatchObject({ code: "not_found" });
    const anew = client.joinByCode("K3MP9T");
    connection.ok(await connection.request("join"), joined());
    const room = await anew;
    const left = room.leave();
    connection.ok(await connection.request("leave"), {});
    await left;
    expect(room.ended).toEqual({ reason: "leave" });
  });
});

describe("spectators", () => {
  it("[R27] are asked for, counted by themselves, and kept out of meshes", async () => {
    const joining = client.join("lobby", { spectate: true });
    const request = await connection.request("join");
    expect(request).toMatchObject({ room: "lobby", spectate: true });
    const self = { ...me, role: "spectator" as const };
    connection.ok(request, joinedOf(self, { others: [memberOf("ada", 1)] }));
    const room = await joining;
    const joinedBy = (peer: string, seat: number, role: "player" | "spectator") => {
      const come = new Promise<void>((resolve) => room.on("member.joined", () => resolve()));
      connection.send({ type: "member.joined", room: "lobby", member: { ...memberOf(peer, seat), role } });
      return come;
    };
    await joinedBy("eve", 3, "spectator");
    expect(room.view).toMatchObject({ members: 1, spectators: 2 });
    await joinedBy("bob", 4, "player");
    expect(room.view).toMatchObject({ members: 2, spectators: 2 });
    const RTCPeerConnection = function none() {
      throw new Error("no link is wanted");
    } as unknown as typeof globalThis.RTCPeerConnection;
    expect(room.mesh({ RTCPeerConnection }).links.size).toBe(0);
  });
});

describe("a password", () => {
  it("[R24] is said with the join, and again after a reconnect", async () => {
    const joining = client.join("lobby", { password: "open sesame" });
    const request = await connection.request("join");
    expect(request).toMatchObject({ room: "lobby", password: "open sesame" });
    connection.ok(request, joinedOf(me));
    await joining;
    connection = await comeBack();
    expect(await connection.request("join")).toMatchObject({ room: "lobby", password: "open sesame" });
  });
});
