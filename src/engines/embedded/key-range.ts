// Ranges of a stream's offsets as the keys of the file, and the ends that are found with them.
import type { Stream } from "../../core/engine.ts";
import type { RecordKey, Records } from "./disk-file.ts";

interface KeyRange {
  start: RecordKey;
  end: RecordKey;
  reverse?: boolean;
}

/** Offsets between `since` and `before`, both exclusive. */
export const upward = (stream: Stream, since: number, before: number): KeyRange => ({
  start: [stream, since + 1],
  end: [stream, before],
});

/** In reverse the start is the upper end, and still the one that is included. */
export const downward = (stream: Stream, before: number, since: number): KeyRange => ({
  start: [stream, before - 1],
  end: [stream, since],
  reverse: true,
});

export function endOf(records: Records, stream: Stream): number {
  const [key] = records.getKeys({ ...downward(stream, Number.MAX_SAFE_INTEGER, 0), limit: 1 });
  return key?.[1] ?? 0;
}

/** The first stream after this one; the name "" is before all, so what has that name is no stream. */
export function streamAfter(records: Records, stream: string): Stream | null {
  const [key] = records.getKeys({ start: [stream as Stream, Number.MAX_SAFE_INTEGER], limit: 1 });
  return key?.[0] ?? null;
}
