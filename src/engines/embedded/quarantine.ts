// A way out for a stream whose newest records are damaged: they are moved aside, and the stream goes on in a new epoch.
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { isTopic, type Stream } from "../../core/engine.ts";
import type { DiskFile } from "./disk-file.ts";
import { downward, endOf } from "./key-range.ts";
import { decodeRecord, encodeRecord } from "./record.ts";
import { type HistoryRecord, StoreError } from "./store.ts";
import type { Finding } from "./walk.ts";
import type { WriteQueue } from "./write-queue.ts";

const NAME = "quarantine.jsonl";

export class Quarantine {
  readonly #file: DiskFile;
  readonly #queue: WriteQueue;
  readonly #found: (finding: Finding) => void;

  constructor(file: DiskFile, queue: WriteQueue, found: (finding: Finding) => void) {
    this.#file = file;
    this.#queue = queue;
    this.#found = found;
  }

  /** Null where nothing was ever stored. Damaged ones at the end are moved aside first. */
  async newestOf(stream: Stream): Promise<HistoryRecord | null> {
    const { records } = this.#file;
    const last = endOf(records, stream);
    if (last === 0) return null;
    const damaged: [offset: number, bytes: Buffer][] = [];
    for (const {
      key: [, offset],
      value,
    } of records.getRange(downward(stream, last + 1, 0))) {
      // What is only of a newer format is not damaged: a newer version reads it, so this one refuses and changes nothing.
      if (!isDamaged(stream, offset, value)) break;
      damaged.push([offset, Buffer.from(value)]);
    }
    if (damaged.length === 0) return decodeRecord(stream, last, records.get([stream, last])!);
    return this.#moveAside(stream, damaged);
  }

  /** The mark in their place is what is left of a newest record that went by age; its epoch tells readers of the break. */
  async #moveAside(stream: Stream, damaged: [offset: number, bytes: Buffer][]): Promise<HistoryRecord> {
    const last = damaged[0]![0];
    const position = {
      epoch: randomBytes(6).toString("base64url"),
      offset: last,
      tag: randomBytes(6).toString("base64url"),
    };
    const mark: HistoryRecord = { position, time: Date.now(), body: "" };
    const path = join(dirname(this.#file.path), NAME);
    keepAside(path, stream, damaged);
    await this.#queue.add(() => {
      for (const [offset] of damaged) this.#file.records.remove([stream, offset]);
      this.#file.records.put([stream, last], encodeRecord(stream, mark));
    });
    for (const [offset] of damaged) {
      this.#found({ stream, offset, what: "moved aside", message: moved(stream, offset, path) });
    }
    return mark;
  }
}

function isDamaged(stream: Stream, offset: number, bytes: Buffer): boolean {
  try {
    decodeRecord(stream, offset, bytes);
    return false;
  } catch (error) {
    return error instanceof StoreError && error.code === "damaged";
  }
}

/** On disk before anything is taken away. */
function keepAside(path: string, stream: Stream, damaged: [offset: number, bytes: Buffer][]): void {
  const file = openSync(path, "a", 0o600);
  try {
    for (const [offset, bytes] of damaged) {
      const found = new Date().toISOString();
      writeSync(file, `${JSON.stringify({ stream, offset, found, bytes: bytes.toString("base64") })}\n`);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const moved = (stream: Stream, offset: number, path: string): string => {
  const place = isTopic(stream)
    ? `Value ${offset} of topic ${stream.slice(1)}`
    : `Message ${offset} of room ${stream}`;
  return `${place} was damaged on disk, at the end of its history: its bytes are kept in ${path}, and the history goes on in a new epoch. Restore the data folder from a backup if the message matters.`;
};
