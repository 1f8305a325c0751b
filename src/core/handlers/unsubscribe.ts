// `unsubscribe`: follows a topic no more.
import { topicKey } from "../engine.ts";
import type { Handler } from "./index.ts";

export const unsubscribe: Handler<"unsubscribe"> = async ({ session, hub }, { topic }) => {
  const key = topicKey(session.namespace, topic);
  const subscription = session.topics.get(key);
  if (subscription) hub.drop(key, subscription);
  return {};
};
