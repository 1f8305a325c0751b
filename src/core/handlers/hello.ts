// `hello`: who the peer is, and what it may count on here.
import { comeBack } from "../resume.ts";
import type { Handler } from "./index.ts";

export const hello: Handler<"hello"> = async (context, params) => {
  const { session, hub } = context;
  const { resume } = params;
  session.admit(params);
  if (!resume) return session.begin(params.name);
  // What the peer sends next must find it back in its rooms.
  return session.prepare(comeBack(hub, session, resume), async (back) => {
    if (!back) return { ...session.begin(params.name), resumed: false };
    context.answered = back.release;
    return { ...hub.welcome(session), resumed: true, rooms: back.rooms };
  });
};
