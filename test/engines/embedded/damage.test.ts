// Bytes on disk that are not what was written: refused and reported, never read as if nothing were wrong.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import { expect, it, onTestFinished } from "vitest";
import type { RoomKey } from "../../../src/core/engine.ts";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
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
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random: new SeededRandom(1),
    store: await openDiskStore({ dir }),
    onFault: (error) => faults.push(error),
  });
  await engine.start(new RecordingSink());
  onTestFinished(() => engine.close());
  return { engine, faults };
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
  const file = open<Buffer, [RoomKey, number]>({
    path: join(dir, "history.lmdb"),
    encoding: "binary",
    keyEncoding: "ordered-binary",
  });
  const all = new Map([1, 2, 3, 4, 5].map((offset) => [offset, Buffer.from(file.get([A, offset])!)]));
  file.putSync([A, offset], change(Buffer.from(all.get(offset)!), all));
  await file.close();
  return dir;
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
  expect(faults).toEqual([expect.objectContaining({ name: "StoreError", code: "damaged" })]);
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

it("[E16] goes on without its history in a room whose newest message is damaged", async () => {
  const { engine, faults } = await start(await damaged((bytes) => changed(bytes, 20, (byte) => byte ^ 1), 5));
  expect((await engine.command(A, joins("a", "ada"))).at.position).toBeNull();
  await expect(engine.publish(A, message("a", "m6"))).rejects.toMatchObject({ code: "unavailable" });
  expect(await engine.publish(A, message("a", "m6", { keep: false }))).toMatchObject({ position: null });
  expect(faults).toEqual([expect.objectContaining({ code: "damaged" })]);
});
