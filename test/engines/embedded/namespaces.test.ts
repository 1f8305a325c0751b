// What the embedded engine keeps of each namespace: by number and age, read and removed.
import { beforeEach, describe, expect, it } from "vitest";
import { type Engine, roomKey, type Stream, topicKey } from "../../../src/core/engine.ts";
import { createNamespaces } from "../../../src/core/namespaces.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../../src/engines/embedded/memory-store.ts";
import type { HistoryStore } from "../../../src/engines/embedded/store.ts";
import { encodeValue } from "../../../src/protocol/codec.ts";
import type { Namespace, NodeId } from "../../../src/protocol/ids.ts";
import type { Position } from "../../../src/protocol/shapes.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { join, message, room } from "../../support/rooms.ts";
import { SeededRandom } from "../../support/seeded-random.ts";
import { topic } from "../../support/topics.ts";

const HOUR = 3_600_000;
const WALK_MS = 5 * 60_000;
const [short, long] = ["short", "long"] as Namespace[];

let store: HistoryStore;
let clock: FakeClock;
let engine: Engine;

beforeEach(async () => {
  store = createMemoryStore();
  clock = new FakeClock();
  const few = { messages: 3, maxAge: HOUR };
  const { settings } = createNamespaces({
    defaults: { history: { messages: 2_000 } },
    namespaces: { short: { history: few, topics: { messages: 4, maxAge: 2 * HOUR } } },
  });
  const random = new SeededRandom(1);
  engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store, settings });
  await engine.start(new RecordingSink());
});

async function fill(namespace: Namespace, count: number) {
  const key = roomKey(namespace, room("a"));
  await engine.command(key, join("a", "ada"));
  await Promise.all(Array.from({ length: count }, () => engine.publish(key, message("a", "x"))));
  const read = async () =>
    (await engine.read(key, { since: 0, limit: 100 })).messages.map(({ offset }) => offset);
  return { key, read };
}

const push = async (namespace: Namespace, data: number): Promise<Position> => {
  const body = encodeValue({ type: "data", topic: topic("t"), data, time: clock.now() });
  const value = { from: null, body, keep: true, chat: false, echo: false };
  return (await engine.publish(topicKey(namespace, topic("t")), value)).position!;
};

const kept = async (stream: Stream): Promise<number> =>
  (await store.range(stream, { since: 0, before: 10_000, limit: 10_000, newest: false })).length;

describe("[E17] a room's history", () => {
  it("is read within the number of its namespace, before anything was removed", async () => {
    const [few, many] = [await fill(short!, 5), await fill(long!, 5)];
    expect(await few.read()).toEqual([3, 4, 5]);
    expect(await many.read()).toEqual([1, 2, 3, 4, 5]);
    expect(await kept(few.key)).toBe(5);
  });

  it("is read within the age of its namespace", async () => {
    const [few, many] = [await fill(short!, 2), await fill(long!, 2)];
    clock.advance(HOUR + 1);
    await engine.publish(few.key, message("a", "new"));
    expect(await few.read()).toEqual([3]);
    expect(await many.read()).toEqual([1, 2]);
  });

  it("is removed while in use, in each namespace by its own number", async () => {
    const [few, many] = [await fill(short!, 1_500), await fill(long!, 1_500)];
    await expect.poll(() => kept(few.key)).toBeLessThan(3 + 64);
    expect(await kept(many.key)).toBe(1_500);
  });

  it("is removed by age where nobody publishes any more", async () => {
    const [few, many] = [await fill(short!, 3), await fill(long!, 3)];
    clock.advance(HOUR + 1);
    // The newest stays, emptied: it marks the end of the stream.
    await expect
      .poll(() => {
        clock.advance(WALK_MS);
        return kept(few.key);
      })
      .toBe(1);
    expect(await kept(many.key)).toBe(3);
  });
});

it("[E22] removes a topic's values by its own number and age, but for the newest", async () => {
  const key = topicKey(short!, topic("t"));
  for (let n = 1; n <= 200; n++) await push(short!, n);
  await expect.poll(() => kept(key)).toBeLessThan(4 + 64);
  const afterWalk = () => {
    clock.advance(WALK_MS);
    return kept(key);
  };
  await expect.poll(afterWalk).toBe(4);
  clock.advance(2 * HOUR);
  await expect.poll(afterWalk).toBe(1);
  expect(await engine.current(key, null)).toMatchObject({ value: { data: 200 } });
});

describe("[E21] what a subscriber missed", () => {
  const missed = async (namespace: Namespace, since: Position) =>
    (await engine.current(topicKey(namespace, topic("t")), since)).missed?.map(({ data }) => data) ?? null;

  it("is had within the number of its namespace", async () => {
    for (const namespace of [short!, long!]) {
      const first = await push(namespace, 1);
      const second = await push(namespace, 2);
      for (const n of [3, 4, 5]) await push(namespace, n);
      expect(await missed(namespace, second)).toEqual([3, 4, 5]);
      expect(await missed(namespace, first)).toEqual(namespace === short ? null : [2, 3, 4, 5]);
    }
  });

  it("is had within the age of its namespace, and nothing missed is no gap at any age", async () => {
    for (const namespace of [short!, long!]) {
      const first = await push(namespace, 1);
      clock.advance(2 * HOUR + 1);
      expect(await missed(namespace, first)).toEqual([]);
      await push(namespace, 2);
      expect(await missed(namespace, first)).toEqual(namespace === short ? null : [2]);
    }
  });

  it("[E22] leaves the newest value where it is, whatever its age", async () => {
    await push(short!, 7);
    clock.advance(1_000 * HOUR);
    expect(await engine.current(topicKey(short!, topic("t")), null)).toMatchObject({ value: { data: 7 } });
  });
});

it("[E3] counts the rooms of each namespace by its own limit", async () => {
  const { settings } = createNamespaces({ namespaces: { short: { limits: { rooms: 1 } } } });
  const random = new SeededRandom(1);
  const own = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store, settings });
  const make = (namespace: Namespace, name: string) =>
    own.command(roomKey(namespace, room(name)), join(name, "ada"));
  await make(short!, "a");
  await expect(make(short!, "b")).rejects.toMatchObject({ code: "too_many_rooms" });
  await make(short!, "a");
  await make(long!, "b");
});
