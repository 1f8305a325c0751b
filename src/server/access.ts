// Who may call a route, told by token and by where the call comes from.
import { type Grant, must, mustReach } from "../core/rights.ts";
import { RtError } from "../protocol/errors.ts";
import { type Call, namespaceOf } from "./call.ts";
import { bearerOf, isLocal } from "./guard.ts";
import type { Access, Services } from "./routes/route.ts";

const NOBODY: Grant = { admin: false, scopes: [] };

/** What the caller may do; throws if the route is not for it. */
export async function admit(access: Access, c: Call, services: Services): Promise<Grant> {
  if (access === "anyone") return NOBODY;
  const grant = await grantOf(c, services);
  const given = c.req.header("authorization") !== undefined;
  switch (access) {
    case "reader":
      if (!isLocal(c.env.incoming)) {
        if (!given) throw new RtError("unauthorized");
        must(grant, "observe");
      }
      break;
    case "publisher":
      if (!given) throw missing("Pushing needs a token that may publish");
      break;
    case "moderator":
      if (!given) throw missing("Changes need the admin token, or one that may moderate");
      must(grant, "moderate");
      break;
    case "admin":
      if (!grant.admin) throw missing("Changes need the admin token");
  }
  for (const name of [c.req.param("room"), c.req.param("topic")])
    if (name !== undefined) mustReach(grant, name);
  return grant;
}

async function grantOf(c: Call, { hub, gate }: Services): Promise<Grant> {
  const token = bearerOf(c.req.header("authorization"));
  if (token === undefined) return NOBODY;
  return gate.grantOf(hub.options.authenticate, token, namespaceOf(c), gate.callerOf(c.env.incoming));
}

const missing = (what: string): RtError =>
  new RtError("unauthorized", `${what}: Authorization: Bearer <token>.`);
