// Whether the store is well: what fails or hangs is noticed, an idle disk is tried while somebody asks, and it heals by itself.
import { beforeEach, describe, expect, it } from "vitest";
import type { RoomKey } from "../../../src/core/engine.ts";
import { StoreHealth } from "../../../src/engines/embedded/health.ts";
import { createMemoryStore } from "../../../src/engines/embedded/memory-store.ts";
import type { HistoryRecord, HistoryStore } from "../../../src/engines/embedded/store.ts";
import type { MessageBody } from "../../../src/protocol/codec.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const A = "default/a" as RoomKey;
const RECORD: HistoryRecord = {
  position: { epoch: "e", offset: 1, tag: "t" },
  time: 1,
  body: "{}" as MessageBody,
};

let clock: FakeClock;
let store: HistoryStore;
let health: StoreHealth;
let told: (string | null)[];
/** What a write comes to: all is well, it fails, or it never ends. */
let disk: "well" | "full" | "hangs";
let waiting: (() => void)[];
let probes: number;

const write = (): Promise<void> => {
  if (disk === "full") return Promise.reject(new Error("No space left on device"));
  return disk === "well" ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
};

beforeEach(() => {
  clock = new FakeClock();
  disk = "well";
  waiting = [];
  told = [];
  probes = 0;
  const inner: HistoryStore = {
    ...createMemoryStore(),
    kind: "disk",
    append: write,
    probe() {
      probes++;
      return write();
    },
  };
  health = new StoreHealth(inner, clock, (reason) => told.push(reason));
  store = health.watched();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));
const append = () => store.append(A, [RECORD]);
/** Time passes, with turns in between for what it sets off. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    clock.advance(100);
    await turn();
  }
}

describe("[T32] a store that refuses", () => {
  it("is told once, with the reason, and once more when it takes everything again", async () => {
    expect(health.read()).toBeNull();
    disk = "full";
    await expect(append()).rejects.toThrow("No space");
    await turn();
    expect(health.read()).toMatch(/No space left on device/);
    await expect(append()).rejects.toMatchObject({ name: "StoreError", code: "unwritable" });
    await pass(5_000);
    expect(told).toEqual([expect.stringMatching(/No space/)]);
    disk = "well";
    await pass(1_100);
    expect(health.read()).toBeNull();
    expect(told).toEqual([expect.stringMatching(/No space/), null]);
    await append();
  });

  it("has been so since it began, however often it was tried, until it is over", async () => {
    expect(health.storage().degradedSince).toBeNull();
    await pass(700);
    disk = "full";
    await append().catch(() => {});
    await turn();
    const since = health.storage().degradedSince;
    expect(since).toBe(clock.now());
    await pass(3_000);
    expect(health.storage().degradedSince).toBe(since);
    disk = "well";
    await pass(1_100);
    expect(health.storage().degradedSince).toBeNull();
  });

  it("is tried once a second, and not by every publication", async () => {
    disk = "full";
    await append().catch(() => {});
    await turn();
    const before = probes;
    for (let i = 0; i < 50; i++) await append().catch(() => {});
    expect(probes).toBe(before);
    await pass(3_000);
    expect(probes - before).toBe(3);
  });

  it("is well where only one append failed", async () => {
    disk = "full";
    const failed = append();
    disk = "well";
    await expect(failed).rejects.toThrow("No space");
    await turn();
    expect(health.read()).toBeNull();
    expect(told).toEqual([]);
    await append();
  });
});

describe("[T32] a store that hangs", () => {
  it("is told, refuses nothing, and is well with the first answer", async () => {
    disk = "hangs";
    const first = append();
    await pass(1_900);
    expect(told).toEqual([]);
    await pass(200);
    expect(health.read()).toBe("The disk does not answer.");
    const second = append();
    for (const answer of waiting) answer();
    await Promise.all([first, second]);
    expect(health.read()).toBeNull();
    expect(told).toEqual(["The disk does not answer.", null]);
  });

  it("leaves no timer behind", async () => {
    disk = "hangs";
    const idle = clock.pending;
    const said = append();
    expect(clock.pending).toBe(idle + 1);
    for (const answer of waiting) answer();
    await said;
    expect(clock.pending).toBe(idle);
  });
});

describe("[T32] an idle disk", () => {
  it("is not written to where nobody asks", async () => {
    await pass(10_000);
    expect(probes).toBe(0);
  });

  it("is tried while somebody asks, and for a minute after", async () => {
    health.read();
    await pass(10_000);
    expect(probes).toBe(4);
    await pass(60_000);
    const after = probes;
    await pass(60_000);
    expect(probes).toBe(after);
  });

  it("is not tried while publications prove it", async () => {
    await append();
    health.read();
    for (let i = 0; i < 10; i++) {
      await pass(1_000);
      await append();
    }
    expect(probes).toBe(0);
  });

  it.each(["full", "hangs"] as const)("that is %s is told within 5 s of asking", async (trouble) => {
    health.read();
    await turn();
    disk = trouble;
    await pass(5_000);
    expect(health.read()).not.toBeNull();
  });

  it("is left alone after the end", async () => {
    health.read();
    await turn();
    health.stop();
    expect(clock.pending).toBe(0);
    await pass(10_000);
    expect(probes).toBe(1);
  });
});

it("is always well in memory", async () => {
  const inner = createMemoryStore();
  const memory = new StoreHealth({ ...inner, append: () => Promise.reject(new Error("x")) }, clock, () => {});
  await expect(memory.watched().append(A, [RECORD])).rejects.toThrow("x");
  expect(memory.read()).toBeNull();
});
