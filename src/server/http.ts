// The HTTP side: health, figures, rooms, the browser client and the page to try it.
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { type RoomKey, roomKey } from "../core/engine.ts";
import { asHost } from "../core/hosting.ts";
import type { Grant, Hub } from "../core/hub.ts";
import { checkNotice, checkRoomData } from "../core/sizes.ts";
import { RtError } from "../protocol/errors.ts";
import { DEFAULT_NAMESPACE, isNamespace, isPeerId, isRoomId } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import { NoticeText, PeerIdSchema, RoomOptions, RoomUpdate } from "../protocol/shapes.ts";
import type { Asset } from "./assets.ts";
import { bearerOf, isLocal, mayAskForHost } from "./guard.ts";
import type { Metrics } from "./metrics.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";
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

export type Env = { Bindings: HttpBindings };
export type Call = Context<Env>;

const roomOptions = Compile(RoomOptions);
const roomUpdate = Compile(RoomUpdate);
const transfer = Compile(Type.Object({ to: PeerIdSchema }));
const notice = Compile(Type.Object({ text: NoticeText }));

export function createHttp({ hub, host, gauges, metrics, assets, draining }: HttpOptions): Hono<Env> {
  const app = new Hono<Env>();
  const { engine } = hub;

  const grantOf = (c: Call): Grant => {
    const token = bearerOf(c.req.header("authorization"));
    if (token === undefined) return { admin: false };
    const grant = hub.options.authenticate(token);
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

  app.get("/rooms", async (c) => {
    const all = mustRead(c);
    const { cursor } = c.req.query();
    return c.json(await engine.list({ namespace: namespaceOf(c), cursor, limit: limitOf(c), all }));
  });
  app.get("/rooms/:room", async (c) => {
    const admin = mustRead(c);
    const { result } = await engine.command(keyOf(c), { type: "look" });
    if (result.view.visibility === "private" && !admin) throw new RtError("not_found");
    return c.json({ room: result.view, members: result.members });
  });
  app.post("/rooms/:room", async (c) => {
    mustChange(c);
    const options = await bodyAs(c, roomOptions);
    checkRoomData(options.data);
    const command = { type: "create", room: roomOf(c), by: null, options } as const;
    const { result } = await engine.command(keyOf(c), command);
    return c.json({ room: result.view }, 201);
  });
  app.patch("/rooms/:room", async (c) => {
    mustChange(c);
    const changes = await bodyAs(c, roomUpdate);
    checkRoomData(changes.data);
    const { view } = await asHost(hub, keyOf(c), { type: "update", changes }, null);
    return c.json({ room: view });
  });
  app.delete("/rooms/:room", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "close" }, null);
    return c.body(null, 204);
  });
  app.delete("/rooms/:room/members/:peer", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "kick", peer: peerOf(c) }, null);
    return c.body(null, 204);
  });
  app.put("/rooms/:room/bans/:peer", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "ban", peer: peerOf(c) }, null);
    return c.body(null, 204);
  });
  app.delete("/rooms/:room/bans/:peer", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "unban", peer: peerOf(c) }, null);
    return c.body(null, 204);
  });
  app.put("/rooms/:room/host", async (c) => {
    mustChange(c);
    const { to } = await bodyAs(c, transfer);
    const { view } = await asHost(hub, keyOf(c), { type: "transfer", to }, null);
    return c.json({ room: view });
  });
  app.post("/rooms/:room/notices", async (c) => {
    mustChange(c);
    const { text } = await bodyAs(c, notice);
    checkNotice(text);
    await asHost(hub, keyOf(c), { type: "announce", text }, null);
    return c.body(null, 204);
  });

  addTopics(app, { hub, grantOf, mustRead, namespaceOf, bodyOf });

  for (const [path, asset] of assets) {
    app.get(path, (c) => c.body(asset.body, 200, asset.headers));
  }
  return app;
}

function namespaceOf(c: Call) {
  const namespace = c.req.query("ns") ?? DEFAULT_NAMESPACE;
  if (!isNamespace(namespace)) throw new RtError("bad_request", "`ns` is no namespace.");
  return namespace;
}

function roomOf(c: Call) {
  const room = c.req.param("room") ?? "";
  if (!isRoomId(room)) {
    throw new RtError(
      "bad_request",
      "A room's name is 1 to 128 letters, digits and _ . : - and begins with a letter or digit.",
    );
  }
  return room;
}

function peerOf(c: Call) {
  const peer = c.req.param("peer") ?? "";
  if (!isPeerId(peer)) throw new RtError("bad_request", "This is no peer id.");
  return peer;
}

const keyOf = (c: Call): RoomKey => roomKey(namespaceOf(c), roomOf(c));

function limitOf(c: Call): number {
  const limit = Number(c.req.query("limit") ?? limits.roomsPage);
  if (Number.isInteger(limit) && limit >= 1 && limit <= limits.roomsPage) return limit;
  throw new RtError("bad_request", `\`limit\` is a number from 1 to ${limits.roomsPage}.`);
}

interface Checker<T> {
  Check(value: unknown): value is T;
  Errors(value: unknown): { instancePath: string; message: string }[];
}

async function bodyAs<T>(c: Call, checker: Checker<T>): Promise<T> {
  const text = await bodyOf(c);
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new RtError("bad_request", "The body is not JSON.");
  }
  if (!checker.Check(body)) {
    const details = checker.Errors(body).slice(0, 5);
    throw new RtError("bad_request", "The fields of the body are not as they should be.", {
      details: details.map(({ instancePath, message }) => ({ path: instancePath || "/", message })),
    });
  }
  return body;
}

/** Reads no more than a frame's worth, whatever the sender announces. */
async function bodyOf(c: Call): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.env.incoming) {
    bytes += chunk.length;
    if (bytes > limits.frameBytes) throw new RtError("payload_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
