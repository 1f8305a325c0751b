// How far a history on disk differs from what was acknowledged to those who wrote it.
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { openDiskStore } from "../../src/engines/embedded/disk-store.ts";
import { key } from "./rooms.ts";

export interface Acknowledged {
  room: string;
  offset: number;
  text: string;
  epoch?: string;
}

export interface Audit {
  lost: number;
  gaps: number;
  /** Offsets that two were told, and texts that are there twice. */
  twice: number;
}

/** The last line may be cut short by a kill. */
export const readAcks = (file: string): Acknowledged[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Acknowledged)
    : [];

/** `file`: another one of the folder that counts as its history. */
export async function audit(dir: string, acks: readonly Acknowledged[], file?: string): Promise<Audit> {
  if (file) {
    if (!existsSync(join(dir, file)) || statSync(join(dir, file)).size === 0)
      return { lost: acks.length, gaps: 0, twice: 0 };
    renameSync(join(dir, file), join(dir, "history.lmdb"));
  }
  const store = await openDiskStore({ dir });
  try {
    const there = new Map<string, { text: string; epoch: string } | "trimmed">();
    const texts = new Set<string>();
    let gaps = 0;
    let twice = 0;
    for (const stream of await store.streams("", 10_000)) {
      const { position } = await store.open(stream, 0);
      const all = { since: 0, before: Number.MAX_SAFE_INTEGER, limit: 1e7, newest: false };
      const records = await store.range(stream, all);
      const first = records[0]!.position.offset;
      records.forEach((record, i) => {
        const { offset, epoch } = record.position;
        if (offset !== first + i || epoch !== position!.epoch) gaps++;
        const { text } = JSON.parse(record.body).data;
        if (text !== undefined && texts.has(`${stream} ${text}`)) twice++;
        texts.add(`${stream} ${text}`);
        there.set(`${stream} ${offset}`, { text, epoch });
      });
      // What retention has taken is not lost.
      for (let offset = 1; offset < first; offset++) there.set(`${stream} ${offset}`, "trimmed");
    }
    const isLost = ({ room, offset, text, epoch }: Acknowledged): boolean => {
      const found = there.get(`${key(room)} ${offset}`);
      if (found === "trimmed") return false;
      return found?.text !== text || (epoch !== undefined && found.epoch !== epoch);
    };
    twice += acks.length - new Set(acks.map(({ room, offset }) => `${room} ${offset}`)).size;
    return { lost: acks.filter(isLost).length, gaps, twice };
  } finally {
    await store.close();
  }
}
