// `watch`: an admin's look at what goes on, as a stream of events.
import { RtError } from "../../protocol/errors.ts";
import { roomKey, signalsTap } from "../engine.ts";
import type { Handler } from "./index.ts";

export const watch: Handler<"watch"> = async ({ session, hub }, { room }) => {
  if (!session.grant.admin) throw new RtError("forbidden", "Watching needs the admin token in `hello`.");
  await hub.watch(signalsTap(room && roomKey(session.namespace, room)), session);
  return {};
};
