// Pages of a room's history, within what is kept of it.
import type { Range, RoomKey, Slice } from "../../core/engine.ts";
import { decodeMessage, type MessageBody } from "../../protocol/codec.ts";
import type { Position } from "../../protocol/shapes.ts";
import type { HistoryRecord, HistoryStore, Kept } from "./store.ts";

type Readable = HistoryRecord & { body: MessageBody };

/**
 * Nothing beyond `end`, which is as far as the stream was announced. Retention clears away later, so what is past its bounds
 * is left out here.
 */
export async function readHistory(
  store: HistoryStore,
  room: RoomKey,
  { since, before, limit }: Range,
  end: Position | null,
  kept: Kept,
): Promise<Slice> {
  const last = end?.offset ?? 0;
  const newest = before !== undefined || since === undefined;
  const upper = Math.min(before ?? Number.MAX_SAFE_INTEGER, last + 1);
  let lower = Math.max(since ?? 0, last - kept.messages);
  const isReadable = (record: HistoryRecord): record is Readable =>
    record.body !== "" && record.time >= kept.since;

  // One more than asked for tells whether there are more.
  const found: Readable[] = [];
  for (;;) {
    const page = await store.range(room, { since: lower, before: upper, limit: limit + 1, newest });
    found.push(...page.filter(isReadable));
    if (newest || found.length > limit || page.length <= limit) break;
    lower = page.at(-1)!.position.offset;
  }
  const more = found.length > limit;
  const records = newest ? found.slice(-limit) : found.slice(0, limit);
  return {
    messages: records.map(({ body, position }) => decodeMessage(body, position)),
    position: end,
    more,
  };
}
