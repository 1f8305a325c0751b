// `refresh`: a newer token for the same subject, before the one of the session ends.
import { RtError } from "../../protocol/errors.ts";
import { presentToken } from "../present-token.ts";
import { seesAll } from "../rights.ts";
import type { Handler } from "./index.ts";

export const refresh: Handler<"refresh"> = async ({ session, hub }, { token }) => {
  const { subject } = session.grant;
  if (subject === undefined) {
    throw new RtError("forbidden", "Only a peer that came with a signed token can bring a newer one.");
  }
  return session.prepare(presentToken(hub, session, token), async (grant) => {
    if (grant.subject !== subject) throw new RtError("forbidden", "This token is for another subject.");
    const saw = seesAll(session.grant);
    session.admit(grant);
    // What it watches it was shown by the token before.
    if (saw && !seesAll(grant)) session.close("resync");
    return { ...(grant.expiresAt !== undefined && { expiresAt: grant.expiresAt }) };
  });
};
