// `ban`: the host takes the seat of a peer, if it has one, and keeps it out.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import type { Handler } from "./index.ts";

export const ban: Handler<"ban"> = async ({ session, hub }, { room, peer }) => {
  await asHost(hub, roomKey(session.namespace, room), { type: "ban", peer }, session);
  return {};
};
