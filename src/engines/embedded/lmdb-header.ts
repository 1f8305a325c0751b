// The first bytes of an LMDB file, looked at before it is opened: lmdb-js ends the process at a file that is none.
import { closeSync, openSync, readSync } from "node:fs";

const MAGIC = 0xbeefc0de;
const VERSION = 2;
/** Of the header of a page, and in it the fields of a meta page: its magic, its version, and the size of pages. */
const META = { magic: 24, version: 28, pageSize: 48, end: 52 };

/** Why the file can't be opened; null if it can, or is not there yet. */
export function lmdbFlaw(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(META.end);
    const read = readSync(file, bytes, 0, META.end, 0);
    if (read === 0) return null;
    const first = flawOf(bytes, read);
    if (first) return first;
    // There are two such pages, and both must be good.
    return flawOf(bytes, readSync(file, bytes, 0, META.end, bytes.readUInt32LE(META.pageSize)));
  } finally {
    closeSync(file);
  }
}

function flawOf(bytes: Buffer, read: number): string | null {
  if (read < META.end || bytes.readUInt32LE(META.magic) !== MAGIC) return "it is not an LMDB file";
  const version = bytes.readUInt32LE(META.version);
  return version === VERSION
    ? null
    : `its format is LMDB ${version}, and this version of rtrooms reads ${VERSION}`;
}
