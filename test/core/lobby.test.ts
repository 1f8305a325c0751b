// The lobby at the core: who is told what of which room, how often, and encoded how often.
import { describe, expect, it, onTestFinished } from "vitest";
import { roomsTap } from "../../src/core/engine.ts";
import type { SealedOptions } from "../../src/core/rules/room-state.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { DEFAULT_NAMESPACE, type Namespace, type NodeId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import type { RoomOptions } from "../../src/protocol/shapes.ts";
import { ADMIN_TOKEN, startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { TestPeer, type Wire } from "../support/peer.ts";
import { key, room } from "../support/rooms.ts";
import { SeededRandom } from "../support/seeded-random.ts";

async function start() {
  const clock = new FakeClock();
  const random = new SeededRandom(1);
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const core = await startCore(engine, random, { clock });
  onTestFinished(() => engine.close());
  const host = core.peer("host");
  return {
    ...core,
    clock,
    make: (name: string, options: RoomOptions = {}) => host.ask("create", { room: room(name), ...options }),
    change: (name: string, changes: SealedOptions) =>
      engine.command(key(name), { type: "update", changes, by: "admin" }),
    close: (name: string) => engine.command(key(name), { type: "close", by: "admin" }),
    beat: () => clock.advance(times.lobbyBeat),
  };
}

const news = (peer: TestPeer): string[] =>
  peer.log
    .filter(({ type }) => type.startsWith("lobby."))
    .map(({ type, view, room }: Wire) =>
      view ? `${type.slice(6)} ${view.room} ${view.members}/${view.capacity}` : `${type.slice(6)} ${room}`,
    );

describe("lobby.watch", () => {
  it("[L1] shows the first page, by name, and then what changes", async () => {
    const { peer, make, close, beat } = await start();
    for (let i = 0; i < 101; i++) await make(`r${100 + i}`, { capacity: 4 });
    const ada = peer("ada");
    const { rooms, total, next } = await ada.ask("lobby.watch", {});
    expect([rooms.length, rooms[0]!.room, total, next]).toEqual([100, "r100", 101, "r199"]);
    const rest = await ada.ask("rooms", { cursor: next! });
    expect(rest.rooms.map((view) => view.room)).toEqual(["r200"]);
    await make("new", { capacity: 3 });
    await peer("bob").ask("join", { room: room("r150") });
    await close("r100");
    expect(news(ada)).toEqual(["added new 0/3", "updated r150 1/4", "removed r100"]);
    beat();
    expect(news(ada)).toHaveLength(3);
  });

  it("[L1] ends with lobby.unwatch and with the connection, and then costs nothing", async () => {
    const { peer, make, engine, clock } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    for (const each of [ada, bob]) await each.ask("lobby.watch", {});
    await make("a");
    const timers = clock.pending;
    await ada.ask("lobby.unwatch", {});
    await ada.ask("lobby.unwatch", {});
    expect(engine.watched(roomsTap(DEFAULT_NAMESPACE))).toBe(true);
    bob.drop(true);
    expect(engine.watched(roomsTap(DEFAULT_NAMESPACE))).toBe(false);
    expect(clock.pending).toBe(timers - 1);
    await make("b");
    expect([news(ada), news(bob)]).toEqual([["added a 0/64"], ["added a 0/64"]]);
  });

  it("[L1] takes another filter in the place of the one before", async () => {
    const { peer, make, change, close } = await start();
    const ada = peer("ada");
    const [first, second] = [{ available: 9 }, { available: 2 }].map((filter) =>
      ada.tell("lobby.watch", filter),
    );
    await Promise.all([first, second].map((id) => ada.find((message) => message.id === id)));
    await make("small", { capacity: 4 });
    await make("tiny", { capacity: 1 });
    await change("small", { locked: true });
    await close("tiny");
    expect(news(ada)).toEqual(["added small 0/4"]);
  });

  it("[L2] tells each watcher of the rooms that fit, as they begin to and cease to", async () => {
    const { peer, make, change, beat } = await start();
    await make("a", { capacity: 2 });
    await make("b", { visibility: "private" });
    const [all, open, active, admin] = [peer(), peer(), peer(), peer()];
    await admin.ask("hello", { token: ADMIN_TOKEN });
    await all.ask("lobby.watch", {});
    await open.ask("lobby.watch", { available: 1 });
    await active.ask("lobby.watch", { status: "active" });
    await admin.ask("lobby.watch", {});
    const [ada, bob] = [peer("ada"), peer("bob")];
    await ada.ask("join", { room: room("a") });
    beat();
    await bob.ask("join", { room: room("a") });
    beat();
    await change("a", { visibility: "unlisted" });
    beat();
    await change("b", { capacity: 7 });
    beat();
    await change("b", { visibility: "public" });
    expect(news(all)).toEqual(["updated a 1/2", "updated a 2/2", "removed a", "added b 0/7"]);
    expect(news(open)).toEqual(["updated a 1/2", "removed a", "added b 0/7"]);
    expect(news(active)).toEqual(["added a 2/2", "removed a"]);
    expect(news(admin)).toEqual([
      "updated a 1/2",
      "updated a 2/2",
      "updated a 2/2",
      "updated b 0/7",
      "updated b 0/7",
    ]);
  });

  it("[L2] says nothing of what nobody can see, nor of other namespaces", async () => {
    const { peer, hub, beat } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    await bob.ask("join", { room: room("a") });
    await ada.ask("lobby.watch", {});
    await bob.ask("member.update", { room: room("a"), ready: true });
    await new TestPeer(hub, "other" as Namespace).ask("create", { room: room("b") });
    beat();
    expect(news(ada)).toEqual([]);
  });

  it("[L3] gathers: the first change at once, the last always, four a second", async () => {
    const { peer, make, change, close, clock, beat } = await start();
    await make("a");
    const ada = peer("ada");
    await ada.ask("lobby.watch", {});
    for (let capacity = 1; capacity <= 10; capacity++) {
      await change("a", { capacity });
      clock.advance(times.lobbyBeat / 5);
    }
    await change("a", { capacity: 11 });
    expect(news(ada)).toEqual(["updated a 0/1", "updated a 0/5", "updated a 0/10"]);
    beat();
    expect(news(ada).slice(3)).toEqual(["updated a 0/11"]);
    await change("a", { capacity: 12 });
    await close("a");
    await make("a", { capacity: 13 });
    await close("a");
    beat();
    expect(news(ada).slice(4)).toEqual(["removed a"]);
    await make("a", { capacity: 14 });
    beat();
    beat();
    expect(news(ada).slice(5)).toEqual(["added a 0/14"]);
  });

  it("[L3] [L4] tells again what is as it was, for whoever saw it otherwise in between", async () => {
    const { peer, make, change, beat } = await start();
    await make("a", { capacity: 1 });
    await make("b", { capacity: 1 });
    const [ada, open] = [peer("ada"), peer("open")];
    await ada.ask("lobby.watch", {});
    for (const name of ["a", "b"]) await change(name, { capacity: 2 });
    for (const name of ["a", "b"]) await change(name, { capacity: 3 });
    const late = await peer("late").ask("lobby.watch", {});
    expect(late.rooms.map(({ capacity }) => capacity)).toEqual([3, 3]);
    expect((await open.ask("lobby.watch", { available: 3 })).rooms).toHaveLength(2);
    for (const name of ["a", "b"]) await change(name, { capacity: 2 });
    beat();
    expect(news(ada).slice(2)).toEqual(["updated a 0/2", "updated b 0/2"]);
    expect(news(open)).toEqual(["removed a", "removed b"]);
  });

  it("[L5] goes on counting versions of a room that is made again", async () => {
    const { peer, make, change, close, beat } = await start();
    const ada = peer("ada");
    await ada.ask("lobby.watch", {});
    await make("a");
    for (const capacity of [2, 3, 4]) await change("a", { capacity });
    beat();
    const { version } = ada.of("lobby.updated")[0].view;
    await close("a");
    await make("a");
    beat();
    expect(ada.of("lobby.updated")[1].view.version).toBeGreaterThan(version);
  });

  it("encodes a change once for all who see the same", async () => {
    const { hub, peer, make } = await start();
    const frames = new Set<unknown>();
    for (let i = 0; i < 1_000; i++) {
      const watcher = peer();
      await watcher.ask("lobby.watch", i % 2 ? { status: "waiting" } : {});
      watcher.session.send = (frame) => Boolean(frames.add(frame));
    }
    await make("a");
    expect(frames.size).toBe(1);
    expect(hub.sessions.size).toBe(1_001);
  });

  it("sends those away who may have missed something", async () => {
    const { peer, hub } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    await ada.ask("lobby.watch", {});
    hub.broken(roomsTap("other" as Namespace));
    expect(ada.closed).toBeNull();
    hub.broken(roomsTap(DEFAULT_NAMESPACE));
    expect([ada.closed, bob.closed]).toEqual(["resync", null]);
  });
});
