// `room.update`: the host changes what a room is.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import { checkCapacity, checkRoomData } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const roomUpdate: Handler<"room.update"> = async ({ session, hub }, { room, ...changes }) => {
  checkCapacity(session.settings, changes.capacity);
  checkRoomData(session.settings, changes.data);
  const { view } = await asHost(hub, roomKey(session.namespace, room), { type: "update", changes }, session);
  return { room: view };
};
