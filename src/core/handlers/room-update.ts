// `room.update`: the host changes what a room is.
import { roomKey } from "../engine.ts";
import { checkRoomData } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const roomUpdate: Handler<"room.update"> = async ({ session, engine }, { room, ...changes }) => {
  checkRoomData(changes.data);
  const by = session.grant.admin ? "admin" : session.fence;
  const { result } = await engine.command(roomKey(session.namespace, room), { type: "update", by, changes });
  return { room: result.view };
};
