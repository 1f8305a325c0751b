// `publish`: a message to the members of a room, stored or not.
import { encodeMessage } from "../../protocol/codec.ts";
import { roomKey } from "../engine.ts";
import { publishInto } from "../publishing.ts";
import { mustReachIn } from "../reach.ts";
import { checkRequired } from "../required.ts";
import { checkChatText } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const publish: Handler<"publish"> = async ({ session, hub, engine }, params) => {
  const { room, event, data, to, echo = false, store, key } = params;
  const stream = roomKey(session.namespace, room);
  mustReachIn(session, stream);
  const chat = event === "chat";
  if (chat) checkChatText(session.settings, data);
  checkRequired(session.settings, event, data);
  const { fence, name, peer } = session;
  const time = engine.wall();
  const body = encodeMessage({ type: "message", room, from: peer, name, event, data, time });
  const { position, duplicate } = await publishInto(hub, stream, {
    from: fence,
    body,
    keep: store ?? null,
    chat,
    key,
    only: to,
    echo,
  });
  return {
    time,
    ...(position && { offset: position.offset, position }),
    ...(duplicate && { duplicate }),
  };
};
