// Matching from the client's side: Rooms that are known only with the answer, move on, or come from a party.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Client, connectIn } from "../../src/client/connect.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import type { Moved, Room, RoomEnd } from "../../src/client/room.ts";
import type { RoomView } from "../../src/protocol/shapes.ts";
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

const me = memberOf("me", 1);
const other = memberOf("other", 2);

const answer = (room: string, more: Parameters<typeof joinedOf>[1] = {}, view: Partial<RoomView> = {}) => {
  const joined = joinedOf(me, more);
  return { ...joined, room: { ...joined.room, room, status: "waiting", ...view } };
};

async function matched(room = "first"): Promise<Room> {
  const matching = client.match("duel", { capacity: 2 });
  connection.ok(await connection.request("match"), answer(room));
  return matching;
}

const next = <T>(listen: (listener: (payload: T) => void) => unknown): Promise<T> =>
  new Promise((resolve) => void listen(resolve));

describe("a match", () => {
  it("asks for what it was given, and its Room has the answer's name", async () => {
    const matching = client.match("duel", { capacity: 2, rank: 7 });
    const request = await connection.request("match");
    expect(request).toMatchObject({ queue: "duel", capacity: 2, rank: 7 });
    connection.ok(request, answer("first"));
    expect(await matching).toMatchObject({ id: "first", self: { seat: 1 } });
  });

  it("refuses a queue that can't be one without asking the server", async () => {
    await expect(client.match("no queue")).rejects.toMatchObject({ code: "bad_request" });
  });

  it("[Q1] loses nothing that comes with the answer", async () => {
    const matching = client.match("duel");
    connection.ok(await connection.request("match"), answer("first"));
    connection.send({ type: "member.joined", room: "first", member: other });
    connection.send({ ...messageOf(1), room: "first" });
    const room = await matching;
    const hearing = next((listener) => room.on("message", listener));
    world.advance(0);
    expect(await hearing).toMatchObject({ offset: 1 });
    expect([...room.members.keys()]).toEqual(["me", "other"]);
  });

  it("[Q6] is the same Room for who waits already", async () => {
    const room = await matched();
    expect(await matched()).toBe(room);
    expect(await client.join("first")).toBe(room);
  });

  it("[Q8] goes on with the same Room when it is moved", async () => {
    const room = await matched();
    const moving = next<Moved>((listener) => room.on("moved", listener));
    const hearing = next((listener) => room.on("message", listener));
    const ends: RoomEnd[] = [];
    room.on("closed", (end) => ends.push(end));
    connection.send({ type: "match.moved", from: "first", to: answer("second", { others: [other] }) });
    connection.send({ type: "room.closed", room: "first", reason: "moved" });
    connection.send({ ...messageOf(1), room: "second" });
    expect(await moving).toEqual({ from: "first", to: "second" });
    expect(await hearing).toMatchObject({ room: "second" });
    expect(room).toMatchObject({ id: "second", view: { room: "second" }, ended: null });
    expect([...room.members.keys()].sort()).toEqual(["me", "other"]);
    expect(ends).toEqual([]);
    expect(await client.join("second")).toBe(room);
    const saying = room.say("hello");
    const request = await connection.request("publish");
    expect(request.room).toBe("second");
    connection.ok(request, { time: 1, offset: 2 });
    await saying;
  });

  it("[Q8] is moved also while its answer is on the way", async () => {
    const matching = client.match("duel");
    connection.ok(await connection.request("match"), answer("first"));
    connection.send({ type: "match.moved", from: "first", to: answer("second") });
    const room = await matching;
    const moving = next<Moved>((listener) => room.on("moved", listener));
    world.advance(0);
    expect(await moving).toEqual({ from: "first", to: "second" });
  });

  it("[Q8] ends where this client is in the other room already", async () => {
    const room = await matched();
    const joining = client.join("second");
    connection.ok(await connection.request("join"), answer("second", { others: [other] }));
    const there = await joining;
    connection.send({ type: "match.moved", from: "first", to: answer("second", { others: [other] }) });
    expect(await next((listener) => room.on("closed", listener))).toEqual({ reason: "moved" });
    expect(there.ended).toBeNull();
  });

  it("[Q9] leaves the new room too if it was leaving", async () => {
    const room = await matched();
    const leaving = room.leave();
    const request = await connection.request("leave");
    connection.send({ type: "match.moved", from: "first", to: answer("second") });
    connection.refuse(request, "not_joined");
    const second = await connection.request("leave");
    expect(second.room).toBe("second");
    await leaving;
    expect(room.ended).toEqual({ reason: "leave" });
    const again = client.join("second");
    connection.ok(await connection.request("join"), answer("second"));
    expect(await again).not.toBe(room);
  });

  it("[Q7] ends with `none` when the time is up", async () => {
    const room = await matched();
    connection.send({ type: "match.none", room: "first", queue: "duel" });
    connection.send({ type: "member.left", room: "first", peer: "me", seat: 1, reason: "timeout" });
    expect(await next((listener) => room.on("closed", listener))).toEqual({ reason: "none" });
  });

  it("[Q10] of a party gives everyone a Room", async () => {
    const found = next<{ party: string; room: Room }>((listener) => client.on("matched", listener));
    connection.send({ type: "match.found", party: "friends", to: answer("game", { others: [other] }) });
    const { party, room } = await found;
    expect([party, room.id]).toEqual(["friends", "game"]);
    expect(await client.join("game")).toBe(room);
  });
});

describe("after a lost connection", () => {
  const comeBack = async (): Promise<ScriptedConnection> => {
    const gone = next((listener) => client.on("state", listener));
    connection.ws.terminate();
    const state = (await gone) as { retryInMs: number };
    world.advance(state.retryInMs);
    const again = await server.connection();
    await again.welcome("me");
    return again;
  };

  it("asks the queue again while it waits", async () => {
    const room = await matched();
    const moving = next<Moved>((listener) => room.on("moved", listener));
    const again = await comeBack();
    again.ok(await again.request("match"), answer("third"));
    expect(await moving).toEqual({ from: "first", to: "third" });
    expect(await client.join("third")).toBe(room);
  });

  it("goes back to the room once it has started, and makes none", async () => {
    const room = await matched();
    const started = next((listener) => room.on("room.started", listener));
    connection.send({ type: "room.started", room: "first", view: { ...room.view, status: "active" } });
    await started;
    const again = await comeBack();
    expect(await again.request("join")).toMatchObject({ room: "first", create: false });
  });
});
