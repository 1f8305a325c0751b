// The server: one port for WebSockets and HTTP over an engine that is handed in, and an orderly end.
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Clock } from "../core/clock.ts";
import type { Digest } from "../core/digest.ts";
import type { Engine } from "../core/engine.ts";
import { Hub } from "../core/hub.ts";
import type { Turn } from "../core/ice.ts";
import type { Random } from "../core/random.ts";
import type { Authenticate } from "../core/rights.ts";
import type { SettingsOf } from "../core/settings.ts";
import type { Namespace } from "../protocol/ids.ts";
import type { IceServer } from "../protocol/shapes.ts";
import { loadAssets } from "./assets.ts";
import { createAudit } from "./audit.ts";
import { type DrainTimes, drain, endNow } from "./drain.ts";
import { createHttp } from "./http.ts";
import type { Log } from "./log.ts";
import { watchLoop } from "./loop-delay.ts";
import { createMetrics } from "./metrics.ts";
import type { Mint } from "./minting.ts";
import { createGauges } from "./stats.ts";
import { createUpgrade } from "./upgrade.ts";

export interface ServerOptions {
  engine: Engine;
  clock: Clock;
  random: Random;
  digest: Digest;
  log: Log;
  /** Default: the log. */
  auditLog: Pick<Log, "info" | "warn"> | undefined;
  host: string;
  /** 0 takes a free one. */
  port: number;
  authenticate: Authenticate;
  mint: Mint;
  settings: SettingsOf;
  serves(namespace: Namespace): boolean;
  iceServers: IceServer[];
  turn: Turn | undefined;
  allowOrigin: readonly string[];
  drain: DrainTimes;
  version: string;
  /** The folder with the built browser client and page. */
  assets: URL;
}

export interface Server {
  host: string;
  port: number;
  /** Sends everyone away with a time to come back, waits for the sockets, closes the engine; once, however often it is called. */
  stop(): Promise<void>;
  /** Says goodbye to all sockets and waits for none; the process is to end after it. */
  endNow(): Promise<void>;
  /** Open connections right now. */
  connections(): number;
}

/** Connections that the system keeps for a server that is busy; of more than that it drops what comes, to be tried again a second later. */
const BACKLOG = 4_096;

/** Listens when it resolves; rejects with the system's error (EADDRINUSE, EACCES) if it can't. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { engine, random, log, host } = options;
  const assets = await loadAssets(options.assets);
  let stopping: Promise<void> | null = null;

  const audit = createAudit(options.auditLog ?? log, options.clock);
  const hub = new Hub({
    engine,
    clock: options.clock,
    random,
    digest: options.digest,
    authenticate: options.authenticate,
    settings: options.settings,
    serves: options.serves,
    iceServers: options.iceServers,
    turn: options.turn,
    version: options.version,
    seconds: () => performance.now() / 1000,
    audit: audit.moderation,
    onFault: (error) => log.error({ err: error }, "fault"),
  });
  await engine.start(hub);

  const gauges = createGauges(hub, engine.now());
  const loop = watchLoop();
  const metrics = createMetrics(hub.counters, loop.delays);
  const draining = (): boolean => stopping !== null;
  const app = createHttp({ hub, audit, host, gauges, metrics, mint: options.mint, assets, draining });
  const upgrade = createUpgrade({
    hub,
    log,
    audit,
    host,
    allowOrigin: options.allowOrigin,
    random: () => random.number(),
    draining,
  });
  const http = createHttpServer(
    {
      maxHeaderSize: 8 * 1024,
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
    },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );
  http.on("upgrade", upgrade.onUpgrade);
  await listen(http, options.port, host);
  const { port } = http.address() as AddressInfo;

  async function stop(): Promise<void> {
    const { connections, emptied } = upgrade;
    const { after } = options.clock;
    await drain({
      hub,
      http,
      connections,
      emptied,
      after,
      random: () => random.number(),
      times: options.drain,
    });
    upgrade.stop();
    gauges.stop();
    loop.stop();
    await engine.close();
  }

  return {
    host,
    port,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    endNow: () => endNow(hub),
    connections: () => upgrade.connections.size,
  };
}

function listen(http: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen({ port, host, backlog: BACKLOG }, () => {
      http.off("error", reject);
      resolve();
    });
  });
}
