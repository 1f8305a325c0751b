// `finish`: the host ends the game; nobody joins any more.
import { roomKey } from "../engine.ts";
import type { Handler } from "./index.ts";

export const finish: Handler<"finish"> = async ({ session, engine }, { room }) => {
  const by = session.grant.admin ? "admin" : session.fence;
  const { result } = await engine.command(roomKey(session.namespace, room), { type: "finish", by });
  return { room: result.view };
};
