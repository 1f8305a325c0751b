// `publish`: a message to the members of a room, stored or not.
import { encodeMessage } from "../../protocol/codec.ts";
import type { Params } from "../../protocol/requests.ts";
import { roomKey } from "../engine.ts";
import type { LocalSeat } from "../local-room.ts";
import { publishInto } from "../publishing.ts";
import { mustReachIn } from "../reach.ts";
import { checkRequired } from "../required.ts";
import { checkChatText } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const publish: Handler<"publish"> = async ({ session, hub, engine }, params) => {
  const { room, event, data, to, echo = false, store } = params;
  const key = roomKey(session.namespace, room);
  mustReachIn(session, key);
  const chat = event === "chat";
  if (chat) checkChatText(session.settings, data);
  checkRequired(session.settings, event, data);
  if (isStored(session.rooms.get(key), params)) session.pace.stored();
  const { fence, name, peer } = session;
  const time = engine.wall();
  const body = encodeMessage({ type: "message", room, from: peer, name, event, data, time });
  const { position, duplicate } = await publishInto(hub, key, {
    from: fence,
    body,
    keep: store ?? null,
    chat,
    key: params.key,
    only: to,
    echo,
  });
  return {
    time,
    ...(position && { offset: position.offset, position }),
    ...(duplicate && { duplicate }),
  };
};

/** As the room will decide it. */
function isStored(seat: LocalSeat | undefined, { event, to, store }: Params<"publish">): boolean {
  if (!seat || seat.history === "none" || to || store === false) return false;
  return store === true || seat.history === "all" || event === "chat";
}
