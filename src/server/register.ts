// The table of routes put to work: a call is let in, its parts are checked, and its answer is written.
import type { Hono } from "hono";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import { admit } from "./access.ts";
import { bodyOf, type Call, type Env, paramsOf, queryOf } from "./call.ts";
import { type Check, checkOf, fieldsCheck } from "./check.ts";
import { Instead, type Reply, type Route, type Services, type Written } from "./routes/route.ts";

export function register(app: Hono<Env>, routes: Iterable<Route>, services: Services): void {
  for (const route of routes) {
    const read = reader(route);
    app.on(route.method, route.path.replace(/\{(\w+)\}/g, ":$1"), async (c) => {
      const grant = await admit(route.access, c, services);
      const parts = await read(c);
      const asked = {
        ...parts,
        grant,
        address: services.gate.callerOf(c.env.incoming).key,
        accept: c.req.header("accept"),
      };
      return respond(c, route.reply, await route.handle(asked, services));
    });
  }
}

/** Path, query and body in this order: the body is not waited for if the rest is wrong. */
function reader({ params = {}, query = {}, body }: Route) {
  const checkParams = fieldsCheck("path", params);
  const checkQuery = fieldsCheck("query", query);
  const checkBody = body && checkOf("body", body.schema);
  return async (c: Call) => ({
    params: checked(paramsOf(c, params), checkParams),
    query: checked(queryOf(c, query), checkQuery),
    body: body && checkBody && checked(await bodyOf(c, body), checkBody),
  });
}

function checked<T>(value: T, check: Check): T {
  check(value);
  return value;
}

function respond(c: Call, { status, schema, media }: Reply, answer: unknown): Response {
  if (answer instanceof Instead) return c.json(answer.body, answer.status as ContentfulStatusCode);
  c.status(status as StatusCode);
  if (!schema) return c.body(null);
  if (!media) return c.json(answer);
  const written = answer as Written;
  return c.body(written.text, { headers: { "content-type": written.media } });
}
