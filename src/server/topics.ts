// Topics over HTTP: push a value from a script, read the current one.
import type { Hono } from "hono";
import { topicKey } from "../core/engine.ts";
import type { Hub } from "../core/hub.ts";
import { type Grant, may } from "../core/rights.ts";
import { pushValue } from "../core/topic.ts";
import { parseJson } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import { isTopicId, type Namespace } from "../protocol/ids.ts";
import type { Call, Env } from "./call.ts";

interface Asking {
  hub: Hub;
  grantOf(c: Call): Grant;
  mustRead(c: Call): void;
  namespaceOf(c: Call): Namespace;
  bodyOf(c: Call): Promise<string>;
}

export function addTopics(app: Hono<Env>, { hub, grantOf, mustRead, namespaceOf, bodyOf }: Asking): void {
  app.get("/topics/:topic", async (c) => {
    mustRead(c);
    const topic = topicOf(c);
    const { value, position } = await hub.engine.current(topicKey(namespaceOf(c), topic), null);
    if (!value) throw new RtError("not_found", "Nothing was ever pushed into this topic.");
    return c.json({ topic, value, position });
  });
  app.post("/topics/:topic", async (c) => {
    const grant = grantOf(c);
    if (!may(grant, "publish") && c.req.header("authorization") === undefined) {
      throw new RtError(
        "unauthorized",
        "Pushing needs a token that may publish: Authorization: Bearer <token>.",
      );
    }
    const [topic, namespace, key] = [topicOf(c), namespaceOf(c), keyOf(c)];
    const data = parseJson(
      await bodyOf(c),
      'The body is the value as JSON: 21.5, "open" or {"x":1}, for instance.',
    );
    return c.json(await pushValue(hub, grant, namespace, { topic, data, key }));
  });
}

function topicOf(c: Call) {
  const topic = c.req.param("topic") ?? "";
  if (isTopicId(topic)) return topic;
  throw new RtError(
    "bad_request",
    "A topic's name is 1 to 128 letters, digits and _ . : - and begins with a letter or digit.",
  );
}

/** Makes a retry harmless. */
function keyOf(c: Call): string | undefined {
  const key = c.req.query("key");
  if (key === undefined || (key.length >= 8 && key.length <= 64)) return key;
  throw new RtError("bad_request", "`key` has 8 to 64 characters.");
}
