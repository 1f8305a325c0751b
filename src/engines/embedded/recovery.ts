// What came after a position: all of it, or nothing.
import type { Stream } from "../../core/engine.ts";
import { limits } from "../../protocol/limits.ts";
import type { Position } from "../../protocol/shapes.ts";
import type { HistoryRecord, HistoryStore, Kept } from "./store.ts";

/**
 * Null unless the stream still has the very publication that the position names, and what follows it is not too much. The
 * tag decides: offsets and epoch are the same again where a store has lost its tail. An empty epoch is that of a reader who
 * began before anything was stored.
 */
export async function missedSince(
  store: HistoryStore,
  stream: Stream,
  { epoch, offset, tag }: Position,
  end: Position | null,
  kept: Kept,
): Promise<HistoryRecord[] | null> {
  const last = end?.offset ?? 0;
  const fromStart = offset === 0;
  // The known one is kept as well.
  const most = Math.min(limits.recoveryMessages, fromStart ? kept.messages : kept.messages - 1);
  if (offset > last || last - offset > most) return null;
  if (epoch !== "" && epoch !== end?.epoch) return null;
  if (fromStart && (epoch !== "" || tag !== "")) return null;
  if (last === 0) return [];
  const range = {
    since: Math.max(offset - 1, 0),
    before: last + 1,
    limit: most + 1,
    newest: false,
  };
  const found = await store.range(stream, range);
  const missed = fromStart ? found : found.slice(1);
  if (fromStart ? found[0]?.position.offset !== 1 : !isAt(found[0], offset, tag)) return null;
  const bytes = missed.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  // What is past its age may be cleared away at any time.
  if (missed.length > 0 && found[0]!.time < kept.since) return null;
  // One that was moved aside, since it was damaged, is part of what was missed.
  if (missed.length !== last - offset) return null;
  // So is one that has gone by age.
  const whole = missed.every(({ body }) => body !== "");
  return whole && bytes <= limits.recoveryBytes ? missed : null;
}

const isAt = (record: HistoryRecord | undefined, offset: number, tag: string): boolean =>
  record?.position.offset === offset && record.position.tag === tag;
