// One server per data folder: with real processes, killed ones included.
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { runChild } from "../../support/child.ts";
import { tempDir } from "../../support/temp-dir.ts";

const open = async (dir: string) => {
  const store = await openDiskStore({ dir });
  onTestFinished(() => store.close());
  return store;
};

const locked = (pid: number, dir: string) =>
  expect.objectContaining({
    name: "StoreError",
    code: "locked",
    message: expect.stringMatching(new RegExp(`${dir} .*process id ${pid}\\..*--data-dir DIR.*--memory`)),
  });

it("makes the folder for its user alone", async () => {
  const dir = join(tempDir(), "deep", "data");
  await open(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
});

it("refuses a folder that this process has open, and opens it once it is closed", async () => {
  const dir = tempDir();
  const first = await openDiskStore({ dir });
  await expect(openDiskStore({ dir })).rejects.toEqual(locked(process.pid, dir));
  await first.close();
  await open(dir);
});

it("refuses a folder that another server holds, and takes it over once that one was killed", async () => {
  const dir = tempDir();
  const child = runChild("holder.ts", [dir]);
  await child.line(/^open/);
  await expect(openDiskStore({ dir })).rejects.toEqual(locked(child.pid, dir));
  await child.kill();
  await open(dir);
});

it.runIf(process.platform === "linux")(
  "takes over from a process whose id was given to another one",
  async () => {
    const dir = tempDir();
    writeFileSync(join(dir, "lock.41"), JSON.stringify({ pid: process.pid, started: "another boot:1" }));
    await open(dir);
    await expect(openDiskStore({ dir })).rejects.toEqual(locked(process.pid, dir));
  },
);

it("takes over a lock that was never finished", async () => {
  const dir = tempDir();
  writeFileSync(join(dir, "lock.3"), '{"pid":');
  await open(dir);
  expect(readdirSync(dir).filter((name) => name.startsWith("lock."))).toEqual(["lock.4"]);
});

it("gives a folder whose holder is dead to exactly one of those who come at once", async () => {
  const dir = tempDir();
  writeFileSync(join(dir, "lock.9"), JSON.stringify({ pid: 2 ** 30, started: null }));
  const children = Array.from({ length: 4 }, () => runChild("holder.ts", [dir]));
  const answers = await Promise.all(children.map((child) => child.line(/^open|^refused/)));
  expect(answers.filter((answer) => answer === "open")).toHaveLength(1);
  expect(answers.filter((answer) => answer.startsWith("refused locked"))).toHaveLength(3);
});

it("says what to do about a folder that can't be written", async () => {
  const file = join(tempDir(), "file");
  writeFileSync(file, "");
  for (const dir of [file, join(file, "below")]) {
    await expect(openDiskStore({ dir })).rejects.toMatchObject({
      name: "StoreError",
      code: "unwritable",
      message: expect.stringMatching(new RegExp(`${dir}.* can't be written: .*--data-dir DIR.*--memory`)),
    });
  }
});

it.runIf(process.getuid?.() !== 0)("says so too where the folder is read-only", async () => {
  const dir = join(tempDir(), "data");
  mkdirSync(dir, { mode: 0o500 });
  await expect(openDiskStore({ dir })).rejects.toMatchObject({ code: "unwritable" });
});
