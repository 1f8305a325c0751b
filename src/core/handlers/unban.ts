// `unban`: the host lets a peer in again.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const unban: Handler<"unban"> = async ({ session, hub }, { room, peer }) => {
  await asHost(hub, roomKey(session.namespace, room), { type: "unban", peer }, session);
  return {};
};
