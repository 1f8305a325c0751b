// Bytes on disk that are not what was written: refused and reported, never read as if nothing were wrong.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RoomKey } from "../../../src/core/engine.ts";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
import type { Finding } from "../../../src/engines/embedded/walk.ts";
import type { NodeId } from "../../../src/protocol/ids.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { join as joins, key, message } from "../../support/rooms.ts";
import { SeededRandom } from "../../support/seeded-random.ts";
import { tempDir } from "../../support/temp-dir.ts";

const A = key("a");
const B = key("b");

async function start(dir: string) {
  const faults: unknown[] = [];
  const findings: Finding[] = [];
  const store = await openDiskStore({ dir, onFinding: (finding) => findings.push(finding) });
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random: new SeededRandom(1),
    store,
    onFault: (error) => faults.push(error),
  });
  await engine.start(new RecordingSink());
  onTestFinished(() => engine.close());
  return { engine, store, faults, findings };
}

/** The bytes with one changed. */
function changed(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  bytes.writeUInt8(change(bytes.readUInt8(at)), at);
  return bytes;
}

type Change = (bytes: Buffer, others: Map<number, Buffer>) => Buffer;

/** Five messages in each of two rooms, then `change` to the bytes of one in room a. */
async function damaged(change: Change, offset = 3): Promise<string> {
  const dir = tempDir();
  const { engine } = await start(dir);
  for (const [name, room] of [
    ["a", A],
    ["b", B],
  ] as const) {
    await engine.command(room, joins(name, "ada"));
    for (let i = 1; i <= 5; i++) await engine.publish(room, message(name, `m${i}`));
  }
  await engine.close();
  damage(dir, offset, change);
  return dir;
}

/** Null takes it away. */
function damage(dir: string, offset: number, change: Change | null): void {
  const file = open<Buffer, [RoomKey, number]>({
    path: join(dir, "history.lmdb"),
    encoding: "binary",
    keyEncoding: "ordered-binary",
  });
  const all = new Map([1, 2, 3, 4, 5].map((each) => [each, Buffer.from(file.get([A, each]) ?? [])]));
  if (change) file.putSync([A, offset], change(Buffer.from(all.get(offset)!), all));
  else file.removeSync([A, offset]);
  void file.close();
}

it.each<[string, Change, RegExp]>([
  [
    "one bit of the text",
    (bytes) => changed(bytes, bytes.length - 9, (byte) => byte ^ 1),
    /Message 3 of room default\/a is damaged/,
  ],
  [
    "one bit of the time",
    (bytes) => changed(bytes, 7, (byte) => byte ^ 1),
    /Message 3 of room default\/a is damaged/,
  ],
  ["another message in its place", (_, others) => others.get(2)!, /Message 3 of room default\/a is damaged/],
  ["a cut", (bytes) => bytes.subarray(0, 10), /Message 3 of room default\/a is damaged/],
  ["nothing", () => Buffer.alloc(0), /Message 3 of room default\/a is damaged/],
  ["a newer format", (bytes) => changed(bytes, 0, () => 9), /format 9.*update rtrooms/],
])("refuses %s, reports it, and leaves everything else readable", async (_, change, expected) => {
  const { engine, faults } = await start(await damaged(change));
  await expect(engine.read(A, { limit: 5 })).rejects.toMatchObject({ name: "RtError", code: "unavailable" });
  expect(faults).toEqual([expect.objectContaining({ name: "StoreError" })]);
  expect(String(faults[0])).toMatch(expected);
  expect((await engine.read(A, { since: 3, limit: 5 })).messages.map(({ offset }) => offset)).toEqual([4, 5]);
  expect((await engine.read(B, { limit: 5 })).messages).toHaveLength(5);
  await engine.command(A, joins("a", "ada"));
  expect((await engine.publish(A, message("a", "m6"))).position?.offset).toBe(6);
});

it.each([
  ["text", Buffer.from("x".repeat(100_000))],
  ["zeros", Buffer.alloc(100_000)],
  ["the beginning of one", Buffer.alloc(30)],
])("says what to do about a file that is no store: %s", async (_, bytes) => {
  const dir = tempDir();
  writeFileSync(join(dir, "history.lmdb"), bytes);
  const refusal = {
    name: "StoreError",
    code: "damaged",
    message: expect.stringMatching(/history\.lmdb can't be opened: it is not an LMDB file.*--data-dir/),
  };
  await expect(openDiskStore({ dir })).rejects.toMatchObject(refusal);
  // It does not keep the folder locked either.
  await expect(openDiskStore({ dir })).rejects.toMatchObject(refusal);
});

const flipped = (bytes: Buffer): Buffer => changed(bytes, 20, (byte) => byte ^ 1);

describe("a room whose newest message is damaged", () => {
  it("[E16] goes on in a new epoch, says where it broke, and keeps the bytes aside", async () => {
    const dir = await damaged(flipped, 5);
    const { engine, faults, findings } = await start(dir);
    const { at } = await engine.command(A, joins("a", "ada"));
    expect(at.position).toMatchObject({ offset: 5 });
    expect(findings).toEqual([
      expect.objectContaining({
        stream: A,
        offset: 5,
        what: "moved aside",
        message: expect.stringMatching(/Message 5 of room default\/a .*quarantine\.jsonl/),
      }),
    ]);
    const published = await engine.publish(A, message("a", "m6"));
    expect(published.position).toMatchObject({ offset: 6, epoch: at.position!.epoch });
    const { messages } = await engine.read(A, { limit: 10 });
    expect(messages.map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 6]);
    expect(faults).toEqual([]);
    const kept = JSON.parse(readFileSync(join(dir, "quarantine.jsonl"), "utf8"));
    expect(kept).toMatchObject({ stream: A, offset: 5 });
    expect(Buffer.from(kept.bytes, "base64").toString()).toContain("m5");
    expect(statSync(join(dir, "quarantine.jsonl")).mode & 0o777).toBe(0o600);
  });

  it("[E16] tells everyone who stood before the break that something is missing", async () => {
    const dir = await damaged((bytes) => bytes, 1);
    const before = await start(dir);
    const { messages } = await before.engine.read(A, { limit: 5 });
    const end = (await before.engine.command(A, joins("a", "ada"))).at.position!;
    await before.engine.close();
    damage(dir, 5, flipped);

    const { engine } = await start(dir);
    const { at } = await engine.command(A, joins("a", "ada"));
    await engine.publish(A, message("a", "m6"));
    const now = { ...at.position!, offset: 6 };
    for (const { offset, tag } of messages) {
      const since = { epoch: end.epoch, offset: offset!, tag: tag! };
      expect(await engine.missed(A, since, now), `at ${offset}`).toBeNull();
    }
    expect(await engine.missed(A, { epoch: "", offset: 0, tag: "" }, now), "from the start").toBeNull();
    expect(await engine.missed(A, at.position!, { ...now })).toBeNull();
  });

  it("moves all of a damaged tail aside, and finds nothing the next time", async () => {
    const dir = await damaged(flipped, 5);
    damage(dir, 4, flipped);
    const first = await start(dir);
    expect((await first.store.walk(1_000)).streams).toBe(2);
    expect(first.findings.map(({ offset, what }) => [offset, what])).toEqual([
      [5, "moved aside"],
      [4, "moved aside"],
      [4, "missing"],
    ]);
    await first.engine.close();
    const second = await start(dir);
    await second.store.walk(1_000);
    expect(second.findings.map(({ what }) => what)).toEqual(["missing"]);
    expect((await second.engine.read(A, { limit: 9 })).messages).toHaveLength(3);
  });

  it("touches nothing of a format that only a newer version knows", async () => {
    const dir = await damaged((bytes) => changed(bytes, 0, () => 9), 5);
    const { engine, faults } = await start(dir);
    expect((await engine.command(A, joins("a", "ada"))).at.position).toBeNull();
    await expect(engine.publish(A, message("a", "m6"))).rejects.toMatchObject({ code: "unavailable" });
    expect(await engine.publish(A, message("a", "m6", { keep: false }))).toMatchObject({ position: null });
    expect(faults).toEqual([expect.objectContaining({ code: "newer" })]);
  });
});

describe("a walk", () => {
  it("finds what is damaged and what is missing, and says where", async () => {
    const dir = await damaged(flipped, 2);
    damage(dir, 4, null);
    const { store, findings } = await start(dir);
    expect(await store.walk(10_000)).toEqual({ streams: 2, records: 9, findings: 2, whole: true });
    expect(findings.map(({ stream, offset, what }) => [stream, offset, what])).toEqual([
      [A, 2, "damaged"],
      [A, 4, "missing"],
    ]);
  });

  it("says that it was not whole where its time was over", async () => {
    const { store } = await start(await damaged((bytes) => bytes, 1));
    expect(await store.walk(-1)).toMatchObject({ whole: false });
  });
});
