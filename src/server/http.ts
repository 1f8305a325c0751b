// The HTTP side: health, figures, rooms, the browser client and the page to try it.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Hub } from "../core/hub.ts";
import type { Grant } from "../core/rights.ts";
import { RtError } from "../protocol/errors.ts";
import type { Asset } from "./assets.ts";
import { bodyOf, type Call, type Env, namespaceOf, noSuchNamespace } from "./call.ts";
import { bearerOf, isLocal, mayAskForHost } from "./guard.ts";
import type { Metrics } from "./metrics.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";
import { createRooms } from "./rooms.ts";
import type { Gauges } from "./stats.ts";
import { addTopics } from "./topics.ts";

export interface HttpOptions {
  hub: Hub;
  host: string;
  gauges: Gauges;
  metrics: Metrics;
  assets: ReadonlyMap<string, Asset>;
  draining(): boolean;
}

export function createHttp({ hub, host, gauges, metrics, assets, draining }: HttpOptions): Hono<Env> {
  const app = new Hono<Env>();

  const grantOf = (c: Call): Grant => {
    const token = bearerOf(c.req.header("authorization"));
    if (token === undefined) return { admin: false, scopes: [] };
    const grant = hub.options.authenticate(token, namespaceOf(c));
    if (!grant) throw new RtError("unauthorized", "The token is not valid on this server.");
    return grant;
  };
  const isAdmin = (c: Call): boolean => grantOf(c).admin;
  const mustRead = (c: Call): boolean => {
    const admin = isAdmin(c);
    if (!admin && !isLocal(c.env.incoming)) throw new RtError("unauthorized");
    return admin;
  };
  const mustChange = (c: Call): void => {
    if (!isAdmin(c))
      throw new RtError("unauthorized", "Changes need the admin token: Authorization: Bearer <token>.");
  };

  app.onError((error, c) => {
    if (!(error instanceof RtError)) hub.options.onFault(error);
    const { status, body } = problemOf(error);
    return c.body(body, status as ContentfulStatusCode, { "content-type": PROBLEM_TYPE });
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
      if (!hub.options.serves(namespace)) throw noSuchNamespace(namespace);
      await next();
    });
  }

  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => (draining() ? c.json({ status: "draining" }, 503) : c.json({ status: "ready" })));

  app.get("/stats", async (c) => {
    mustRead(c);
    return c.json(await gauges.read());
  });
  app.get("/metrics", async (c) => {
    mustRead(c);
    return c.body(await metrics.render(await gauges.read()), 200, { "content-type": metrics.contentType });
  });

  app.route("/rooms", createRooms({ hub, mustRead, mustChange }));
  addTopics(app, { hub, grantOf, mustRead, namespaceOf, bodyOf });

  for (const [path, asset] of assets) {
    app.get(path, (c) => c.body(asset.body, 200, asset.headers));
  }
  return app;
}
