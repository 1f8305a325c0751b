// `room`: one room and who is in it.
import { RtError } from "../../protocol/errors.ts";
import { roomKey } from "../engine.ts";
import { countingMisses } from "../misses.ts";
import { mustReachIn } from "../reach.ts";
import { seesAll } from "../rights.ts";
import type { Handler } from "./index.ts";

export const room: Handler<"room"> = async ({ session, engine }, params) => {
  const key = roomKey(session.namespace, params.room);
  return countingMisses(session, async () => {
    mustReachIn(session, key);
    const { result } = await engine.command(key, { type: "look" });
    const inside = session.rooms.has(key) || session.grant.admin;
    // The same answer as for a room that isn't there: a private one must not be found by guessing.
    if (result.view.visibility === "private" && !inside && !seesAll(session.grant))
      throw new RtError("not_found");
    return { room: inside ? result.inside : result.view, members: result.members };
  });
};
