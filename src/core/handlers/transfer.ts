// `transfer`: the host makes another member host.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const transfer: Handler<"transfer"> = async ({ session, hub }, { room, to }) => {
  const { inside } = await asHost(hub, roomKey(session.namespace, room), { type: "transfer", to }, session);
  return { room: inside };
};
