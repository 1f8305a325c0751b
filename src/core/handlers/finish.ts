// `finish`: the host ends the game; nobody joins any more.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const finish: Handler<"finish"> = async ({ session, hub }, { room }) => {
  const { inside } = await asHost(hub, roomKey(session.namespace, room), { type: "finish" }, session);
  return { room: inside };
};
