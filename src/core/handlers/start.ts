// `start`: the host lets the game begin before the room is full.
import { roomKey } from "../engine.ts";
import type { Handler } from "./index.ts";

export const start: Handler<"start"> = async ({ session, engine }, { room }) => {
  const by = session.grant.admin ? "admin" : session.fence;
  const { result } = await engine.command(roomKey(session.namespace, room), { type: "start", by });
  return { room: result.view };
};
