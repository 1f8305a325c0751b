// `leave`: gives the seat back.
import { roomKey } from "../engine.ts";
import type { Handler } from "./index.ts";

export const leave: Handler<"leave"> = async ({ session, hub, engine }, { room }) => {
  const key = roomKey(session.namespace, room);
  const done = engine.command(key, { type: "leave", fence: session.fence, reason: "leave" });
  hub.matching.left(session, room);
  const seat = session.rooms.get(key);
  if (seat) hub.drop(key, seat);
  await done;
  return {};
};
