// Joins that a stalled disk holds up for too long: answered all the same, and no seat stays behind of which nobody here knows.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import { startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { createHeldStore } from "../support/held-store.ts";
import { room } from "../support/rooms.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const red = room("red");

/** Ada is in a room, and the disk has not answered what she said there. */
async function stalled() {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const store = createHeldStore();
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store });
  const { peer } = await startCore(engine, random, { clock });
  onTestFinished(() => {
    store.free = true;
    return engine.close();
  });
  const [ada, bob] = [peer("ada"), peer("bob")];
  await ada.ask("join", { room: red });
  ada.tell("publish", { room: red, event: "chat", data: { text: "slow" } });
  return { ada, bob, clock, store };
}

describe("a join that is not answered in time", () => {
  it("[T25] [R6] leaves no seat behind where it took effect all the same", async () => {
    const { ada, bob, clock, store } = await stalled();
    const join = bob.ask("join", { room: red });
    clock.advance(5_000);
    await expect(join).rejects.toMatchObject({ code: "unavailable" });
    await store.held[0]!.finish();
    bob.drop();
    const { members } = await ada.ask("room", { room: red });
    expect(members.map(({ name }) => name)).toEqual(["ada"]);
  });

  it("[R6] leaves no seat behind in the next room of that name, of which its peer hears only that the last one is closed", async () => {
    const { ada, bob, clock, store } = await stalled();
    ada.tell("close", { room: red });
    const join = ada.ask("join", { room: red });
    clock.advance(5_000);
    await expect(join).rejects.toMatchObject({ code: "unavailable" });
    await store.held[0]!.finish();
    await ada.next("room.closed");
    const { members } = await bob.ask("join", { room: red });
    expect(members.map(({ name }) => name)).toEqual(["bob"]);
  });
});

it("[R19] recovers nothing for a join while the history can't be opened, also where it can be a moment later", async () => {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const store = createHeldStore();
  store.free = true;
  const before = await startCore(
    createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store }),
    random,
  );
  const ada = before.peer("ada");
  await ada.ask("join", { room: red });
  await ada.ask("publish", { room: red, event: "chat", data: { text: "kept" } });
  const { open } = store;
  store.open = (...call) => {
    store.open = open;
    return Promise.reject(new Error(`not now: ${call[0]}`));
  };
  const after = await startCore(createEmbeddedEngine({ node: "n2" as NodeId, clock, random, store }), random);
  const start = { epoch: "", offset: 0, tag: "" };
  const joined = await after.peer("bob").ask("join", { room: red, position: start });
  expect(joined).toMatchObject({ recovered: false, messages: [] });
  const again = await after.peer("cleo").ask("join", { room: red, position: start });
  expect(again).toMatchObject({ recovered: true, messages: [{ data: { text: "kept" } }] });
});
