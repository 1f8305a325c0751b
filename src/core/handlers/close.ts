// `close`: the host ends the room for everyone in it.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const close: Handler<"close"> = async ({ session, hub }, { room }) => {
  await asHost(hub, roomKey(session.namespace, room), { type: "close" }, session);
  return {};
};
