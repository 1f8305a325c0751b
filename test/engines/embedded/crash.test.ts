// Real processes that are killed, and a real disk that is full: nothing that was answered may be missing.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { runChild } from "../../support/child.ts";
import { key } from "../../support/rooms.ts";
import { tempDir } from "../../support/temp-dir.ts";

interface Ack {
  room: string;
  offset: number;
  text: string;
}

/** The last line may be cut short by the kill. */
const readAcks = (file: string): Ack[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Ack)
    : [];

/** How far the store's history differs from what was acknowledged. */
async function audit(dir: string, acks: Ack[]) {
  const store = await openDiskStore({ dir });
  try {
    const texts = new Map<string, string>();
    let gaps = 0;
    for (const stream of await store.streams("", 10_000)) {
      const { position } = await store.open(stream, 0);
      const all = { since: 0, before: Number.MAX_SAFE_INTEGER, limit: 1e6, newest: false };
      const records = await store.range(stream, all);
      const first = records[0]!.position.offset;
      records.forEach((record, i) => {
        if (record.position.offset !== first + i || record.position.epoch !== position!.epoch) gaps++;
        texts.set(`${stream} ${record.position.offset}`, JSON.parse(record.body).data.text);
      });
      // What retention has taken is not lost.
      for (let offset = 1; offset < first; offset++) texts.set(`${stream} ${offset}`, "trimmed");
    }
    const lost = acks.filter(({ room, offset, text }) => {
      const there = texts.get(`${key(room)} ${offset}`);
      return there !== text && there !== "trimmed";
    });
    const twice = acks.length - new Set(acks.map(({ room, offset }) => `${room} ${offset}`)).size;
    return { lost: lost.length, gaps, twice };
  } finally {
    await store.close();
  }
}

/** The same rooms each time, over what the last one left behind. */
async function killAmidst(dir: string, mode: "safe" | "early", round = 0): Promise<Ack[]> {
  const file = join(dir, `acks-${round}`);
  const child = runChild("appender.ts", [join(dir, "data"), file, "r", mode]);
  await child.line(/^ready/);
  await expect.poll(() => readAcks(file).length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(700);
  await child.kill();
  return readAcks(file);
}

it("[E9] loses nothing that was acknowledged when it is killed, and gives no offset twice", async () => {
  const dir = tempDir();
  const acks: Ack[] = [];
  for (let round = 0; round < 3; round++) acks.push(...(await killAmidst(dir, "safe", round)));
  expect(await audit(join(dir, "data"), acks)).toEqual({ lost: 0, gaps: 0, twice: 0 });
});

it("would notice: a store that answers before the disk does loses what it acknowledged", async () => {
  const dir = tempDir();
  const acks = await killAmidst(dir, "early");
  expect((await audit(join(dir, "data"), acks)).lost).toBeGreaterThan(0);
});

it.runIf(process.platform === "linux")(
  "[E10] refuses while the disk is full, stays up, and goes on without a gap when there is space",
  async () => {
    const dir = tempDir();
    const [data, file] = [join(dir, "data"), join(dir, "acks")];
    const child = runChild("appender.ts", [data, file, "r", "safe"], { limitKiB: 1024 });
    await child.line(/^ready/);
    expect(await child.line(/^refused/)).toBe("refused unavailable");
    const before = readAcks(file).length;
    execFileSync("prlimit", ["--pid", String(child.pid), "--fsize=unlimited"]);
    await child.line(/^resumed/);
    await expect.poll(() => readAcks(file).length, { interval: 5 }).toBeGreaterThan(before + 200);
    await child.kill();
    expect(child.stderr()).not.toMatch(/unhandled|Commit failed/i);
    expect(await audit(data, readAcks(file))).toEqual({ lost: 0, gaps: 0, twice: 0 });
  },
);
