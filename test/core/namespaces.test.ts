// Namespaces at the core: two of them on one server, each with its own rules.
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createNamespaces,
  type NamespaceOptions,
  type NamespacesOptions,
} from "../../src/core/namespaces.ts";
import type { Right } from "../../src/core/rights.ts";
import { defaultSettings, wholeOptions } from "../../src/core/settings.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { Namespace, NodeId, RoomId } from "../../src/protocol/ids.ts";
import { ADMIN_TOKEN, startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { TestPeer } from "../support/peer.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { topic } from "../support/topics.ts";

const room = "a" as RoomId;

async function start(options: NamespacesOptions) {
  const random = new SeededRandom(1);
  const { settings } = createNamespaces(options);
  const store = createMemoryStore();
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random,
    store,
    settings,
  });
  const core = await startCore(engine, random, { settings });
  onTestFinished(() => engine.close());
  return { ...core, enter: (namespace: string) => new TestPeer(core.hub, namespace as Namespace) };
}

const game = (own: NamespaceOptions) => start({ namespaces: { game: own } });

describe("a room's options", () => {
  it("[N2] are the namespace's where its creator says nothing", async () => {
    const { enter } = await game({ room: { capacity: 4, min: 3, start: "ready", visibility: "unlisted" } });
    const chess = await enter("game").ask("join", { room });
    expect(chess.room).toMatchObject({ capacity: 4, min: 3, start: "ready", visibility: "unlisted" });
    const made = await enter("game").ask("create", { capacity: 9, visibility: "public" });
    expect(made.room).toMatchObject({ capacity: 9, min: 3, start: "ready", visibility: "public" });
    const other = await enter("other").ask("join", { room });
    expect(other.room).toMatchObject({ capacity: 64, min: 1, start: "full", visibility: "public" });
  });

  it("[N2] ask for no more members than a creator has named seats", () => {
    const settings = { ...defaultSettings, room: { ...defaultSettings.room, min: 3 } };
    expect(wholeOptions(settings, { capacity: 2 })).toMatchObject({ capacity: 2, min: 2 });
    expect(wholeOptions(settings, { capacity: 2, min: 3 })).toMatchObject({ capacity: 2, min: 3 });
  });

  it("[N3] name no more seats than the namespace allows", async () => {
    const { enter } = await game({ limits: { maxCapacity: 8 }, room: { capacity: 8 } });
    const ada = enter("game");
    const refusal = { code: "bad_request", message: expect.stringContaining("8 seats") };
    await expect(ada.ask("create", { capacity: 9 })).rejects.toMatchObject(refusal);
    await expect(ada.ask("join", { room, create: { capacity: 9 } })).rejects.toMatchObject(refusal);
    await ada.ask("join", { room });
    await expect(ada.ask("room.update", { room, capacity: 9 })).rejects.toMatchObject(refusal);
    await enter("other").ask("create", { capacity: 9 });
  });
});

describe("a limit", () => {
  it("[N3] on rooms counts those of the namespace", async () => {
    const { enter } = await game({ limits: { rooms: 2 } });
    const ada = enter("game");
    await ada.ask("create", {});
    await ada.ask("create", {});
    await expect(ada.ask("create", {})).rejects.toMatchObject({ code: "too_many_rooms" });
    await enter("other").ask("create", {});
  });

  it("[N3] on a peer's rooms and topics is the namespace's, and told in the welcome", async () => {
    const { enter } = await game({ limits: { roomsPerPeer: 1, topicsPerPeer: 1, textBytes: 5 } });
    const ada = enter("game");
    expect((await ada.ask("hello", {})).limits).toMatchObject({ roomsPerPeer: 1, textBytes: 5 });
    await ada.ask("join", { room });
    await expect(ada.ask("join", { room: "b" as RoomId })).rejects.toMatchObject({ code: "too_many_rooms" });
    await ada.ask("subscribe", { topic: topic("t") });
    const second = ada.ask("subscribe", { topic: topic("u") });
    await expect(second).rejects.toMatchObject({ code: "too_many_topics" });
  });

  it.each([
    ["textBytes", "publish", { room, event: "chat", data: { text: "longer" } }],
    ["textBytes", "announce", { room, text: "longer" }],
    ["memberDataBytes", "member.update", { room, data: { x: 1 } }],
    ["roomDataBytes", "room.update", { room, data: { x: 1 } }],
  ] as const)("[N3] on %s holds for %s", async (limit, type, params) => {
    const { enter } = await game({ limits: { [limit]: 5 } });
    const [ada, bob] = [enter("game"), enter("other")];
    for (const peer of [ada, bob]) await peer.ask("join", { room });
    await expect(ada.ask(type, params)).rejects.toMatchObject({ code: "payload_too_large" });
    await bob.ask(type, params);
  });
});

describe("[N5] without the right to", () => {
  const having = (...anonymous: Right[]) => game({ auth: { anonymous } });
  const lacks = (right: Right) => ({
    code: "forbidden",
    message: expect.stringContaining(`right to ${right}`),
  });

  it("join nobody takes a seat", async () => {
    const { enter } = await having("create", "signal");
    const ada = enter("game");
    await ada.ask("create", { room });
    await expect(ada.ask("join", { room })).rejects.toMatchObject(lacks("join"));
  });

  it("create nobody makes a room, also not by joining it", async () => {
    const { enter } = await having("join");
    const ada = enter("game");
    await expect(ada.ask("create", {})).rejects.toMatchObject(lacks("create"));
    await expect(ada.ask("join", { room })).rejects.toMatchObject(lacks("create"));
    await expect(ada.ask("join", { room, create: false })).rejects.toMatchObject({ code: "not_found" });
  });

  it("create a room that is there takes in whoever may join", async () => {
    const { enter } = await having("join");
    const admin = enter("game");
    await admin.ask("hello", { token: ADMIN_TOKEN });
    await admin.ask("create", { room });
    expect((await enter("game").ask("join", { room })).members).toHaveLength(1);
  });

  it("signal nobody reaches a member, though both are in the room", async () => {
    const { enter } = await having("join", "create");
    const [ada, bob] = [enter("game"), enter("game")];
    for (const peer of [ada, bob]) await peer.ask("join", { room });
    const signal = { room, to: bob.id, kind: "custom", data: 1 } as const;
    await expect(ada.ask("signal", signal)).rejects.toMatchObject(lacks("signal"));
    await ada.ask("publish", { room, data: "by its seat" });
    expect(await bob.next("message")).toMatchObject({ data: "by its seat" });
  });

  it("publish nobody pushes, and with it everybody may", async () => {
    const { enter } = await having("publish");
    const value = { topic: topic("t"), data: 1 };
    expect(await enter("game").ask("push", value)).toMatchObject({ offset: 1 });
    await expect(enter("other").ask("push", value)).rejects.toMatchObject(lacks("publish"));
  });
});

describe("[N6] required fields", () => {
  const events = { move: ["x", "a/b"], tick: [] };

  it.each([
    [{ x: 1 }, ["/data/a~1b"]],
    [{}, ["/data/x", "/data/a~1b"]],
    [null, ["/data", "/data/x", "/data/a~1b"]],
    [[1], ["/data", "/data/x", "/data/a~1b"]],
    ["text", ["/data", "/data/x", "/data/a~1b"]],
  ])("refuse %j, naming what is missing", async (data, paths) => {
    const { enter } = await game({ events });
    const [ada, bob] = [enter("game"), enter("game")];
    for (const peer of [ada, bob]) await peer.ask("join", { room });
    const refusal = await ada.ask("publish", { room, event: "move", data }).catch((error) => error);
    expect(refusal.code).toBe("bad_request");
    expect(refusal.details.map(({ path }: { path: string }) => path)).toEqual(paths);
    await ada.ask("publish", { room, event: "move", data: { x: null, "a/b": 2, more: 3 } });
    expect(await bob.next("message")).toMatchObject({ data: { x: null, "a/b": 2, more: 3 } });
  });

  it("are asked of no other event, and in no other namespace", async () => {
    const { enter } = await game({ events });
    const [ada, bob] = [enter("game"), enter("other")];
    for (const peer of [ada, bob]) await peer.ask("join", { room });
    await ada.ask("publish", { room, event: "toString", data: 1 });
    await ada.ask("publish", { room, data: 1 });
    await bob.ask("publish", { room, event: "move", data: 1 });
    await expect(ada.ask("publish", { room, event: "tick", data: 1 })).rejects.toThrow("an object");
  });
});

describe("settings", () => {
  it("are those for all where a namespace says nothing, part by part", () => {
    const { settings } = createNamespaces({
      defaults: { room: { capacity: 8 }, grace: 1, events: { a: ["x"] } },
      namespaces: { game: { room: { min: 2, capacity: undefined }, history: { messages: 5 } } },
    });
    expect(settings("game" as Namespace)).toEqual({
      ...defaultSettings,
      room: { ...defaultSettings.room, capacity: 8, min: 2 },
      history: { ...defaultSettings.history, messages: 5 },
      grace: 1,
      events: { a: ["x"] },
    });
    expect(settings("x" as Namespace)).toBe(settings("y" as Namespace));
  });

  it("[N1] are there for namespaces that are not named, unless those are refused", () => {
    const namespaces = { game: {} };
    const [game, other] = ["game", "other"] as Namespace[];
    expect(createNamespaces({ namespaces }).serves(other!)).toBe(true);
    const { serves } = createNamespaces({ namespaces, others: "refuse" });
    expect([serves(game!), serves(other!)]).toEqual([true, false]);
  });
});
