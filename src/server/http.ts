// The HTTP side: the table of routes, the browser client and the page to try it, and what all answers share.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { RtError } from "../protocol/errors.ts";
import type { Asset } from "./assets.ts";
import type { Audit } from "./audit.ts";
import { addressOf, type Env, namespaceOf, noSuchNamespace } from "./call.ts";
import { createDocuments } from "./documents/index.ts";
import { mayAskForHost } from "./guard.ts";
import { PROBLEM_MEDIA, problemOf } from "./problem.ts";
import { register } from "./register.ts";
import { routes } from "./routes/index.ts";
import type { Services } from "./routes/route.ts";

export interface HttpOptions extends Omit<Services, "documents"> {
  audit: Audit;
  host: string;
  assets: ReadonlyMap<string, Asset>;
}

export function createHttp({ audit, host, assets, ...services }: HttpOptions): Hono<Env> {
  const app = new Hono<Env>();
  const { onFault, serves, version } = services.hub.options;

  app.onError((error, c) => {
    if (!(error instanceof RtError)) onFault(error);
    else if (error.code === "unauthorized" && c.req.header("authorization") !== undefined) {
      audit.suspect("token", { path: c.req.path, address: addressOf(c) });
    }
    const { status, body } = problemOf(error);
    return c.body(body, status as ContentfulStatusCode, { "content-type": PROBLEM_MEDIA });
  });
  app.notFound(() => {
    throw new RtError("not_found", "There is nothing at this address.");
  });
  app.use(async (c, next) => {
    if (!mayAskForHost(c.req.header("host"), host)) {
      throw new RtError("forbidden", "This server answers to local names only.");
    }
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
  register(app, Object.values(routes), { ...services, documents });
  for (const [path, asset] of assets) {
    app.get(path, (c) => c.body(asset.body, 200, asset.headers));
  }
  return app;
}
