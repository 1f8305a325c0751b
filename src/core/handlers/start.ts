// `start`: the host lets the game begin, whoever is there.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const start: Handler<"start"> = async ({ session, hub }, { room }) => {
  const { inside } = await asHost(hub, roomKey(session.namespace, room), { type: "start" }, session);
  return { room: inside };
};
