// `history`: a page of what a room has stored, forward or backward.
import { RtError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { roomKey } from "../engine.ts";
import { mustReachIn } from "../reach.ts";
import type { Handler } from "./index.ts";

export const history: Handler<"history"> = async ({ session, engine }, params) => {
  const { room, since, before, limit = limits.historyPage } = params;
  const key = roomKey(session.namespace, room);
  mustReachIn(session, key);
  if (!session.rooms.has(key) && !session.grant.admin) throw new RtError("not_joined");
  return engine.read(key, { since, before, limit });
};
