// `watch`: an admin or an observer follows the signals, of one room or of all that its token is for.
import { RtError } from "../../protocol/errors.ts";
import { roomKey, signalsTap } from "../engine.ts";
import { must, mustReach } from "../rights.ts";
import type { Handler } from "./index.ts";

export const watch: Handler<"watch"> = async ({ session, hub }, { room }) => {
  const { grant, namespace } = session;
  must(grant, "observe");
  if (!session.mayWatch) {
    throw new RtError("forbidden", "Watching is for those who come by the server's admin port.");
  }
  // All rooms are more than those that some patterns name.
  mustReach(grant, room ?? "*");
  const all = grant.admin && grant.namespaces === undefined ? undefined : namespace;
  await hub.watch(signalsTap(room ? roomKey(namespace, room) : all), session);
  return {};
};
