// Who may call a route, told by token and by where the call comes from.
import type { Hub } from "../core/hub.ts";
import { type Grant, may } from "../core/rights.ts";
import { RtError } from "../protocol/errors.ts";
import { type Call, namespaceOf } from "./call.ts";
import { bearerOf, isLocal } from "./guard.ts";
import type { Access } from "./routes/route.ts";

const NOBODY: Grant = { admin: false, scopes: [] };

/** What the caller may do; throws if the route is not for it. */
export function admit(access: Access, c: Call, hub: Hub): Grant {
  if (access === "anyone") return NOBODY;
  const grant = grantOf(c, hub);
  switch (access) {
    case "reader":
      if (!grant.admin && !isLocal(c.env.incoming)) throw new RtError("unauthorized");
      break;
    case "publisher":
      if (!may(grant, "publish") && c.req.header("authorization") === undefined)
        throw missing("Pushing needs a token that may publish");
      break;
    case "admin":
      if (!grant.admin) throw missing("Changes need the admin token");
  }
  return grant;
}

function grantOf(c: Call, hub: Hub): Grant {
  const token = bearerOf(c.req.header("authorization"));
  if (token === undefined) return NOBODY;
  const grant = hub.options.authenticate(token, namespaceOf(c));
  if (!grant) throw new RtError("unauthorized", "The token is not valid on this server.");
  return grant;
}

const missing = (what: string): RtError =>
  new RtError("unauthorized", `${what}: Authorization: Bearer <token>.`);
