// `announce`: the host tells everyone in the room something, apart from what members say.
import { roomKey } from "../engine.ts";
import { asHost } from "../hosting.ts";
import { checkNotice } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const announce: Handler<"announce"> = async ({ session, hub }, { room, text }) => {
  checkNotice(session.settings, text);
  await asHost(hub, roomKey(session.namespace, room), { type: "announce", text }, session);
  return {};
};
