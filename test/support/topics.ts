// Short ways to say which topic and what value in tests of engines.
import { type Publication, type TopicKey, topicKey } from "../../src/core/engine.ts";
import { encodeValue } from "../../src/protocol/codec.ts";
import { DEFAULT_NAMESPACE, type TopicId } from "../../src/protocol/ids.ts";

export const topic = (name: string): TopicId => name as TopicId;
export const keyOfTopic = (name: string): TopicKey => topicKey(DEFAULT_NAMESPACE, topic(name));

export const value = (name: string, data: unknown, more: Partial<Publication> = {}): Publication => ({
  from: null,
  body: encodeValue({ type: "data", topic: topic(name), data, time: 1 }),
  keep: true,
  chat: false,
  echo: false,
  ...more,
});
