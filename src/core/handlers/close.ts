// `close`: the host ends the room for everyone in it.
import { roomKey } from "../engine.ts";
import type { Handler } from "./index.ts";

export const close: Handler<"close"> = async ({ session, engine }, { room }) => {
  const by = session.grant.admin ? "admin" : session.fence;
  await engine.command(roomKey(session.namespace, room), { type: "close", by });
  return {};
};
