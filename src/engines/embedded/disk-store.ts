// History on disk: an LMDB file with one entry per publication, written in group commits and locked for one server.
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import type { Stream } from "../../core/engine.ts";
import { lmdbFlaw } from "./lmdb-header.ts";
import { lockFolder } from "./lock.ts";
import { decodeRecord, encodeRecord } from "./record.ts";
import { type HistoryRecord, type HistoryStore, StoreError, type StreamEnd } from "./store.ts";
import { type Write, WriteQueue } from "./write-queue.ts";

type RecordKey = [stream: Stream, offset: number];
type Records = Database<Buffer, RecordKey>;

export interface DiskStoreOptions {
  dir: string;
  /** Address space for the file, which grows as it is needed. */
  mapSize?: number;
}

const MAP_SIZE = 16 * 1024 ** 3;

/** Rejects with a StoreError: the folder can't be used, or another server uses it. */
export async function openDiskStore({ dir, mapSize = MAP_SIZE }: DiskStoreOptions): Promise<HistoryStore> {
  const unlock = takeFolder(dir);
  const path = join(dir, "history.lmdb");
  try {
    const flaw = lmdbFlaw(path);
    if (flaw) throw new Error(flaw);
    return diskStore(openRecords(path, mapSize), path, unlock);
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

/**
 * `overlappingSync: false`: a commit is on disk when its promise settles, and no other state can come back after a crash.
 * `eventTurnBatching: false`: only explicit batches, whose one promise we hold; the implicit ones reject unseen.
 */
function openRecords(path: string, mapSize: number): RootDatabase<Buffer, RecordKey> {
  const records = open<Buffer, RecordKey>({
    path,
    mapSize,
    noSubdir: true,
    encoding: "binary",
    keyEncoding: "ordered-binary",
    overlappingSync: false,
    eventTurnBatching: false,
  });
  // Chats are nobody else's business, also in a folder that was there before and is open to others.
  for (const file of [path, `${path}-lock`]) chmodSync(file, 0o600);
  return records;
}

function diskStore(records: RootDatabase<Buffer, RecordKey>, path: string, unlock: () => void): HistoryStore {
  const queue = new WriteQueue((writes) => commit(records, writes));
  return {
    kind: "disk",
    async open(stream, keysSince) {
      const keyed: StreamEnd["keyed"] = [];
      const last = endOf(records, stream);
      if (last === 0) return { position: null, keyed };
      const newest = decodeRecord(stream, last, records.get([stream, last])!);
      for (const {
        key: [, offset],
        value,
      } of records.getRange(downward(stream, last + 1, 0))) {
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
        for (const { key, bytes } of entries) records.put(key, bytes);
      });
    },
    async range(stream, { since, before, limit, newest }) {
      const range = newest ? downward(stream, before, since) : upward(stream, since, before);
      const found = Array.from(records.getRange({ ...range, limit }), ({ key: [, offset], value }) =>
        decodeRecord(stream, offset, value),
      );
      return newest ? found.reverse() : found;
    },
    async trim(stream, { messages, since, step, keepNewest = false }) {
      const last = endOf(records, stream);
      const gone: number[] = [];
      let emptied: HistoryRecord | null = null;
      for (const { key, value } of records.getRange(upward(stream, 0, last + 1))) {
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
        for (const offset of gone) records.remove([stream, offset]);
        if (emptied) records.put([stream, last], encodeRecord(stream, emptied));
      });
      return gone.length === step;
    },
    async streams(after, limit) {
      const found: Stream[] = [];
      let from = after as Stream;
      while (found.length < limit) {
        const [next] = records.getKeys({ start: [from, Number.MAX_SAFE_INTEGER], limit: 1 });
        if (!next) break;
        from = next[0];
        found.push(from);
      }
      return found;
    },
    stats() {
      const { entryCount } = records.getStats() as { entryCount: number };
      return { records: entryCount, bytes: statSync(path).size };
    },
    async close() {
      await queue.idle();
      await records.close();
      unlock();
    },
  };
}

/**
 * One transaction, on disk when it settles. lmdb-js gives the cause of a failure as a promise of its own, which rejects: it
 * must be caught as well, or it ends the process (lmdb-js issue 368).
 */
async function commit(records: Records, writes: Write[]): Promise<void> {
  try {
    await records.batch(() => {
      for (const write of writes) write();
    });
  } catch (error) {
    const cause = (error as { commitError?: Promise<never> }).commitError;
    throw cause ? await cause.catch((reason: unknown) => reason) : error;
  }
}

interface KeyRange {
  start: RecordKey;
  end: RecordKey;
  reverse?: boolean;
}

const upward = (stream: Stream, since: number, before: number): KeyRange => ({
  start: [stream, since + 1],
  end: [stream, before],
});

/** In reverse the start is the upper end, and still the one that is included. */
const downward = (stream: Stream, before: number, since: number): KeyRange => ({
  start: [stream, before - 1],
  end: [stream, since],
  reverse: true,
});

function endOf(records: Records, stream: Stream): number {
  const [key] = records.getKeys({ ...downward(stream, Number.MAX_SAFE_INTEGER, 0), limit: 1 });
  return key?.[1] ?? 0;
}

/** Null for a damaged one, where something else is looked for; who reads it is told. */
function readable(stream: Stream, offset: number, bytes: Buffer): HistoryRecord | null {
  try {
    return decodeRecord(stream, offset, bytes);
  } catch {
    return null;
  }
}
