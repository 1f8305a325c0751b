// Pushing a value into a topic, over a socket or HTTP.
import { encodeValue } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import type { Namespace } from "../protocol/ids.ts";
import type { Params, Reply } from "../protocol/requests.ts";
import { topicKey } from "./engine.ts";
import type { Hub } from "./hub.ts";
import { publishInto } from "./publishing.ts";
import { type Grant, must, mustReach } from "./rights.ts";

export async function pushValue(
  hub: Hub,
  grant: Grant,
  namespace: Namespace,
  { topic, data, key }: Params<"push">,
): Promise<Reply<"push">> {
  must(grant, "publish");
  mustReach(grant, topic);
  const time = hub.engine.wall();
  const body = encodeValue({ type: "data", topic, data, time });
  const publication = { from: null, body, keep: true, chat: false, key, echo: false };
  const { position, duplicate } = await publishInto(hub, topicKey(namespace, topic), publication);
  if (!position) throw new RtError("internal");
  return { offset: position.offset, position, time, ...(duplicate && { duplicate }) };
}
