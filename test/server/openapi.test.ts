// /openapi.json: valid by a validator of others, and true of a real server, route by route and field by field.
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hub } from "../../src/core/hub.ts";
import { RIGHTS } from "../../src/core/rights.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import type { Asset } from "../../src/server/assets.ts";
import { createHttp, type HttpOptions } from "../../src/server/http.ts";
import { Described } from "../support/document.ts";
import type { Wire } from "../support/peer.ts";
import { openSocket } from "../support/socket.ts";

let server: RunningServer;
let api: Described;
beforeAll(async () => {
  server = await serve({
    port: 0,
    defaults: {
      auth: { jwt: { secret: "a secret of this test, with 32 bytes and more" }, anonymous: RIGHTS },
    },
  });
  api = new Described(await (await fetch(`${server.url}/openapi.json`)).json());
});
afterAll(() => server.stop());

interface Operation {
  method: string;
  path: string;
}

function operations(): Map<string, Operation> {
  const found = new Map<string, Operation>();
  for (const [path, methods] of Object.entries<Wire>(api.document.paths)) {
    for (const [method, { operationId }] of Object.entries<Wire>(methods))
      found.set(operationId, { method, path });
  }
  return found;
}

const called = new Set<string>();

interface Said {
  query?: Record<string, string>;
  body?: unknown;
  /** None where it is null. */
  token?: string | null;
  headers?: Record<string, string>;
}

/** Calls an operation as the document says, and holds the answer against what the document says of it. */
async function call(id: string, params: Record<string, string> = {}, said: Said = {}) {
  const { method, path } = operations().get(id)!;
  const { query = {}, body, token = server.adminToken, headers } = said;
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]!));
  const response = await fetch(`${server.url}${filled}?${new URLSearchParams(query)}`, {
    method: method.toUpperCase(),
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const where = `${method} ${path} ${response.status}`;
  const documented = api.at("paths", path, method, "responses", response.status);
  expect(documented, where).toBeDefined();
  const text = await response.text();
  if (!documented.content) expect(text, where).toBe("");
  else {
    const type = response.headers.get("content-type")!;
    expect(Object.keys(documented.content), where).toContain(type);
    const value = type.includes("json") ? JSON.parse(text) : text;
    const referred = api.document.paths[path][method].responses[response.status].$ref;
    const place = referred
      ? referred.slice(2).split("/")
      : ["paths", path, method, "responses", response.status];
    api.expect(value, where, ...place, "content", type, "schema");
  }
  if (response.ok) called.add(id);
  return { status: response.status, text };
}

describe("/openapi.json", () => {
  it("is a valid document of OpenAPI 3.1 whose references and examples hold", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(api.document))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
    for (const reference of api.references()) expect(api.resolve(reference), reference).toBeDefined();
    api.expectExamples();
  });

  it("has every route that is served, and no other", () => {
    const hub = { options: { version: "", onFault() {} } } as unknown as Hub;
    const asset: Asset = { body: "", headers: {} };
    const app = createHttp({
      hub,
      door: { admin: true },
      assets: new Map([["/asset", asset]]),
    } as unknown as HttpOptions);
    const served = app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, "{$1}")}`);
    const documented = [...operations().values()].map(({ method, path }) => `${method} ${path}`);
    expect(served.sort()).toEqual([...documented, "get /asset"].sort());
  });

  it("says for each operation what it is for, and names each parameter of its path", () => {
    for (const [id, { method, path }] of operations()) {
      const { summary, parameters } = api.at("paths", path, method);
      expect(summary, id).toMatch(/^[A-Z].+\.$/);
      const named = parameters.filter((each: Wire) => each.in === "path").map((each: Wire) => each.name);
      expect(named, id).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  it("is for this machine and the admin, as all reading", async () => {
    const headers = { "x-forwarded-for": "203.0.113.7" };
    for (const id of ["getOpenApi", "getAsyncApi"]) {
      expect((await call(id, {}, { token: null, headers })).status).toBe(401);
      expect((await call(id, {}, { token: null })).status).toBe(200);
      expect((await call(id, {}, { headers })).status).toBe(200);
    }
  });
});

describe("a real server answers as its document says", () => {
  const duel = { room: "duel" };
  const ada = { ...duel, peer: "" };
  beforeAll(async () => {
    const socket = await openSocket(server.ws);
    const { data } = await socket.ask({ type: "join", room: "duel", data: { team: "red" } });
    ada.peer = data.self.peer;
  });

  it("about itself", async () => {
    for (const id of ["isHealthy", "isReady", "getStats", "getMetrics"]) {
      expect((await call(id, {}, { token: null })).status, id).toBe(200);
    }
    expect((await call("getMetrics", {}, { headers: { accept: "text/plain" } })).status).toBe(200);
  });

  it("about rooms", async () => {
    expect((await call("createRoom", { room: "made" }, { body: { data: { map: "x" } } })).status).toBe(201);
    expect((await call("createRoom", { room: "made" })).status).toBe(409);
    expect((await call("createRoom", { room: "big" }, { body: { data: "x".repeat(70_000) } })).status).toBe(
      413,
    );
    expect((await call("listRooms", {}, { query: { limit: "1", available: "1" } })).status).toBe(200);
    expect((await call("getRoom", duel)).status).toBe(200);
    expect((await call("getRoom", { room: "nowhere" })).status).toBe(404);
    expect((await call("updateRoom", duel, { body: { capacity: 8 } })).status).toBe(200);
    expect((await call("updateRoom", { room: "nowhere" }, { body: {} })).status).toBe(404);
    expect((await call("cleanUp", {}, { query: { ns: "other" } })).status).toBe(200);
  });

  it("about messages", async () => {
    const body = { event: "chat", data: { text: "hello" }, key: "12345678" };
    expect((await call("publishMessage", duel, { body })).status).toBe(201);
    expect((await call("publishMessage", duel, { body })).status).toBe(201);
    expect((await call("publishMessage", duel, { body: { data: 1 } })).status).toBe(201);
    expect((await call("publishMessage", { room: "nowhere" }, { body })).status).toBe(404);
    expect((await call("readMessages", duel, { query: { since: "0", limit: "5" } })).status).toBe(200);
    expect((await call("readMessages", { room: "never" })).status).toBe(200);
  });

  it("about topics", async () => {
    expect((await call("getTopic", { topic: "price" })).status).toBe(404);
    for (const _ of ["first", "again"]) {
      expect(
        (await call("pushValue", { topic: "price" }, { body: 3, query: { key: "12345678" } })).status,
      ).toBe(200);
    }
    expect((await call("getTopic", { topic: "price" })).status).toBe(200);
  });

  it("about acts of an admin", async () => {
    expect((await call("announce", duel, { body: { text: "soon" } })).status).toBe(204);
    expect((await call("transfer", duel, { body: { to: ada.peer } })).status).toBe(200);
    expect((await call("transfer", duel, { body: { to: "nobody" } })).status).toBe(404);
    expect((await call("kick", { ...duel, peer: "nobody" })).status).toBe(404);
    expect((await call("kick", ada)).status).toBe(204);
    expect((await call("ban", ada)).status).toBe(204);
    expect((await call("unban", ada)).status).toBe(204);
    expect((await call("closeRoom", { room: "made" })).status).toBe(204);
    expect((await call("closeRoom", { room: "made" })).status).toBe(404);
  });

  it("about tokens", async () => {
    const asked = { sub: "ada", name: "Ada", rooms: ["team-*"], scopes: ["join", "moderate"], ttlMs: 60_000 };
    const minted = await call("mintToken", {}, { body: asked });
    expect(minted.status).toBe(201);
    const { token } = JSON.parse(minted.text);
    expect((await call("mintToken", {}, { token, body: asked })).status).toBe(401);
    expect((await call("closeRoom", { room: "other" }, { token })).status).toBe(404);
    const admins = { ...asked, scopes: ["admin"] };
    expect((await call("mintToken", {}, { body: admins })).status).toBe(400);
  });

  it("when it refuses: no token, a wrong one, and parts that are not as they should be", async () => {
    for (const [id, { method, path }] of operations()) {
      const { security, parameters, requestBody } = api.at("paths", path, method);
      const params = { room: "duel", topic: "price", peer: "somebody" };
      const open = security.length === 0;
      const reads = security.length === 2;
      if (!open && !reads) expect((await call(id, params, { token: null })).status, id).toBe(401);
      if (!open) expect((await call(id, params, { token: "wrong" })).status, id).toBe(401);
      for (const [i, { name, in: place }] of parameters.entries()) {
        const schema = api.at("paths", path, method, "parameters", i, "schema");
        // Any text will do.
        if (schema.type === "string" && !schema.pattern && !schema.minLength && !schema.enum) continue;
        const said = place === "query" ? { query: { [name]: "_" } } : {};
        const refused = await call(id, place === "path" ? { ...params, [name]: "_" } : params, said);
        expect(refused.status, `${id} ${name}`).toBe(400);
        expect(JSON.parse(refused.text).details).toMatchObject([{ path: `/${name}` }]);
      }
      if (requestBody?.required && id !== "pushValue") {
        expect((await call(id, params, { body: {} })).status, id).toBe(400);
      }
    }
  });

  it("on every operation, which have all been called by now", () => {
    expect([...called].sort()).toEqual([...operations().keys()].sort());
  });
});
