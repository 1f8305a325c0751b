// What members and hosts may change, as peers see it.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { RoomOptions } from "../../src/protocol/shapes.ts";
import { ADMIN_TOKEN, startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer } from "../support/peer.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const room = "duel" as RoomId;

async function start(): Promise<TestCore> {
  const random = new SeededRandom(1);
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random,
    store: createMemoryStore(),
  });
  onTestFinished(() => engine.close());
  return startCore(engine, random);
}

/** Ada, who is host, and bob. */
async function two(create: RoomOptions = {}): Promise<{ core: TestCore; ada: TestPeer; bob: TestPeer }> {
  const core = await start();
  const [ada, bob] = [core.peer("ada"), core.peer("bob")];
  await ada.ask("join", { room, create });
  await bob.ask("join", { room });
  return { core, ada, bob };
}

describe("a member", () => {
  it("[R10] tells the others that it is ready, and what it wants them to know", async () => {
    const { ada, bob } = await two();
    const { member } = await bob.ask("member.update", { room, ready: true, data: { team: "red" } });
    expect(member).toMatchObject({ peer: bob.id, ready: true, data: { team: "red" } });
    expect(await ada.next("member.updated")).toEqual({ type: "member.updated", room, member });
    const data = { text: "x".repeat(limits.memberDataBytes) };
    await expect(bob.ask("member.update", { room, data })).rejects.toMatchObject({
      code: "payload_too_large",
    });
  });

  it("[R5] starts the room by being the last one to be ready", async () => {
    const { ada, bob } = await two({ start: "ready", min: 2 });
    await ada.ask("member.update", { room, ready: true });
    await bob.ask("member.update", { room, ready: true });
    expect((await ada.next("room.started")).view).toMatchObject({ status: "active", min: 2 });
  });
});

describe("a host", () => {
  it("[R11] changes the room for everyone in it", async () => {
    const { ada, bob } = await two();
    const { room: view } = await ada.ask("room.update", {
      room,
      capacity: 5,
      visibility: "unlisted",
      data: { map: 7 },
    });
    expect(view).toMatchObject({ capacity: 5, visibility: "unlisted", data: { map: 7 } });
    expect(await bob.next("room.updated")).toEqual({ type: "room.updated", room, view });
    expect((await bob.ask("rooms", {})).rooms).toEqual([]);
    await ada.ask("room.update", { room, visibility: "public" });
    expect((await bob.ask("rooms", {})).rooms).toHaveLength(1);
    await expect(bob.ask("room.update", { room, locked: true })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("[R11] changes nothing but what may be changed, whatever the request carries", async () => {
    const { ada } = await two();
    const more = { room, min: 2, host: "nobody", status: "finished", version: 1 };
    const { room: view } = await ada.ask("room.update", more);
    expect(view).toMatchObject({ min: 2, host: ada.id, status: "waiting", version: 3 });
  });

  it("[R13] passes its seat on", async () => {
    const { ada, bob } = await two();
    expect((await ada.ask("transfer", { room, to: bob.id })).room.host).toBe(bob.id);
    expect(await bob.next("host.changed")).toMatchObject({ host: bob.id });
    await expect(ada.ask("kick", { room, peer: bob.id })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("[R14] bans, and lets in again", async () => {
    const { ada, bob } = await two();
    await ada.ask("ban", { room, peer: bob.id });
    expect(await bob.next("member.left")).toMatchObject({ peer: bob.id, reason: "ban" });
    await expect(bob.ask("join", { room })).rejects.toMatchObject({ code: "banned" });
    await ada.ask("unban", { room, peer: bob.id });
    expect((await bob.ask("join", { room })).self).toEqual({ peer: bob.id, seat: 3 });
  });

  it("[R15] announces, in the room's order", async () => {
    const { ada, bob } = await two();
    ada.tell("publish", { room, event: "chat", data: { text: "before" } });
    ada.tell("announce", { room, text: "dinner" });
    ada.tell("publish", { room, event: "chat", data: { text: "after" } });
    expect((await bob.next("message")).data.text).toBe("before");
    expect(await bob.next()).toEqual({ type: "notice", room, text: "dinner", from: "host" });
    expect((await bob.next("message")).data.text).toBe("after");
    expect(ada.of("notice")).toHaveLength(1);
    const text = "é".repeat(limits.textBytes / 2 + 1);
    await expect(ada.ask("announce", { room, text })).rejects.toMatchObject({ code: "payload_too_large" });
  });

  it("[R16] is asked for nothing that an admin may not do as well, and the audit hears of it", async () => {
    const { core, ada, bob } = await two();
    const admin = core.peer();
    await admin.ask("hello", { token: ADMIN_TOKEN });
    await admin.ask("announce", { room, text: "hello" });
    expect((await bob.next("notice")).from).toBe("admin");
    await admin.ask("transfer", { room, to: bob.id });
    await admin.ask("kick", { room, peer: ada.id });
    await bob.ask("ban", { room, peer: ada.id });
    await admin.ask("close", { room });
    const entry = { namespace: "default", room, by: admin.id, reason: "by_admin" };
    expect(core.audited).toEqual([
      { act: "announce", ...entry },
      { act: "transfer", peer: bob.id, ...entry },
      { act: "kick", peer: ada.id, ...entry },
      { act: "ban", peer: ada.id, ...entry, by: bob.id, reason: "by_host" },
      { act: "close", ...entry },
    ]);
  });

  it("[R16] tells the audit of locks and passwords, never of what they are", async () => {
    const { core, ada } = await two();
    await ada.ask("room.update", { room, locked: true, password: "swordfish" });
    await ada.ask("room.update", { room, locked: false });
    await ada.ask("room.update", { room, data: { map: "x" } });
    expect(core.audited.map(({ act, reason }) => `${act} ${reason}`)).toEqual([
      "lock by_host",
      "password by_host",
      "unlock by_host",
    ]);
    expect(JSON.stringify(core.audited)).not.toContain("swordfish");
  });

  it("[R12] locks the room against newcomers", async () => {
    const { core, ada } = await two();
    await ada.ask("room.update", { room, locked: true });
    const cleo = core.peer("cleo");
    await expect(cleo.ask("join", { room })).rejects.toMatchObject({ code: "room_locked", retryable: false });
    expect(cleo.session.rooms.size).toBe(0);
    await ada.ask("room.update", { room, locked: false });
    expect((await cleo.ask("join", { room })).members).toHaveLength(3);
  });
});
