// `create`: makes a room without taking a seat in it.
import type { RoomId } from "../../protocol/ids.ts";
import { roomKey } from "../engine.ts";
import { must, mustReach } from "../rights.ts";
import { settled } from "../sealing.ts";
import { wholeOptions } from "../settings.ts";
import { checkCapacity, checkRoomData } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const create: Handler<"create"> = async ({ session, hub, engine }, { room, ...asked }) => {
  must(session.grant, "create");
  if (room !== undefined) mustReach(session.grant, room);
  checkCapacity(session.settings, asked.capacity);
  checkRoomData(session.settings, asked.data);
  const id = room ?? (hub.options.random.id() as RoomId);
  const options = wholeOptions(session.settings, asked);
  const key = roomKey(session.namespace, id);
  const { result } = await settled(hub, session, options, (sealed) =>
    engine.command(key, { type: "create", room: id, by: session.fence, options: sealed }),
  );
  return { room: result.inside };
};
