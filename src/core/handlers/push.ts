// `push`: a topic's next value, for everyone who follows it.
import { pushValue } from "../topic.ts";
import type { Handler } from "./index.ts";

export const push: Handler<"push"> = async ({ session, hub }, params) =>
  pushValue(hub, session.grant, session.namespace, params);
