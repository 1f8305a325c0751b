// The lock on a data folder: one server at a time, and a server that was killed locks nobody out.
import { linkSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "./store.ts";

interface Holder {
  pid: number;
  /** When the process started, as its system counts: a pid alone may have been given again. */
  started: string | null;
}

const NAME = /^lock\.(\d{1,15})$/;

/**
 * Takes the lock or throws `locked`; the answer gives it back. The highest `lock.N` counts, is never removed, and is
 * followed by N + 1, which only one can make: so two who find the same dead holder can't both have it.
 */
export function lockFolder(dir: string): () => void {
  const last = highest(dir);
  if (last > 0) refuseIfHeld(dir, last);
  const mine = last + 1;
  const path = join(dir, `lock.${mine}`);
  const draft = join(dir, `lock.${process.pid}.draft`);
  const holder: Holder = { pid: process.pid, started: startOf(process.pid) };
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    // A link appears with its content, where a new file would be empty for a moment.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return lockFolder(dir);
  } finally {
    unlinkSync(draft);
  }
  if (highest(dir) !== mine) {
    unlinkSync(path);
    return lockFolder(dir);
  }
  for (const number of locks(dir)) if (number < mine) remove(join(dir, `lock.${number}`));
  return () => writeFileSync(path, "");
}

const locks = (dir: string): number[] =>
  readdirSync(dir).flatMap((name) => Number(NAME.exec(name)?.[1] ?? []));
const highest = (dir: string): number => Math.max(0, ...locks(dir));

function refuseIfHeld(dir: string, number: number): void {
  const holder = read(join(dir, `lock.${number}`));
  if (!holder || !isRunning(holder)) return;
  throw new StoreError(
    "locked",
    `The data folder ${dir} is in use by the server with process id ${holder.pid}. Stop that one first, choose another folder with --data-dir DIR, or keep history in memory only with --memory.`,
  );
}

/** Null for a lock that was given back, or whose writing a crash cut short. */
function read(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return null;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Someone else has tidied up as well.
  }
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startOf(pid);
  return started === null || now === null || started === now;
}

/** Boot and tick of the process's start, where the system tells (Linux). */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The second field, the name, may hold spaces and brackets: count from its end.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie holds nothing any more.
    return fields[0] === "Z" ? "ended" : `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}
