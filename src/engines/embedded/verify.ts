// Looking at every record of a folder that no server uses, without changing any.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DiskFile } from "./disk-file.ts";
import { MAP_SIZE } from "./disk-store.ts";
import { lockFolder } from "./lock.ts";
import { StoreError } from "./store.ts";
import { type Finding, type Walked, walk } from "./walk.ts";

/** Rejects with a StoreError: there is no history, a server uses it, or it can't be opened at all. */
export async function verifyFolder(dir: string, onFinding: (finding: Finding) => void): Promise<Walked> {
  const path = join(dir, "history.lmdb");
  if (!existsSync(path)) {
    throw new StoreError("unwritable", `There is no history in ${dir}. Name the folder with --data-dir DIR.`);
  }
  const unlock = lockFolder(dir);
  try {
    const file = new DiskFile(path, MAP_SIZE);
    try {
      return await walk(file, null, onFinding, Number.POSITIVE_INFINITY);
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      "damaged",
      `The history in ${path} can't be opened: ${why}. Restore it from a backup.`,
      error,
    );
  } finally {
    unlock();
  }
}
