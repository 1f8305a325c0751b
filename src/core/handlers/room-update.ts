// `room.update`: the host changes what a room is.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import { checkRoomData } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const roomUpdate: Handler<"room.update"> = async ({ session, hub }, { room, ...changes }) => {
  checkRoomData(session.settings, changes.data);
  const { view } = await asHost(hub, roomKey(session.namespace, room), { type: "update", changes }, session);
  return { room: view };
};
