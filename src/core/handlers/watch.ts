// `watch`: an admin or an observer follows the signals, of one room or of all that its token is for.
import { roomKey, signalsTap } from "../engine.ts";
import { must, mustReach } from "../rights.ts";
import type { Handler } from "./index.ts";

export const watch: Handler<"watch"> = async ({ session, hub }, { room }) => {
  const { grant, namespace } = session;
  must(grant, "observe");
  // All rooms are more than those that some patterns name.
  mustReach(grant, room ?? "*");
  const all = grant.admin && grant.namespaces === undefined ? undefined : namespace;
  await hub.watch(signalsTap(room ? roomKey(namespace, room) : all), session);
  return {};
};
