// A session: order, answers, back-pressure and the end of a connection.
import { describe, expect, it, onTestFinished } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { RtError } from "../../src/protocol/errors.ts";
import type { NodeId, PeerId, RoomId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";
import { ADMIN_TOKEN, startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const room = (name: string) => name as RoomId;
const chat = (text: string) => ({ room: room("lobby"), event: "chat", data: { text } });

async function start(change?: (engine: Engine) => void): Promise<TestCore> {
  const random = new SeededRandom(1);
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random,
    store: createMemoryStore(),
  });
  change?.(engine);
  const core = await startCore(engine, random);
  onTestFinished(() => engine.close());
  return core;
}

describe("a session", () => {
  it("[P4] greets a peer that says no hello, once, before its first answer", async () => {
    const { peer } = await start();
    const ada = peer();
    await ada.ask("ping", {});
    await ada.ask("ping", {});
    expect(ada.log.map(({ type }) => type)).toEqual(["welcome", "ok", "ok"]);
    expect(ada.log[0]).toMatchObject({ peer: ada.id, iceServers: [{ urls: "stun:stun.example.org" }] });
  });

  it("[M1] answers errors also to requests without an id, but no ok", async () => {
    const { peer } = await start();
    const ada = peer("ada");
    ada.session.receive('{"type":"ping"}');
    ada.session.receive('{"type":"leave","room":"lobby"}');
    expect(await ada.find(({ type }) => type === "error")).toEqual({
      type: "error",
      code: "not_joined",
      message: expect.any(String),
      retryable: false,
    });
    await ada.ask("ping", {});
    expect(ada.of("ok")).toHaveLength(2);
  });

  it("[M7] takes effect in the order of its requests, without waiting for the answers", async () => {
    const { peer } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    await bob.ask("join", { room: room("lobby") });
    ada.tell("join", { room: room("lobby") });
    ada.tell("publish", chat("one"));
    ada.tell("leave", { room: room("lobby") });
    ada.tell("join", { room: room("lobby") });
    ada.tell("publish", chat("two"));
    await ada.ask("ping", {});
    await bob.find(({ data }) => data?.text === "two");
    expect(ada.of("error")).toEqual([]);
    const seen = bob.log.filter(({ type }) => /^(member|message)/.test(type));
    expect(seen.map(({ type, data }) => data?.text ?? type)).toEqual([
      "member.joined",
      "one",
      "member.left",
      "member.joined",
      "two",
    ]);
  });

  it("stops reading at 64 requests under way and goes on when one is answered", async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { peer } = await start((engine) => {
      const census = engine.list;
      engine.list = async (query) => {
        await gate;
        return census.call(engine, query);
      };
    });
    const ada = peer("ada");
    await ada.ask("ping", {});
    for (let i = 0; i < limits.pending; i++) ada.tell("rooms", {});
    expect(ada.paused).toBe(true);
    release();
    await ada.find(({ data }) => data?.rooms);
    await ada.ask("ping", {});
    expect(ada.paused).toBe(false);
  });

  it("answers `internal` for a mistake of ours, reports it, and goes on", async () => {
    const { peer, faults } = await start((engine) => {
      engine.list = () => Promise.reject(new TypeError("oops"));
    });
    const ada = peer("ada");
    await expect(ada.ask("rooms", {})).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining("mistake"),
    });
    expect(faults).toEqual([new TypeError("oops")]);
    await ada.ask("ping", {});
  });

  it("[R6] leaves its rooms when it says goodbye, and nothing of it is left", async () => {
    const { peer, hub, engine } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    for (const name of ["a", "b"]) {
      await bob.ask("join", { room: room(name) });
      await ada.ask("join", { room: room(name) });
    }
    ada.drop(true);
    expect(await bob.next("member.left")).toMatchObject({ room: "a", peer: ada.id, reason: "leave" });
    expect(await bob.next("member.left")).toMatchObject({ room: "b", peer: ada.id });
    expect(hub.sessions.has(ada.id)).toBe(false);
    bob.drop(true);
    expect((await engine.census()).seats).toBe(0);
  });

  it("[H4] joins a room whose history can't be read, without its messages", async () => {
    const { peer } = await start((engine) => {
      engine.read = () => Promise.reject(new RtError("unavailable"));
    });
    const [ada, bob] = [peer("ada"), peer("bob")];
    await ada.ask("join", { room: room("lobby") });
    await ada.ask("publish", chat("one"));
    const joined = await bob.ask("join", { room: room("lobby") });
    expect(joined).toMatchObject({ messages: [], position: { offset: 1 }, self: { seat: 2 } });
    await ada.ask("publish", chat("two"));
    expect(await bob.next("message")).toMatchObject({ offset: 2 });
  });

  it("may be in 32 rooms", async () => {
    const { peer } = await start();
    const ada = peer("ada");
    for (let i = 0; i < limits.roomsPerPeer; i++) await ada.ask("join", { room: room(`r${i}`) });
    await expect(ada.ask("join", { room: room("one-more") })).rejects.toMatchObject({
      code: "too_many_rooms",
    });
    await ada.ask("join", { room: room("r3") });
    await ada.ask("leave", { room: room("r3") });
    await ada.ask("join", { room: room("one-more") });
  });
});

describe("signals", () => {
  it("[T26] [S1] [S2] reach the one they are for, stamped with their sender, and get a verdict", async () => {
    const { peer, hub } = await start();
    const [ada, bob, cleo] = [peer("ada"), peer("bob"), peer("cleo")];
    for (const each of [ada, bob, cleo]) await each.ask("join", { room: room("call") });
    const offer = { room: room("call"), kind: "offer", data: { sdp: "v=0" }, exchange: "x1" } as const;
    const forged = { ...offer, to: bob.id, from: cleo.id };
    expect(await ada.ask("signal", forged)).toEqual({ verdict: "delivered" });
    expect(await bob.next("signal")).toEqual({
      type: "signal",
      room: "call",
      from: ada.id,
      kind: "offer",
      data: { sdp: "v=0" },
      exchange: "x1",
    });
    bob.drop(true);
    expect(await ada.ask("signal", { ...offer, to: bob.id })).toEqual({ verdict: "no_such_peer" });
    expect(cleo.of("signal")).toEqual([]);
    expect(Object.fromEntries(hub.counters.signals)).toEqual({ delivered: 1, no_such_peer: 1 });
    const outside = peer("eve");
    await expect(outside.ask("signal", { ...offer, to: ada.id })).rejects.toMatchObject({
      code: "not_joined",
    });
  });

  it("[T26] [S1] tell nothing of who is elsewhere, and need a seat in the very room", async () => {
    const { peer } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    await ada.ask("join", { room: room("here") });
    await bob.ask("join", { room: room("there") });
    const offer = { kind: "offer", data: { sdp: "v=0" } } as const;
    const ask = (name: string, to: PeerId) => ada.ask("signal", { ...offer, room: room(name), to });
    expect(await ask("here", bob.id)).toEqual(await ask("here", "nobody" as PeerId));
    const refusals = await Promise.all(
      ["there", "nowhere"].map((name) => ask(name, bob.id).catch(({ code, message }) => ({ code, message }))),
    );
    expect(refusals).toEqual([refusals[1], { code: "not_joined", message: expect.any(String) }]);
    expect(bob.of("signal")).toEqual([]);
  });

  it("[T26] [S9] that are no signals are passed on to nobody", async () => {
    const { peer, hub } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    for (const each of [ada, bob]) await each.ask("join", { room: room("call") });
    const to = { room: room("call"), to: bob.id };
    await expect(ada.ask("signal", { ...to, kind: "offer", data: { sdp: "v=0\0" } })).rejects.toMatchObject({
      code: "bad_request",
      details: [{ path: "/data/sdp" }],
    });
    await expect(ada.ask("signal", { ...to, kind: "candidate", data: {} })).rejects.toMatchObject({
      details: [{ path: "/data/candidate" }],
    });
    const odd = { candidate: "", sdpMid: "0", admin: true };
    expect(await ada.ask("signal", { ...to, kind: "candidate", data: odd })).toEqual({
      verdict: "delivered",
    });
    expect(bob.of("signal").map(({ data }) => data)).toEqual([{ candidate: "", sdpMid: "0" }]);
    expect(Object.fromEntries(hub.counters.signals)).toEqual({ delivered: 1 });
  });

  it("[S4] [S5] are shown to a watching admin, in order and without their data", async () => {
    const { peer } = await start();
    const [ada, bob, admin] = [peer("ada"), peer("bob"), peer()];
    await admin.ask("hello", { token: ADMIN_TOKEN });
    await admin.ask("watch", { stream: "signals", room: room("call") });
    for (const each of [ada, bob]) await each.ask("join", { room: room("call") });
    await ada.ask("signal", { room: room("call"), to: bob.id, kind: "offer", data: { sdp: "v=0" } });
    await bob.ask("report", {
      room: room("call"),
      to: ada.id,
      state: "connected",
      pair: { local: "host", remote: "host" },
    });
    const [offer, report] = [await admin.next("watch.signals"), await admin.next("watch.signals")];
    expect(offer).toMatchObject({
      room: "call",
      from: ada.id,
      to: bob.id,
      kind: "offer",
      bytes: 13,
      verdict: "delivered",
    });
    expect(report).toMatchObject({ kind: "report", state: "connected", pair: { local: "host" } });
    expect(report.seq).toBe(offer.seq + 1);
    expect(JSON.stringify(offer)).not.toContain("v=0");
    await ada.ask("join", { room: room("other") });
    await bob.ask("join", { room: room("other") });
    await ada.ask("signal", { room: room("other"), to: bob.id, kind: "end", data: null });
    expect(admin.of("watch.signals")).toHaveLength(2);
    admin.drop();
    await ada.ask("signal", { room: room("call"), to: bob.id, kind: "end", data: null });
  });
});

describe("reports of links", () => {
  it("[S4] [S11] are told to the other members, by kinds of candidate and never by what could be an address", async () => {
    const { peer } = await start();
    const [ada, bob, cleo, dan] = [peer("ada"), peer("bob"), peer("cleo"), peer("dan")];
    const call = room("call");
    await ada.ask("join", { room: call, create: { spectators: 1 } });
    await bob.ask("join", { room: call });
    await cleo.ask("join", { room: call, spectate: true });
    const pair = { local: "host", remote: "srflx", protocol: "udp" };
    await bob.ask("report", { room: call, to: ada.id, state: "connecting", exchange: "e1" });
    await bob.ask("report", { room: call, to: ada.id, state: "connected", pair, exchange: "e1" });
    const head = { type: "link", room: "call", from: bob.id, to: ada.id, exchange: "e1" };
    for (const member of [ada, cleo]) {
      expect(await member.next("link")).toEqual({ ...head, state: "connecting" });
      expect(await member.next("link")).toEqual({ ...head, state: "connected", pair });
    }
    expect(bob.of("link")).toEqual([]);
    const address = { local: "192.168.100.200", remote: "host", protocol: "udp" };
    await ada.ask("report", { room: call, to: bob.id, state: "connected", pair: address });
    await ada.ask("report", {
      ...{ room: call, to: bob.id, state: "connected" },
      pair: { local: "host", remote: "relay", protocol: "10.0.0.1" },
    });
    expect(await bob.next("link")).not.toHaveProperty("pair");
    expect((await bob.next("link")).pair).toEqual({ local: "host", remote: "relay" });
    await expect(cleo.ask("report", { room: call, to: ada.id, state: "failed" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(dan.ask("report", { room: call, to: ada.id, state: "failed" })).rejects.toMatchObject({
      code: "not_joined",
    });
  });
});

describe("a session that is to finish", () => {
  it("[P7] closes when all that was asked is answered, and reads nothing more", async () => {
    const { peer } = await start();
    const ada = peer();
    await ada.ask("hello", {});
    // The first takes until its password is hashed, and the second waits for it.
    const asked = [
      ada.ask("create", { room: room("vault"), password: "swordfish" }),
      ada.ask("join", { room: room("lobby") }),
    ];
    ada.session.finish("draining");
    expect(ada.closed).toBeNull();
    ada.tell("join", { room: room("too-late") });
    await Promise.all(asked);
    await new Promise(setImmediate);
    expect(ada.closed).toBe("draining");
    expect(ada.log.filter(({ type }) => type === "ok")).toHaveLength(3);
    expect([...ada.session.rooms.keys()]).toHaveLength(1);
  });

  it("[P7] closes at once where nothing was", async () => {
    const { peer } = await start();
    const ada = peer();
    ada.session.finish("draining");
    expect(ada.closed).toBe("draining");
  });
});
