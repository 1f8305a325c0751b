// Real processes that are killed, and a real disk that is full: nothing that was answered may be missing.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Acknowledged, audit, readAcks } from "../../support/audit.ts";
import { runChild } from "../../support/child.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** The same rooms each time, over what the last one left behind. */
async function killAmidst(dir: string, mode: "safe" | "early", round = 0): Promise<Acknowledged[]> {
  const file = join(dir, `acks-${round}`);
  const child = runChild("appender.ts", [join(dir, "data"), file, "r", mode]);
  await child.line(/^ready/);
  await expect.poll(() => readAcks(file).length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(700);
  await child.kill();
  return readAcks(file);
}

it("[E9] loses nothing that was acknowledged when it is killed, and gives no offset twice", async () => {
  const dir = tempDir();
  const acks: Acknowledged[] = [];
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
