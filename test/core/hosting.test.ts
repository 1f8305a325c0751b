// What members and hosts may change, as peers see it.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { RoomOptions } from "../../src/protocol/shapes.ts";
import { startCore, type TestCore } from "../support/core.ts";
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
