// Rooms on one connection and across several: order, recovery, ends.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Client, type ClientState, connectIn } from "../../src/client/connect.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import type { Back, Room, RoomEnd } from "../../src/client/room.ts";
import type { Welcome } from "../../src/protocol/requests.ts";
import type { Message } from "../../src/protocol/shapes.ts";
import { FakeWorld } from "../support/fake-world.ts";
import type { Wire } from "../support/peer.ts";
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
const states: ClientState[] = [];
/** The last one that a connection began with. */
let hello: Wire;

beforeEach(async () => {
  server = await startScriptedServer();
  world = new FakeWorld();
  const coming = connectIn(world, { url: server.url, WebSocket: NodeWebSocket });
  connection = await server.connection();
  await connection.welcome();
  client = await coming;
  states.length = 0;
  client.on("state", (state) => states.push(state));
});
afterEach(async () => {
  await client.close();
  await server.close();
});

const me = memberOf("me", 2);
const other = memberOf("other", 1);

async function joined(more: Parameters<typeof joinedOf>[1] = {}): Promise<Room> {
  const joining = client.join("lobby");
  connection.ok(await connection.request("join"), joinedOf(me, { others: [other], ...more }));
  return joining;
}

/** Cuts the connection and answers the next one, with its welcome said. */
async function comeBack(peer = "me again", more: Partial<Welcome> = {}): Promise<ScriptedConnection> {
  const gone = new Promise<ClientState>((resolve) => {
    const off = client.on("state", (state) => {
      off();
      resolve(state);
    });
  });
  connection.ws.terminate();
  const state = await gone;
  // No further: the attempt itself has a time limit.
  world.advance(state.state === "reconnecting" ? state.retryInMs : 0);
  const next = await server.connection();
  hello = await next.welcome(peer, more);
  return next;
}

const texts = (messages: readonly Message[]): unknown[] =>
  messages.map(({ data }) => (data as { text: string }).text);

/** Resolves with everything heard once a message with this text came. */
function hearing(room: Room, last: string): Promise<unknown[]> {
  const heard: Message[] = [];
  return new Promise((resolve) => {
    room.on("message", (message) => {
      heard.push(message);
      if (texts([message])[0] === last) resolve(texts(heard));
    });
  });
}

describe("joining", () => {
  it("gives members, seat and recent messages", async () => {
    const room = await joined({ messages: [messageOf(4), messageOf(5)], offset: 5 });
    expect(room.self).toEqual({ peer: "me", seat: 2 });
    expect([...room.members.keys()]).toEqual(["other", "me"]);
    expect(texts(room.messages)).toEqual(["text 4", "text 5"]);
  });

  it("loses nothing that comes right behind its reply, or even before it", async () => {
    const joining = client.join("lobby");
    const request = await connection.request("join");
    connection.send({ ...signal, data: "early" });
    connection.ok(request, joinedOf(me, { others: [other], offset: 5 }));
    connection.send(messageOf(6));
    connection.send({ type: "member.joined", room: "lobby", member: memberOf("third", 3) });
    connection.send(messageOf(7));
    const room = await joining;
    const heard: unknown[] = [];
    room.on("signal", ({ data }) => heard.push(data));
    room.on("member.joined", ({ member }) => heard.push(member.peer));
    const messages = hearing(room, "text 7");
    world.advance(0);
    expect(await messages).toEqual(["text 6", "text 7"]);
    expect(heard).toEqual(["early", "third"]);
  });

  it("twice gives the same room, with one request", async () => {
    const twice = [client.join("lobby"), client.join("lobby")];
    connection.ok(await connection.request("join"), joinedOf(me));
    const [first, second] = await Promise.all(twice);
    expect(first).toBe(second);
    const pinged = client.request("ping", {});
    connection.ok(await connection.request("ping"), { time: 1 });
    await pinged;
  });

  it("rejects with the server's refusal, and may be tried again", async () => {
    const joining = client.join("lobby");
    connection.refuse(await connection.request("join"), "room_full");
    await expect(joining).rejects.toMatchObject({ code: "room_full" });
    expect((await joined()).id).toBe("lobby");
  });

  it("refuses a name that no room can have without asking", async () => {
    await expect(client.join("../etc")).rejects.toMatchObject({ code: "bad_request" });
  });

  it("waits for a leave of the same room that is under way", async () => {
    const room = await joined();
    const left = room.leave();
    const again = client.join("lobby");
    connection.ok(await connection.request("leave"), {});
    connection.ok(await connection.request("join"), joinedOf(memberOf("me", 9)));
    await left;
    expect((await again).self.seat).toBe(9);
    expect(room.ended).toEqual({ reason: "leave" });
  });
});

const signal = { type: "signal", room: "lobby", from: "other", kind: "custom", data: "x" };

describe("a room", () => {
  it("keeps its members in step before listeners hear of it", async () => {
    const room = await joined();
    const sizes: number[] = [];
    room.on("member.joined", () => sizes.push(room.members.size));
    const left = new Promise<void>((resolve) => {
      room.on("member.left", () => {
        sizes.push(room.members.size);
        resolve();
      });
    });
    const third = memberOf("third", 3);
    connection.send({ type: "member.joined", room: "lobby", member: third });
    connection.send({ type: "member.joined", room: "lobby", member: third });
    connection.send({ type: "member.left", room: "lobby", peer: "third", seat: 1, reason: "leave" });
    connection.send({ type: "host.changed", room: "lobby", host: "third" });
    connection.send({ type: "member.left", room: "lobby", peer: "third", seat: 3, reason: "lost" });
    await left;
    expect(sizes).toEqual([3, 2]);
    expect(room.view).toMatchObject({ host: "third", members: 2 });
  });

  it("keeps signals until somebody listens for them", async () => {
    const room = await joined();
    const seen = new Promise((resolve) => room.on("message", resolve));
    connection.send({ ...signal, data: 1 });
    connection.send({ ...signal, data: 2 });
    connection.send(messageOf(undefined, "after"));
    await seen;
    const signals: unknown[] = [];
    room.on("signal", ({ data }) => signals.push(data));
    expect(signals).toEqual([1, 2]);
  });

  it("hands each stored message on once", async () => {
    const room = await joined({ messages: [messageOf(1)], offset: 1 });
    const heard = hearing(room, "end");
    for (const offset of [1, 2, 2, 3]) connection.send(messageOf(offset));
    connection.send(messageOf(undefined, "passing"));
    connection.send(messageOf(undefined, "passing"));
    connection.send(messageOf(undefined, "end"));
    expect(await heard).toEqual(["text 2", "text 3", "passing", "passing", "end"]);
  });

  it.each([
    [{ type: "room.closed", room: "lobby", reason: "host" }, { reason: "host" }],
    [{ type: "member.left", room: "lobby", peer: "me", seat: 2, reason: "kick" }, { reason: "kick" }],
  ])("is over when the server says %o", async (event, end) => {
    const room = await joined();
    const closed = new Promise<RoomEnd>((resolve) => room.on("closed", resolve));
    connection.send(event);
    expect(await closed).toEqual(end);
    expect(room.ended).toEqual(end);
    const again = client.join("lobby");
    connection.ok(await connection.request("join"), joinedOf(me));
    expect(await again).not.toBe(room);
  });

  it("is left whatever the server says to it", async () => {
    const room = await joined();
    const left = room.leave();
    connection.refuse(await connection.request("leave"), "not_joined");
    await left;
    expect(room.ended).toEqual({ reason: "leave" });
  });

  it("says, signals and reports with its own name", async () => {
    const room = await joined();
    void room.say("hello").catch(() => {});
    expect(await connection.request("publish")).toMatchObject({
      room: "lobby",
      event: "chat",
      data: { text: "hello" },
    });
    const verdict = room.signal(other.peer, "end", null, "x1");
    const request = await connection.request("signal");
    expect(request).toMatchObject({ room: "lobby", to: "other", kind: "end", data: null, exchange: "x1" });
    connection.ok(request, { verdict: "no_such_peer" });
    expect(await verdict).toBe("no_such_peer");
  });
});

describe("after a lost connection", () => {
  it("the seat is taken again, as another peer, and what the join shows as missed is heard once", async () => {
    const room = await joined({ messages: [messageOf(1)], offset: 1 });
    connection.send(messageOf(2));
    await hearing(room, "text 2");
    const back = new Promise<Back>((resolve) => room.on("joined", resolve));
    const heard = hearing(room, "text 5");
    const next = await comeBack();
    const recent = [1, 2, 3, 4].map((offset) => messageOf(offset));
    const join = await next.request("join");
    expect(join.position).toEqual({ epoch: "e1", offset: 2, tag: "t2" });
    next.ok(join, joinedOf(memberOf("me again", 7), { messages: recent, offset: 4, recovered: true }));
    next.send(messageOf(4));
    next.send(messageOf(5));
    expect(await back).toMatchObject({ missed: 2, complete: true, self: { peer: "me again", seat: 7 } });
    expect(await heard).toEqual(["text 3", "text 4", "text 5"]);
    expect(room.self.seat).toBe(7);
    expect([...room.members.keys()]).toEqual(["me again"]);
    expect(states.map(({ state }) => state)).toEqual(["reconnecting", "open"]);
  });

  it("the recent messages are a new beginning where too much was missed", async () => {
    const room = await joined({ messages: [messageOf(1)], offset: 1 });
    const back = new Promise<Back>((resolve) => room.on("joined", resolve));
    const heard = hearing(room, "text 502");
    const next = await comeBack();
    const recent = [messageOf(500), messageOf(501)];
    next.ok(await next.request("join"), joinedOf(me, { messages: recent, offset: 501, recovered: false }));
    next.send(messageOf(502));
    expect(await back).toMatchObject({ missed: 2, complete: false });
    expect(await heard).toEqual(["text 500", "text 501", "text 502"]);
  });

  it("another stream under the same name begins anew", async () => {
    const room = await joined({ messages: [messageOf(9)], offset: 9, epoch: "e1" });
    const back = new Promise<Back>((resolve) => room.on("joined", resolve));
    const heard = hearing(room, "text 3");
    const next = await comeBack();
    const recent = [messageOf(1), messageOf(2)];
    next.ok(
      await next.request("join"),
      joinedOf(me, { messages: recent, offset: 2, epoch: "e2", recovered: false }),
    );
    next.send(messageOf(3));
    expect(await back).toMatchObject({ missed: 2, complete: false });
    expect(await heard).toEqual(["text 1", "text 2", "text 3"]);
  });

  it("one's own publications are not heard as missed, unless their reply was lost", async () => {
    const room = await joined({ offset: 0 });
    const said = room.say("kept");
    const request = await connection.request("publish");
    connection.ok(request, { offset: 1, position: { epoch: "e1", offset: 1, tag: "t1" }, time: 0 });
    await said;
    const unsure = room.say("unsure").catch((error: unknown) => error);
    await connection.request("publish");
    const heard = hearing(room, "unsure");
    const next = await comeBack();
    expect(await unsure).toMatchObject({ code: "unavailable" });
    const recent = [messageOf(1, "kept", "me"), messageOf(2, "unsure", "me")];
    const join = await next.request("join");
    // Nothing was stored when it joined, so it knows the stream by its tags only.
    expect(join.position).toEqual({ epoch: "", offset: 1, tag: "t1" });
    next.ok(join, joinedOf(me, { messages: recent, offset: 2, recovered: true }));
    expect(await heard).toEqual(["unsure"]);
  });

  it("an echo is heard though its reply came first", async () => {
    const room = await joined({ offset: 3 });
    const heard = hearing(room, "echoed");
    const said = room.publish({ text: "echoed" }, { event: "chat", echo: true });
    connection.ok(await connection.request("publish"), { offset: 4, time: 0 });
    await said;
    connection.send(messageOf(4, "echoed", "me"));
    expect(await heard).toEqual(["echoed"]);
  });

  it("a room still full of its own lost seat is tried again", async () => {
    const room = await joined();
    const back = new Promise<Back>((resolve) => room.on("joined", resolve));
    const next = await comeBack();
    const full = await next.request("join");
    const putOff = world.nextTimer();
    next.refuse(full, "room_full");
    await putOff;
    world.advance(500);
    next.ok(await next.request("join"), joinedOf(me));
    expect((await back).missed).toBe(0);
  });

  it("a room that may not be entered any more is over, with the reason", async () => {
    const room = await joined();
    const closed = new Promise<RoomEnd>((resolve) => room.on("closed", resolve));
    const next = await comeBack();
    next.refuse(await next.request("join"), "room_closed");
    expect(await closed).toMatchObject({ reason: "refused", error: { code: "room_closed" } });
  });

  it("a loss during the rejoin begins again, and nothing is heard twice", async () => {
    const room = await joined({ offset: 1 });
    const heard = hearing(room, "text 3");
    connection = await comeBack();
    await connection.request("join");
    const next = await comeBack();
    const recent = [messageOf(2), messageOf(3)];
    next.ok(await next.request("join"), joinedOf(me, { messages: recent, offset: 3, recovered: true }));
    expect(await heard).toEqual(["text 2", "text 3"]);
  });

  it("a left room is not entered again", async () => {
    const room = await joined();
    const left = room.leave();
    const open = new Promise<void>((resolve) => {
      client.on("state", ({ state }) => state === "open" && resolve());
    });
    const next = await comeBack();
    await left;
    await open;
    const pinged = client.request("ping", {});
    next.ok(await next.request("ping"), { time: 1 });
    await pinged;
    expect(room.ended).toEqual({ reason: "leave" });
  });
});

describe("a session that is resumed", () => {
  const resumed = (...rooms: Welcome["rooms"] & object): Partial<Welcome> => ({ resumed: true, rooms });

  it("gives the same seat back, and what was missed once, before what follows", async () => {
    const room = await joined({ messages: [messageOf(1)], offset: 1 });
    connection.send(messageOf(2));
    await hearing(room, "text 2");
    const back = new Promise<Back>((resolve) => room.on("resumed", resolve));
    const heard = hearing(room, "text 5");
    const missed = [messageOf(3), messageOf(4)];
    const next = await comeBack(
      "me",
      resumed(joinedOf(me, { messages: missed, offset: 4, recovered: true })),
    );
    next.send(messageOf(5));
    expect(hello.resume).toEqual({
      session: "session of me",
      secret: "secret of me",
      positions: { rooms: { lobby: { epoch: "e1", offset: 2, tag: "t2" } } },
    });
    expect(await back).toMatchObject({ missed: 2, complete: true, self: { peer: "me", seat: 2 } });
    expect(await heard).toEqual(["text 3", "text 4", "text 5"]);
    expect(states.at(-1)).toEqual({ state: "open", resumed: true });
  });

  it("ends a room whose seat is gone meanwhile", async () => {
    const room = await joined();
    const closed = new Promise<RoomEnd>((resolve) => room.on("closed", resolve));
    await comeBack("me", resumed());
    expect(await closed).toEqual({ reason: "lost" });
  });

  it("leaves a room of which nobody here knows", async () => {
    const room = await joined();
    const left = room.leave();
    const next = await comeBack("me", resumed(joinedOf(me, { recovered: true })));
    expect(await next.request("leave")).toMatchObject({ room: "lobby" });
    await left;
  });

  it("tells of members who are held, and who return", async () => {
    const room = await joined();
    const told = new Promise((resolve) => {
      room.on("member.held", ({ member }) => expect(room.members.get(member.peer)?.state).toBe("held"));
      room.on("member.returned", ({ member }) => resolve(room.members.get(member.peer)?.state));
    });
    connection.send({ type: "member.held", room: "lobby", member: { ...other, state: "held" }, until: 9 });
    connection.send({ type: "member.returned", room: "lobby", member: other });
    expect(await told).toBe("online");
  });
});
