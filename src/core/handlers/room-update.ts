// `room.update`: the host changes what a room is.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import { settled } from "../sealing.ts";
import { checkCapacity, checkRoomData } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const roomUpdate: Handler<"room.update"> = async ({ session, hub }, { room, ...changes }) => {
  checkCapacity(session.settings, changes.capacity);
  checkRoomData(session.settings, changes.data);
  const key = roomKey(session.namespace, room);
  const { inside } = await settled(hub, session, changes, (sealed) =>
    asHost(hub, key, { type: "update", changes: sealed }, session),
  );
  return { room: inside };
};
