// What retention removes, and that it leaves alone what is kept.
import { beforeEach, expect, it } from "vitest";
import type { Engine } from "../../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../../src/engines/embedded/memory-store.ts";
import type { HistoryStore } from "../../../src/engines/embedded/store.ts";
import type { NodeId } from "../../../src/protocol/ids.ts";
import { limits } from "../../../src/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { join, key, message } from "../../support/rooms.ts";
import { SeededRandom } from "../../support/seeded-random.ts";

const WALK_MS = 5 * 60_000;

let store: HistoryStore;
let clock: FakeClock;
let engine: Engine;
let faults: unknown[];

beforeEach(async () => {
  store = createMemoryStore();
  clock = new FakeClock();
  faults = [];
  engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock,
    random: new SeededRandom(1),
    store,
    onFault: (error) => faults.push(error),
  });
  await engine.start(new RecordingSink());
});

async function fill(name: string, count: number): Promise<void> {
  await engine.command(key(name), join(name, "ada"));
  await Promise.all(Array.from({ length: count }, () => engine.publish(key(name), message(name, "x"))));
}

it("[E17] removes what is over the number while the room is in use", async () => {
  await fill("a", limits.historyMessages + 1000);
  await expect.poll(() => store.stats().records).toBeLessThan(limits.historyMessages + 64);
  expect((await engine.read(key("a"), { since: 0, limit: 1 })).messages[0]!.offset).toBe(1001);
});

it("[E17] removes what is too old also where nobody publishes any more, in all rooms", async () => {
  for (let i = 0; i < 70; i++) await fill(`room-${i}`, 3);
  clock.advance(limits.historyMs);
  await fill("young", 3);
  await expect
    .poll(() => {
      clock.advance(WALK_MS);
      return store.stats().records;
    })
    .toBe(70 + 3);
  expect((await engine.read(key("young"), { limit: 9 })).messages).toHaveLength(3);
  expect(await engine.read(key("room-7"), { limit: 9 })).toMatchObject({
    messages: [],
    position: { offset: 3 },
  });
});

it("goes on after a stream that can't be trimmed, and reports it", async () => {
  const trim = store.trim;
  store.trim = async (stream, bounds) => {
    if (stream === key("bad")) throw new Error("damaged");
    return trim(stream, bounds);
  };
  await fill("bad", 2);
  await fill("good", 2);
  clock.advance(limits.historyMs + 1);
  await expect
    .poll(() => {
      clock.advance(WALK_MS);
      return store.stats().records;
    })
    .toBe(3);
  expect(String(faults[0])).toMatch(/damaged/);
});

it("stops with the engine", async () => {
  await engine.close();
  expect(clock.pending).toBe(0);
});
