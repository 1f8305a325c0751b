// A topic's current value, and what a returning subscriber missed of it.
import type { TopicKey, TopicState } from "../../core/engine.ts";
import { decodeValue } from "../../protocol/codec.ts";
import { limits } from "../../protocol/limits.ts";
import type { Position, TopicValue } from "../../protocol/shapes.ts";
import type { HistoryRecord, HistoryStore } from "./store.ts";

/** Nothing beyond `end`, which is as far as the stream was announced. */
export async function readTopic(
  store: HistoryStore,
  topic: TopicKey,
  since: Position | null,
  end: Position | null,
): Promise<TopicState> {
  if (!end) return { value: null, position: null, missed: null };
  const newest = { since: end.offset - 1, before: end.offset + 1, limit: 1, newest: true };
  const [last] = await store.range(topic, newest);
  const missed = since && (await missedSince(store, topic, since, end));
  return { value: last ? topicValue(last) : null, position: end, missed };
}

/** Null unless the stream still has the very publication that the position names, and what follows it is not too much. */
async function missedSince(
  store: HistoryStore,
  topic: TopicKey,
  { epoch, offset, tag }: Position,
  end: Position,
): Promise<TopicValue[] | null> {
  if (epoch !== end.epoch || offset > end.offset || end.offset - offset > limits.recoveryMessages)
    return null;
  const range = {
    since: offset - 1,
    before: end.offset + 1,
    limit: limits.recoveryMessages + 1,
    newest: false,
  };
  const [known, ...missed] = await store.range(topic, range);
  if (known?.position.offset !== offset || known.position.tag !== tag) return null;
  const bytes = missed.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  return bytes > limits.recoveryBytes ? null : missed.flatMap((record) => topicValue(record) ?? []);
}

const topicValue = ({ body, position }: HistoryRecord): TopicValue | null =>
  body === "" ? null : decodeValue(body, position.offset);
