// The HTTP side: the table of routes, the browser client and the page to try it, and what all answers share.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { RtError } from "../protocol/errors.ts";
import type { Asset } from "./assets.ts";
import type { Suspect } from "./audit.ts";
import { type Env, namespaceOf, noSuchNamespace } from "./call.ts";
import { createDocuments } from "./documents/index.ts";
import { checkCall, type Door } from "./door.ts";
import { PROBLEM_MEDIA, problemOf, retryAfterOf } from "./problem.ts";
import { Refused } from "./refused.ts";
import { register } from "./register.ts";
import { elsewhere } from "./routes/elsewhere.ts";
import { routes } from "./routes/index.ts";
import type { Services } from "./routes/route.ts";

export interface HttpOptions extends Omit<Services, "documents"> {
  door: Door;
  suspect: Suspect;
  assets: ReadonlyMap<string, Asset>;
}

export function createHttp({ door, suspect, assets, ...services }: HttpOptions): Hono<Env> {
  const app = new Hono<Env>();
  const { onFault, serves, version } = services.hub.options;

  app.onError((error, c) => {
    if (!(error instanceof RtError)) onFault(error);
    if (error instanceof Refused) {
      const { key: address } = services.gate.callerOf(c.env.incoming);
      suspect(error.reason, { address, path: c.req.path, why: error.message });
    }
    const { status, body } = problemOf(error);
    return c.body(body, status as ContentfulStatusCode, {
      "content-type": PROBLEM_MEDIA,
      ...retryAfterOf(error),
    });
  });
  app.notFound(() => {
    throw new RtError("not_found", "There is nothing at this address.");
  });
  app.use(async (c, next) => {
    checkCall(c.env.incoming, door);
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
  });

  for (const path of ["/rooms/*", "/topics/*"]) {
    app.use(path, async (c, next) => {
      const namespace = namespaceOf(c);
      if (!serves(namespace)) throw noSuchNamespace(namespace);
      await next();
    });
  }

  const documents = createDocuments(routes, version);
  const all = Object.values(routes);
  register(app, door.admin ? all : all.map(elsewhere), { ...services, documents });
  for (const [path, asset] of assets) {
    app.get(path, (c) => c.body(asset.body, 200, asset.headers));
  }
  return app;
}
