// History that ends with the process: the same store as on disk, in plain arrays.
import type { Stream } from "../../core/engine.ts";
import type { HistoryRecord, HistoryStore } from "./store.ts";

export function createMemoryStore(): HistoryStore {
  /** Dense: a record's index follows from its offset and the first one's. */
  const streams = new Map<Stream, HistoryRecord[]>();
  return {
    kind: "memory",
    async open(stream, keysSince) {
      const records = streams.get(stream) ?? [];
      const keyed = [];
      for (let i = records.length - 1; i >= 0 && records[i]!.time >= keysSince; i--) {
        const { key, position, time } = records[i]!;
        if (key) keyed.push({ key, position, time });
      }
      return { position: records.at(-1)?.position ?? null, keyed: keyed.reverse() };
    },
    async append(stream, records) {
      const there = streams.get(stream);
      if (there) there.push(...records);
      else streams.set(stream, [...records]);
    },
    async range(stream, { since, before, limit, newest }) {
      const records = streams.get(stream) ?? [];
      const first = records[0]?.position.offset ?? 1;
      const found = records.slice(Math.max(since + 1 - first, 0), Math.max(before - first, 0));
      return newest ? found.slice(-limit) : found.slice(0, limit);
    },
    async trim(stream, { messages, since, step, keepNewest = false }) {
      const records = streams.get(stream);
      if (!records) return false;
      const goes = (index: number): boolean =>
        index < records.length - messages || records[index]!.time < since;
      let count = 0;
      while (count < step && count < records.length - 1 && goes(count)) count++;
      records.splice(0, count);
      const last = records.length - 1;
      if (last === 0 && goes(0) && !keepNewest) records[0] = { ...records[0]!, body: "" };
      return last > 0 && goes(0);
    },
    async streams(after, limit) {
      return [...streams.keys()]
        .filter((stream) => stream > after)
        .sort()
        .slice(0, limit);
    },
    stats() {
      let records = 0;
      let bytes = 0;
      for (const stream of streams.values()) {
        records += stream.length;
        for (const { body } of stream) bytes += body.length;
      }
      return { records, bytes };
    },
    async probe() {},
    async close() {},
  };
}
