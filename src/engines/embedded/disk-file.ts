// The LMDB file of a data folder: opened, written in commits, copied, and opened anew where LMDB has given up on it.
import { chmodSync, closeSync, openSync, readSync, statfsSync, writeSync } from "node:fs";
import { open as openPath } from "node:fs/promises";
import { dirname } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import type { Stream } from "../../core/engine.ts";
import { lmdbFlaw } from "./lmdb-header.ts";
import { StoreError } from "./store.ts";
import type { Write } from "./write-queue.ts";

export type RecordKey = [stream: Stream, offset: number];
export type Records = Database<Buffer, RecordKey>;

/** The last byte of the first page, in which LMDB has about 200 bytes in use. */
const UNUSED_AT = 4_095;
/** What a disk must have left: LMDB is not asked to fill it. */
const SPARE_BYTES = 4 * 1024 ** 2;

export class DiskFile {
  readonly path: string;
  readonly #mapSize: number;
  /** Null while it can't be opened again. */
  #file: RootDatabase<Buffer, RecordKey> | null;
  readonly #raw: number;
  readonly #unused = Buffer.alloc(1);

  constructor(path: string, mapSize: number) {
    const flaw = lmdbFlaw(path);
    if (flaw) throw new Error(flaw);
    this.path = path;
    this.#mapSize = mapSize;
    this.#file = openFile(path, mapSize);
    this.#raw = openSync(path, "r+");
    readSync(this.#raw, this.#unused, 0, 1, UNUSED_AT);
  }

  get records(): Records {
    if (this.#file) return this.#file;
    throw new StoreError("unwritable", `The history in ${this.path} can't be opened at the moment.`);
  }

  /**
   * One transaction, on disk when it settles. lmdb-js gives the cause of a failure as a promise of its own, which rejects: it
   * must be caught as well, or it ends the process (lmdb-js issue 368).
   */
  async commit(writes: Write[]): Promise<void> {
    this.#refuseIfFull();
    this.#refuseIfUnwritable();
    this.#file ??= openFile(this.path, this.#mapSize);
    try {
      await this.#file.batch(() => {
        for (const write of writes) write();
      });
    } catch (error) {
      const cause = (error as { commitError?: Promise<never> }).commitError;
      const reason: unknown = cause ? await cause.catch((rejected: unknown) => rejected) : error;
      await this.#revive();
      throw reason;
    }
  }

  /**
   * Writes, syncs and takes away again what stands behind the end of the file: whether the disk works, without asking LMDB.
   * Only while no commit is under way.
   */
  async tryDisk(bytes: number): Promise<void> {
    this.#refuseIfFull();
    const file = await openPath(this.path, "r+");
    try {
      const { size } = await file.stat();
      await file.write(Buffer.alloc(bytes), 0, bytes, size);
      await file.datasync().finally(() => file.truncate(size));
    } finally {
      await file.close();
    }
  }

  /**
   * lmdb-js 3.5.6 writes past a buffer when it words a failed write of a page, which corrupts the memory of the process: a file
   * that takes no writes any more must be noticed before a commit. So a byte of it is written as it is.
   */
  #refuseIfUnwritable(): void {
    writeSync(this.#raw, this.#unused, 0, 1, UNUSED_AT);
  }

  #refuseIfFull(): void {
    const { bavail, bsize } = statfsSync(dirname(this.path));
    if (bavail * bsize >= SPARE_BYTES) return;
    throw new StoreError("unwritable", "No space left on device: less than 4 MiB are free");
  }

  /** A copy as of one moment, while reading and writing go on. */
  async copyTo(path: string): Promise<void> {
    await (this.records as RootDatabase<Buffer, RecordKey>).backup(path, true);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    closeSync(this.#raw);
  }

  /**
   * A failed write of the page that names the newest transaction is fatal to LMDB: it refuses everything from then on, and
   * another commit would never settle. What is in the file is whole, and is read again.
   */
  async #revive(): Promise<void> {
    const file = this.#file!;
    try {
      // A snapshot that is open already would not notice.
      file.resetReadTxn();
      file.get(["" as Stream, 0]);
    } catch {
      this.#file = null;
      await file.close();
      this.#file = openFile(this.path, this.#mapSize);
    }
  }
}

/**
 * `overlappingSync: false`: a commit is on disk when its promise settles, and no other state can come back after a crash.
 * `eventTurnBatching: false`: only explicit batches, whose one promise we hold; the implicit ones reject unseen.
 */
function openFile(path: string, mapSize: number): RootDatabase<Buffer, RecordKey> {
  const file = open<Buffer, RecordKey>({
    path,
    mapSize,
    noSubdir: true,
    encoding: "binary",
    keyEncoding: "ordered-binary",
    overlappingSync: false,
    eventTurnBatching: false,
  });
  // Chats are nobody else's business, also in a folder that was there before and is open to others.
  for (const each of [path, `${path}-lock`]) chmodSync(each, 0o600);
  return file;
}
