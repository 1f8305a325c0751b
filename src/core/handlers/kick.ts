// `kick`: the host takes another member's seat away.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const kick: Handler<"kick"> = async ({ session, hub }, { room, peer }) => {
  await asHost(hub, roomKey(session.namespace, room), { type: "kick", peer }, session);
  return {};
};
