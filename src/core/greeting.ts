// The greeting: whom a new connection speaks for, and whether it goes on as the peer of an earlier one.
import { RtError } from "../protocol/errors.ts";
import type { Params, Resume, Welcome } from "../protocol/requests.ts";
import type { Context } from "./handlers/index.ts";
import type { Hub } from "./hub.ts";
import { presentToken } from "./present-token.ts";
import { comeBack } from "./resume.ts";
import type { Grant } from "./rights.ts";
import type { Session } from "./session.ts";

/** What the peer sends next finds it greeted, and back in its rooms. */
export async function greet(context: Context, params: Params<"hello">): Promise<Welcome> {
  const { session, hub } = context;
  const { version, token, resume, name } = params;
  session.greet();
  if (version !== undefined && version !== 1) {
    session.endAfter("version_unsupported");
    throw new RtError("bad_request", "This server speaks version 1 of the protocol.");
  }
  if (token === undefined && !resume) {
    session.admit(entitled(session));
    return session.begin(name);
  }
  session.turns.wait();
  try {
    session.admit(token === undefined ? entitled(session) : await grantOf(hub, session, token));
    if (resume) return await goOn(context, params, resume);
    // The first that a new peer hears is its welcome.
    context.answered = () => session.turns.goOn();
    return session.begin(name);
  } catch (error) {
    session.turns.goOn();
    throw error;
  }
}

/** As the peer of before, if there is one to come back to; back in its rooms it is read at once. */
async function goOn(context: Context, { name }: Params<"hello">, resume: Resume): Promise<Welcome> {
  const { session, hub } = context;
  const back = await comeBack(hub, session, resume);
  if (session.closed) throw new RtError("unavailable", "The connection is gone.");
  context.answered = back?.release ?? null;
  const welcome = back
    ? { ...hub.welcome(session), resumed: true, rooms: back.rooms }
    : { ...session.begin(name), resumed: false };
  session.turns.goOn();
  return welcome;
}

/** The hello that was left out. */
export function greetAsAnybody(session: Session): Welcome {
  session.greet();
  session.admit(entitled(session));
  return session.begin(undefined);
}

/** What a peer may do that says no token: by the one of its connection, or as everybody. */
function entitled(session: Session): Grant {
  if (session.granted) return session.granted;
  const { anonymous } = session.settings.auth;
  if (anonymous.length > 0) return { admin: false, scopes: anonymous };
  session.endAfter("auth_failed");
  throw new RtError("unauthorized");
}

async function grantOf(hub: Hub, session: Session, token: string): Promise<Grant> {
  try {
    return await presentToken(hub, session, token);
  } catch (error) {
    const tooMany = error instanceof RtError && error.code === "rate_limited";
    session.endAfter(tooMany ? "rate_limited" : "auth_failed");
    throw error;
  }
}
