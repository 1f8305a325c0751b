// `kick`: the host takes another member's seat away.
import { roomKey } from "../engine.ts";
import type { Handler } from "./index.ts";

export const kick: Handler<"kick"> = async ({ session, engine }, { room, peer }) => {
  const by = session.grant.admin ? "admin" : session.fence;
  await engine.command(roomKey(session.namespace, room), { type: "kick", by, peer });
  return {};
};
