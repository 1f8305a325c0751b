// Backups: complete or not there, readable for nobody else, consistent while everything goes on, and good to start from.
import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { Backups } from "../../../src/engines/embedded/backups.ts";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
import type { HistoryStore } from "../../../src/engines/embedded/store.ts";
import type { NodeId } from "../../../src/protocol/ids.ts";
import { type Acknowledged, audit } from "../../support/audit.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { join as joins, key, message } from "../../support/rooms.ts";
import { SeededRandom } from "../../support/seeded-random.ts";
import { tempDir } from "../../support/temp-dir.ts";

let dir: string;
let to: string;
let store: HistoryStore;
let clock: FakeClock;
let taken: string[];
let failed: unknown[];

beforeEach(async () => {
  dir = tempDir();
  to = join(dir, "backups");
  clock = new FakeClock();
  taken = [];
  failed = [];
  store = await openDiskStore({ dir: join(dir, "data") });
});

function backups(keep = 3): Backups {
  const news = { taken: (path: string) => taken.push(path), failed: (error: unknown) => failed.push(error) };
  const made = new Backups(store, clock, { to, every: 60_000, keep }, news);
  onTestFinished(() => made.stop());
  return made;
}

/** Puts a backup in the place of a history, as a person would. */
function restored(path: string): string {
  const folder = join(dir, "restored");
  mkdirSync(folder);
  copyFileSync(path, join(folder, "history.lmdb"));
  return folder;
}

it("[T32] is a prefix of every room's history, with all that was acknowledged before, under load", async () => {
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock,
    random: new SeededRandom(1),
    store,
  });
  await engine.start(new RecordingSink());
  onTestFinished(() => engine.close());
  const acks: Acknowledged[] = [];
  let stopped = false;
  const names = Array.from({ length: 8 }, (_, i) => `r${i}`);
  for (const name of names) await engine.command(key(name), joins(name, "ada"));
  const writers = names.map(async (name) => {
    for (let i = 0; !stopped; i++) {
      const text = `${name} ${i}`;
      const { position } = await engine.publish(key(name), message(name, text));
      acks.push({ room: name, text, ...position! });
    }
  });
  await expect.poll(() => acks.length, { interval: 1 }).toBeGreaterThan(300);

  const before = [...acks];
  const path = await backups().take();
  const after = acks.length;
  stopped = true;
  await Promise.all(writers);

  expect(after, "publications went on").toBeGreaterThanOrEqual(before.length);
  expect(await audit(restored(path), before)).toEqual({ lost: 0, gaps: 0, twice: 0 });
});

describe("a backup", () => {
  beforeEach(() => {
    onTestFinished(() => store.close());
  });

  it("is for its owner only, and leaves nothing else behind", async () => {
    const path = await backups().take();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(to).mode & 0o777).toBe(0o700);
    expect(readdirSync(to)).toEqual([path.slice(to.length + 1)]);
    expect(taken).toEqual([path]);
  });

  it("comes at the start and then again and again; the oldest go, and nothing that is no backup", async () => {
    mkdirSync(to);
    writeFileSync(join(to, "notes.txt"), "mine");
    const made = backups(2);
    made.start();
    for (let count = 1; count <= 4; count++) {
      await expect.poll(() => taken.length, { interval: 1 }).toBe(count);
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(60_000);
    }
    await expect.poll(() => taken.length, { interval: 1 }).toBe(5);
    expect(readdirSync(to).sort()).toEqual([
      "notes.txt",
      ...taken.slice(-2).map((path) => path.slice(to.length + 1)),
    ]);
  });

  it("is one for all who ask at the same time", async () => {
    const made = backups();
    const [first, second] = await Promise.all([made.take(), made.take()]);
    expect(first).toBe(second);
    expect(taken).toHaveLength(1);
  });

  it("that fails is told, leaves nothing, and is tried again at its time", async () => {
    const inner = store.backup!;
    store.backup = () => Promise.reject(new Error("No space left on device"));
    const made = backups();
    await expect(made.take()).rejects.toThrow("No space");
    expect(failed).toHaveLength(1);
    expect(readdirSync(to)).toEqual([]);
    store.backup = inner;
    clock.advance(60_000);
    await expect.poll(() => taken.length, { interval: 1 }).toBe(1);
  });

  it("that a crash cut short is cleared away", async () => {
    mkdirSync(join(to, ".partial-abc"), { recursive: true });
    writeFileSync(join(to, ".partial-abc", "history.lmdb"), "half");
    backups();
    expect(readdirSync(to)).toEqual([]);
  });

  it("is refused at the start where its folder can't be made", () => {
    writeFileSync(to, "");
    expect(() => backups()).toThrow(/Backups can't be written to .*backups: .*--backup-to DIR/);
  });
});
