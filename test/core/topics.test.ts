// Topics at the core: subscribing, pushing, who may, and how many.
import { describe, expect, it, onTestFinished } from "vitest";
import { may } from "../../src/core/rights.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";
import { ADMIN_TOKEN, startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { createHeldStore } from "../support/held-store.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { topic } from "../support/topics.ts";

async function start() {
  const random = new SeededRandom(1);
  const store = createHeldStore();
  store.free = true;
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock: new FakeClock(), random, store });
  const core = await startCore(engine, random);
  onTestFinished(() => engine.close());
  const pusher = core.peer();
  await pusher.ask("hello", { token: ADMIN_TOKEN });
  const push = (data: unknown, key?: string) => pusher.ask("push", { topic: T, data, ...(key && { key }) });
  return { ...core, store, push };
}

const T = topic("temperature");

describe("a topic", () => {
  it("[V1] shows its value first, and then every one that follows", async () => {
    const { peer, push } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    expect(await ada.ask("subscribe", { topic: T })).toEqual({ topic: T, position: null });
    const { position } = await push(20);
    expect(await bob.ask("subscribe", { topic: T })).toEqual({
      topic: T,
      value: { offset: 1, data: 20, time: expect.any(Number) },
      position,
    });
    await push(null);
    expect(ada.of("data").map(({ offset, data }) => [offset, data])).toEqual([
      [1, 20],
      [2, null],
    ]);
    expect(bob.of("data")).toEqual([
      { type: "data", topic: T, offset: 2, tag: expect.any(String), data: null, time: expect.any(Number) },
    ]);
  });

  it("[V2] gives a returning subscriber exactly what it missed, or says that it can't", async () => {
    const { peer, push } = await start();
    const { position } = await push("one");
    await push("two");
    await push("three");
    const back = await peer().ask("subscribe", { topic: T, position });
    expect(back).toMatchObject({ recovered: true, value: { data: "three" }, position: { offset: 3 } });
    expect(back.messages?.map(({ data }) => data)).toEqual(["two", "three"]);
    const strange = await peer().ask("subscribe", { topic: T, position: { ...position, tag: "other" } });
    expect(strange).toMatchObject({ recovered: false, value: { data: "three" } });
    expect(strange).not.toHaveProperty("messages");
  });

  it("[V3] sends and answers nothing that is not on disk", async () => {
    const { peer, push, store } = await start();
    const ada = peer("ada");
    await ada.ask("subscribe", { topic: T });
    store.free = false;
    const pushed = push("precious");
    await expect.poll(() => store.held.length).toBe(1);
    await ada.ask("ping", {});
    expect(ada.of("data")).toEqual([]);
    expect(await peer().ask("ping", {})).toBeTruthy();
    await store.held[0]!.finish();
    expect((await pushed).offset).toBe(1);
    expect(ada.of("data")).toHaveLength(1);
  });

  it("[V4] takes values from those who may publish, and no others", async () => {
    const { peer, push } = await start();
    await expect(peer("ada").ask("push", { topic: T, data: 1 })).rejects.toMatchObject({ code: "forbidden" });
    expect(may({ admin: true, scopes: [] }, "publish")).toBe(true);
    expect(may({ admin: false, scopes: ["publish"] }, "publish")).toBe(true);
    expect(may({ admin: false, scopes: [] }, "publish")).toBe(false);
    const first = await push(1, "key-0001");
    expect(await push(1, "key-0001")).toMatchObject({ offset: first.offset, duplicate: true });
  });

  it("[V5] is left by unsubscribing and by going away", async () => {
    const { peer, push, hub } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    for (const each of [ada, bob]) await each.ask("subscribe", { topic: T });
    expect(hub.following()).toEqual({ topics: 1, subscribers: 2 });
    await ada.ask("unsubscribe", { topic: T });
    await ada.ask("unsubscribe", { topic: T });
    bob.drop();
    expect(hub.following()).toEqual({ topics: 0, subscribers: 0 });
    await push(1);
    expect([...ada.of("data"), ...bob.of("data")]).toEqual([]);
  });

  it("[V5] counts towards a peer's limit", async () => {
    const { peer } = await start();
    const ada = peer("ada");
    const all = Array.from({ length: limits.topicsPerPeer }, (_, i) => topic(`t${i}`));
    await Promise.all(all.map((topic) => ada.ask("subscribe", { topic })));
    await expect(ada.ask("subscribe", { topic: T })).rejects.toMatchObject({ code: "too_many_topics" });
    await ada.ask("subscribe", { topic: all[5]! });
    await ada.ask("unsubscribe", { topic: all[5]! });
    await ada.ask("subscribe", { topic: T });
  });

  it("is refused while its history can't be read, and nothing of it stays", async () => {
    const { peer, store, hub } = await start();
    const ada = peer("ada");
    store.unreadable = new Error("the disk is gone");
    await expect(ada.ask("subscribe", { topic: T })).rejects.toMatchObject({ code: "unavailable" });
    expect(hub.following().subscribers).toBe(0);
    store.unreadable = null;
    await ada.ask("subscribe", { topic: T });
  });
});
