// The server: one port for WebSockets and HTTP over an engine that is handed in, and an orderly end.
import type { Server as HttpsServer } from "node:https";
import { getRequestListener } from "@hono/node-server";
import type { Clock } from "../core/clock.ts";
import type { Digest } from "../core/digest.ts";
import type { Engine } from "../core/engine.ts";
import { Hub } from "../core/hub.ts";
import type { Turn } from "../core/ice.ts";
import type { Random } from "../core/random.ts";
import type { Authenticate } from "../core/rights.ts";
import type { ServerLimits, SettingsOf } from "../core/settings.ts";
import { Counters } from "../core/stats.ts";
import type { Namespace } from "../protocol/ids.ts";
import type { IceServer } from "../protocol/shapes.ts";
import type { Stats } from "../protocol/stats.ts";
import { loadAssets } from "./assets.ts";
import { createAudit } from "./audit.ts";
import type { TrustedProxies } from "./client-address.ts";
import type { Door } from "./door.ts";
import { type DrainTimes, drain, endNow } from "./drain.ts";
import { createFindingLog, logIceServers } from "./finding-log.ts";
import { createGate } from "./gate.ts";
import { createHttp } from "./http.ts";
import { type Listener, listen } from "./listen.ts";
import type { Log } from "./log.ts";
import { watchLoop } from "./loop-delay.ts";
import { createMetrics } from "./metrics.ts";
import type { Mint } from "./minting.ts";
import { createReadiness } from "./readiness.ts";
import { createSocketLimit } from "./sockets.ts";
import { createGauges } from "./stats.ts";
import { followTls, type Tls } from "./tls.ts";
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
  /** Null: HTTP and WebSockets as they are. */
  tls: Tls | null;
  /** What is for admins has a port of its own, on loopback; null: it is to be had with all else. 0 takes a free one. */
  adminPort: number | null;
  limits: ServerLimits;
  trusted: TrustedProxies;
  version: string;
  /** The folder with the built browser client and page. */
  assets: URL;
}

export interface Server {
  host: string;
  port: number;
  adminPort: number | null;
  /** Sends everyone away with a time to come back, waits for the sockets, closes the engine; once, however often it is called. */
  stop(): Promise<void>;
  /** Says goodbye to all sockets and waits for none; the process is to end after it. */
  endNow(): Promise<void>;
  /** Open connections right now. */
  connections(): number;
  stats(): Promise<Stats>;
}

/** Besides the connections: those that fetch files or figures, and those that have said nothing yet. */
const OTHER_SOCKETS = 2_000;

const ADMIN_DOOR: Door = { host: "127.0.0.1", origins: { allowed: [], secure: false }, admin: true };

/** Listens when it resolves; rejects with the system's error (EADDRINUSE, EACCES) if it can't. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { engine, random, log, host } = options;
  const assets = await loadAssets(options.assets);
  let stopping: Promise<void> | null = null;

  const counts = new Counters();
  const audit = createAudit(options.auditLog ?? log, options.clock, counts.refused);
  const { suspect } = audit;
  const hub = new Hub({
    engine,
    counters: counts,
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
    addressOf: audit.addressOf,
    onFinding: createFindingLog(log),
    onFault: (error) => log.error({ err: error }, "fault"),
  });
  await engine.start(hub);
  logIceServers(log, options);

  const loop = watchLoop();
  const metrics = createMetrics(hub.counters, loop.delays);
  const readiness = createReadiness();
  readiness.add("draining", () => (stopping ? "The server is stopping." : null));
  // Rooms go on without their history.
  readiness.add("store", () => engine.health(), "warns");
  const { limits, trusted, mint } = options;
  const mayBeBusy = limits.enforce === "off";
  readiness.add("loop", () =>
    loop.overloaded && !mayBeBusy ? "The server is too busy for more connections." : null,
  );
  const gauges = createGauges(hub, loop, readiness);
  const gate = createGate({ limits, trusted, suspect, now: () => performance.now() });
  const upgrade = createUpgrade({
    hub,
    log,
    audit,
    gate,
    most: limits.connections,
    random: () => random.number(),
    readiness,
  });
  const mayOpen = createSocketLimit(limits, trusted, suspect);
  const open = (door: Door, at: number, tls: Tls | null): Promise<Listener> => {
    const app = createHttp({ hub, door, suspect, gauges, metrics, mint, assets, readiness, gate });
    return listen({
      host: door.host,
      port: at,
      tls,
      onRequest: getRequestListener(app.fetch, { overrideGlobalObjects: false }),
      onUpgrade: upgrade.onUpgrade(door),
      mayOpen,
      mostSockets: limits.connections + OTHER_SOCKETS,
      suspect,
    });
  };
  const { tls, adminPort } = options;
  const origins = { allowed: options.allowOrigin, secure: tls !== null };
  const main = await open({ host, origins, admin: adminPort === null }, options.port, tls);
  const admins = adminPort === null ? null : await open(ADMIN_DOOR, adminPort, null).catch(closing(main));
  const http = together(admins ? [main, admins] : [main]);
  const unfollow = tls ? followTls(tls, main.server as HttpsServer, log) : () => {};
  const { port } = main;

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
    unfollow();
    gauges.stop();
    loop.stop();
    await engine.close();
  }

  return {
    host,
    port,
    adminPort: admins?.port ?? null,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    endNow: () => endNow(hub),
    connections: () => upgrade.connections.size,
    stats: () => gauges.read(),
  };
}

/** What is open already must not stay behind a failure. */
const closing =
  ({ server }: Listener) =>
  (error: unknown): never => {
    server.close();
    throw error;
  };

/** Several listeners to be closed as one. */
function together(listeners: readonly Listener[]) {
  const servers = listeners.map(({ server }) => server);
  return {
    close(done: () => void): void {
      let left = servers.length;
      for (const server of servers) {
        server.close(() => {
          if (--left === 0) done();
        });
      }
    },
    closeIdleConnections(): void {
      for (const server of servers) server.closeIdleConnections();
    },
    closeAllConnections(): void {
      for (const server of servers) server.closeAllConnections();
    },
  };
}
