// A topic's current value, and what a returning subscriber missed of it.
import type { TopicKey, TopicState } from "../../core/engine.ts";
import { decodeValue } from "../../protocol/codec.ts";
import type { Position, TopicValue } from "../../protocol/shapes.ts";
import { missedSince } from "./recovery.ts";
import type { HistoryRecord, HistoryStore, Kept } from "./store.ts";

/** Nothing beyond `end`, which is as far as the stream was announced. */
export async function readTopic(
  store: HistoryStore,
  topic: TopicKey,
  since: Position | null,
  end: Position | null,
  kept: Kept,
): Promise<TopicState> {
  if (!end) return { value: null, position: null, missed: null };
  const newest = { since: end.offset - 1, before: end.offset + 1, limit: 1, newest: true };
  const [last] = await store.range(topic, newest);
  const missed = since && (await missedSince(store, topic, since, end, kept));
  return {
    value: last ? topicValue(last) : null,
    position: end,
    missed: missed?.flatMap((record) => topicValue(record) ?? []) ?? null,
  };
}

const topicValue = ({ body, position }: HistoryRecord): TopicValue | null =>
  body === "" ? null : decodeValue(body, position.offset);
