// What every history store must do, over memory and disk.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RoomKey } from "../../../src/core/engine.ts";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { createMemoryStore } from "../../../src/engines/embedded/memory-store.ts";
import type { HistoryRecord, HistoryStore } from "../../../src/engines/embedded/store.ts";
import type { MessageBody } from "../../../src/protocol/codec.ts";
import { tempDir } from "../../support/temp-dir.ts";

const A = "default/a" as RoomKey;

function record(offset: number, more: Partial<HistoryRecord> = {}): HistoryRecord {
  const body = `{"type":"message","data":"m${offset}"}` as MessageBody;
  return { position: { epoch: "e1", offset, tag: `t${offset}` }, time: offset * 1000, body, ...more };
}

const records = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => record(from + i));

const everything = { since: 0, before: Number.MAX_SAFE_INTEGER, limit: 10_000, newest: false };

async function offsets(store: HistoryStore, stream: RoomKey, range = {}): Promise<number[]> {
  return (await store.range(stream, { ...everything, ...range })).map(({ position }) => position.offset);
}

const onDisk = async (dir = tempDir()): Promise<HistoryStore> => {
  const store = await openDiskStore({ dir });
  onTestFinished(() => store.close());
  return store;
};

describe.each([
  ["memory", async () => createMemoryStore()],
  ["disk", () => onDisk()],
] as const)("the store in %s", (kind, open) => {
  it("says what it is", async () => {
    expect((await open()).kind).toBe(kind);
  });

  it("knows nothing of a stream that was never used", async () => {
    const store = await open();
    expect(await store.open(A, 0)).toEqual({ position: null, keyed: [] });
    expect(await offsets(store, A)).toEqual([]);
    expect(await store.trim(A, { messages: 1, since: 0, step: 10 })).toBe(false);
    expect(await store.streams("", 10)).toEqual([]);
  });

  it("gives back what was appended", async () => {
    const store = await open();
    const body = JSON.stringify({ data: `${"x".repeat(60_000)} ünï ✓ 👩‍🚀 \u0000` }) as MessageBody;
    const odd = record(2, { key: "schlüssel-✓", body, time: 1_800_000_000_000.5 });
    await store.append(A, [record(1)]);
    await store.append(A, [odd, record(3)]);
    expect(await store.range(A, everything)).toEqual([record(1), odd, record(3)]);
    expect((await store.open(A, 0)).position).toEqual({ epoch: "e1", offset: 3, tag: "t3" });
    expect(store.stats().records).toBe(3);
    expect(store.stats().bytes).toBeGreaterThan(60_000);
  });

  it("finds the keys that were used since", async () => {
    const store = await open();
    await store.append(A, [
      record(1, { key: "key-1" }),
      record(2, { key: "key-2" }),
      record(3),
      record(4, { key: "key-4" }),
    ]);
    const { keyed } = await store.open(A, 2000);
    expect(keyed).toEqual([
      { key: "key-2", position: record(2).position, time: 2000 },
      { key: "key-4", position: record(4).position, time: 4000 },
    ]);
  });

  it("reads from either end between two offsets", async () => {
    const store = await open();
    await store.append(A, records(1, 20));
    expect(await offsets(store, A, { since: 3, limit: 4 })).toEqual([4, 5, 6, 7]);
    expect(await offsets(store, A, { before: 9, limit: 4, newest: true })).toEqual([5, 6, 7, 8]);
    expect(await offsets(store, A, { since: 3, before: 6 })).toEqual([4, 5]);
    expect(await offsets(store, A, { since: 3, before: 6, limit: 1, newest: true })).toEqual([5]);
    expect(await offsets(store, A, { since: 18, limit: 50 })).toEqual([19, 20]);
    expect(await offsets(store, A, { since: 20 })).toEqual([]);
    expect(await offsets(store, A, { before: 1, newest: true })).toEqual([]);
  });

  it("keeps streams apart whose names are alike", async () => {
    const store = await open();
    const names = ["n/a", "n/a.b", "n/aa", "n/a:1", "na/a", "n/B"] as RoomKey[];
    for (const [i, name] of names.entries()) await store.append(name, records(1, i + 1));
    for (const [i, name] of names.entries()) {
      expect(await offsets(store, name)).toEqual(Array.from({ length: i + 1 }, (_, n) => n + 1));
      expect(await offsets(store, name, { newest: true, limit: 2 })).toHaveLength(Math.min(i + 1, 2));
      expect((await store.open(name, 0)).position?.offset).toBe(i + 1);
    }
    expect(await store.streams("", 10)).toEqual([...names].sort());
    expect(await store.streams("n/a", 2)).toEqual([...names].sort().slice(2, 4));
  });

  it("takes appends of many streams at once", async () => {
    const store = await open();
    const names = Array.from({ length: 50 }, (_, i) => `n/r${i}` as RoomKey);
    await Promise.all(names.map((name) => store.append(name, records(1, 3))));
    for (const name of names) expect(await offsets(store, name)).toEqual([1, 2, 3]);
  });

  it("trims by number, a step at a time", async () => {
    const store = await open();
    await store.append(A, records(1, 20));
    const bounds = { messages: 5, since: 0, step: 10 };
    expect(await store.trim(A, bounds)).toBe(true);
    expect(await offsets(store, A)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    while (await store.trim(A, bounds));
    expect(await offsets(store, A)).toEqual([16, 17, 18, 19, 20]);
    expect(await offsets(store, A, { since: 2, limit: 2 })).toEqual([16, 17]);
  });

  it("trims by age, and empties the newest so that the stream's end stays known", async () => {
    const store = await open();
    await store.append(A, records(1, 20));
    const trim = async (since: number) => {
      while (await store.trim(A, { messages: 100, since, step: 7 }));
    };
    await trim(16_000);
    expect(await offsets(store, A)).toEqual([16, 17, 18, 19, 20]);
    await trim(99_000);
    expect(await store.range(A, everything)).toEqual([record(20, { body: "" })]);
    expect((await store.open(A, 0)).position).toEqual(record(20).position);
    await store.append(A, [record(21)]);
    await trim(20_500);
    expect(await offsets(store, A)).toEqual([21]);
  });
});

describe("the store on disk", () => {
  it("has everything again when it is opened again", async () => {
    const dir = tempDir();
    const first = await openDiskStore({ dir });
    await first.append(A, records(1, 3));
    await first.close();
    const second = await onDisk(dir);
    expect(await second.range(A, everything)).toEqual(records(1, 3));
  });

  it("writes nothing where there is nothing left to trim", async () => {
    const dir = tempDir();
    const store = await onDisk(dir);
    await store.append(A, records(1, 3));
    const trim = () => store.trim(A, { messages: 100, since: 99_000, step: 10 });
    expect(await trim()).toBe(false);
    const after = readFileSync(join(dir, "history.lmdb"));
    expect(await trim()).toBe(false);
    expect(readFileSync(join(dir, "history.lmdb")).equals(after)).toBe(true);
  });

  it("finishes what was appended before it closes", async () => {
    const dir = tempDir();
    const first = await openDiskStore({ dir });
    const appended = first.append(A, records(1, 3));
    await first.close();
    await appended;
    expect(await offsets(await onDisk(dir), A)).toEqual([1, 2, 3]);
  });
});
