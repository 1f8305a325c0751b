// A file that a command writes for people: whole or not at all, and never over another one unasked.
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { safeText } from "../protocol/safe-text.ts";
import { CliError } from "./exit.ts";

export interface Target {
  path: string;
  /** Write over what is there. */
  force: boolean;
  /** For this user alone. */
  secret: boolean;
}

/** Before anything is read or reckoned: what can't be written is told at once. */
export function checkTarget({ path, force }: Target): void {
  const there = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (there?.isDirectory()) throw unwritable(path, "it is a folder");
  if (there?.isFile() && !force) throw taken(path);
}

/** Beside its place under another name until it is on disk. What is no file, as /dev/null or a pipe, is written to as it is. */
export function writeWhole(target: Target, parts: Iterable<string>): void {
  const { path, force, secret } = target;
  checkTarget(target);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile()) {
    attempt(path, () => fill(openSync(path, "w"), parts));
    return;
  }
  const draft = join(dirname(path), `.${basename(path).slice(0, 100)}.${process.pid}.draft`);
  try {
    attempt(path, () => {
      const fd = openSync(draft, "wx", secret ? 0o600 : 0o666);
      fill(fd, parts, true);
      if (force) renameSync(draft, path);
      else settle(draft, path);
    });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link is made only where nothing is; not every disk has links. */
function settle(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || statSync(path, { throwIfNoEntry: false })) throw taken(path);
    renameSync(draft, path);
  }
}

function fill(fd: number, parts: Iterable<string>, sync = false): void {
  try {
    for (const part of parts) {
      const bytes = Buffer.from(part);
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    }
    if (sync) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (!syscall) throw error;
    throw unwritable(path, WHY[code ?? ""] ?? String(code));
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "its folder isn't there",
  ENOTDIR: "what should be its folder is a file",
  EACCES: "this user may not write there",
  EROFS: "nothing can be written there",
  ENOSPC: "the disk is full",
};

const unwritable = (path: string, why: string): CliError =>
  new CliError({
    exit: "error",
    code: "unwritable",
    message: `${safeText(path)} can't be written: ${why}.`,
    next: "Name a file in a folder that is there and yours, on a disk that has room: --output FILE",
  });

const taken = (path: string): CliError =>
  new CliError({
    exit: "error",
    code: "file_exists",
    message: `${safeText(path)} is there already, and stays as it is.`,
    next: "Name another file, or write over it: --force",
  });
