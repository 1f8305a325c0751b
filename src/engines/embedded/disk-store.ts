// History on disk: an LMDB file with one entry per publication, written in group commits and locked for one server.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Stream } from "../../core/engine.ts";
import { DiskFile, type RecordKey } from "./disk-file.ts";
import { downward, endOf, streamAfter, upward } from "./key-range.ts";
import { lockFolder } from "./lock.ts";
import { Quarantine } from "./quarantine.ts";
import { decodeRecord, encodeRecord } from "./record.ts";
import { type HistoryRecord, type HistoryStore, StoreError, type StreamEnd } from "./store.ts";
import { type Finding, type Walked, walk } from "./walk.ts";
import { WriteQueue } from "./write-queue.ts";

export interface DiskStoreOptions {
  dir: string;
  /** Address space for the file, which grows as it is needed. */
  mapSize?: number;
  /** Told of each damaged or missing record that is come upon, and of what was done about it. */
  onFinding?(finding: Finding): void;
}

export interface DiskStore extends HistoryStore {
  /** Looks at every stream's end first, then at all records, for so long. */
  walk(budgetMs: number): Promise<Walked>;
}

export const MAP_SIZE = 16 * 1024 ** 3;
/** A probe with more tries the disk first. */
const PROBE_BYTES = 8;
/** A key that is before all streams: no stream has this name. */
const PROBE: RecordKey = ["" as Stream, 1];

/** Rejects with a StoreError: the folder can't be used, or another server uses it. */
export async function openDiskStore(options: DiskStoreOptions): Promise<DiskStore> {
  const { dir, mapSize = MAP_SIZE, onFinding = () => {} } = options;
  const unlock = takeFolder(dir);
  const path = join(dir, "history.lmdb");
  try {
    return diskStore(new DiskFile(path, mapSize), onFinding, unlock);
  } catch (error) {
    unlock();
    throw new StoreError(
      "damaged",
      `The history in ${path} can't be opened: ${messageOf(error)}. Restore the folder from a backup, move the file away, or start with another --data-dir.`,
      error,
    );
  }
}

function takeFolder(dir: string): () => void {
  try {
    makeFolder(resolve(dir));
    return lockFolder(dir);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      "unwritable",
      `The data folder ${dir} can't be written: ${messageOf(error)}. Choose another one with --data-dir DIR, or keep history in memory only with --memory.`,
      error,
    );
  }
}

/** Step by step: Node's own `recursive` tries for ever where a folder can't be made in one that is there, as in /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir, { mode: 0o700 });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function diskStore(file: DiskFile, onFinding: (finding: Finding) => void, unlock: () => void): DiskStore {
  const queue = new WriteQueue((writes) => file.commit(writes));
  const quarantine = new Quarantine(file, queue, onFinding);
  return {
    kind: "disk",
    async open(stream, keysSince) {
      const keyed: StreamEnd["keyed"] = [];
      const newest = await quarantine.newestOf(stream);
      if (!newest) return { position: null, keyed };
      for (const {
        key: [, offset],
        value,
      } of file.records.getRange(downward(stream, newest.position.offset + 1, 0))) {
        const record = readable(stream, offset, value);
        if (record && record.time < keysSince) break;
        if (record?.key) keyed.push({ key: record.key, position: record.position, time: record.time });
      }
      return { position: newest.position, keyed: keyed.reverse() };
    },
    append(stream, added) {
      const entries = added.map((record) => ({
        key: [stream, record.position.offset] as RecordKey,
        bytes: encodeRecord(stream, record),
      }));
      return queue.add(() => {
        for (const { key, bytes } of entries) file.records.put(key, bytes);
      });
    },
    async range(stream, { since, before, limit, newest }) {
      const range = newest ? downward(stream, before, since) : upward(stream, since, before);
      const found = Array.from(file.records.getRange({ ...range, limit }), ({ key: [, offset], value }) =>
        decodeRecord(stream, offset, value),
      );
      return newest ? found.reverse() : found;
    },
    async trim(stream, { messages, since, step, keepNewest = false }) {
      const last = endOf(file.records, stream);
      const gone: number[] = [];
      let emptied: HistoryRecord | null = null;
      for (const { key, value } of file.records.getRange(upward(stream, 0, last + 1))) {
        const offset = key[1];
        // Too many needs no look inside, so that a damaged record doesn't stay for ever.
        const record = offset > last - messages ? decodeRecord(stream, offset, value) : null;
        if (record && record.time >= since) break;
        if (gone.length === step) break;
        if (offset === last) {
          if (record?.body && !keepNewest) emptied = { ...record, body: "" };
        } else gone.push(offset);
      }
      if (gone.length === 0 && !emptied) return false;
      await queue.add(() => {
        for (const offset of gone) file.records.remove([stream, offset]);
        if (emptied) file.records.put([stream, last], encodeRecord(stream, emptied));
      });
      return gone.length === step;
    },
    async streams(after, limit) {
      const found: Stream[] = [];
      for (let next = streamAfter(file.records, after); next; next = streamAfter(file.records, next)) {
        found.push(next);
        if (found.length === limit) break;
      }
      return found;
    },
    async probe(bytes) {
      if (bytes > PROBE_BYTES) await queue.alone(() => file.tryDisk(bytes));
      await queue.add(() => void file.records.put(PROBE, Buffer.alloc(PROBE_BYTES)));
    },
    stats() {
      const { entryCount } = file.records.getStats() as { entryCount: number };
      const probed = file.records.doesExist(PROBE) ? 1 : 0;
      return { records: entryCount - probed, bytes: statSync(file.path).size };
    },
    walk: (budgetMs) => walk(file, quarantine, onFinding, budgetMs),
    backup: (path) => file.copyTo(path),
    async close() {
      await queue.idle();
      await file.close();
      unlock();
    },
  };
}

/** Null for a damaged one, where something else is looked for; who reads it is told. */
function readable(stream: Stream, offset: number, bytes: Buffer): HistoryRecord | null {
  try {
    return decodeRecord(stream, offset, bytes);
  } catch {
    return null;
  }
}
