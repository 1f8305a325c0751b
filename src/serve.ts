// A whole server in one call: store, engine, HTTP and WebSockets. What `rtrooms serve` runs, and tests in the same process.
import { randomBytes } from "node:crypto";
import { createNamespaces, type NamespaceOptions, type NamespacesOptions } from "./core/namespaces.ts";
import { defaultServerLimits, type ServerLimits } from "./core/settings.ts";
import type { BackupOptions } from "./engines/embedded/backups.ts";
import { createEmbeddedEngine } from "./engines/embedded/engine.ts";
import type { NodeId } from "./protocol/ids.ts";
import type { IceServer } from "./protocol/shapes.ts";
import type { Stats } from "./protocol/stats.ts";
import { openBackups, openStore } from "./serve-store.ts";
import { createAuthenticate } from "./server/authenticate.ts";
import { trustedProxies } from "./server/client-address.ts";
import { createServer } from "./server/index.ts";
import { type Log, silent } from "./server/log.ts";
import { createMint } from "./server/minting.ts";
import { systemClock, systemDigest, systemRandom } from "./server/system.ts";
import { loadTls, type TlsFiles } from "./server/tls.ts";
import { createTurn, type TurnOptions } from "./server/turn.ts";
import { version } from "./version.ts";

export type { BackupOptions, NamespaceOptions };

export interface ServeOptions extends NamespacesOptions {
  /** Default 127.0.0.1. Another address lets everyone who reaches it in, unless `auth` says who may. */
  host?: string;
  /** Default 7420; 0 takes a free one. */
  port?: number;
  /** The folder for history; without one it is kept in memory and gone with the process. */
  dataDir?: string;
  /** Copies of the history, taken while the server runs. */
  backup?: BackupOptions;
  /** What changes rooms over HTTP and watches signals; default: a random one. */
  adminToken?: string;
  iceServers?: IceServer[];
  /** TURN servers for which each peer that may signal gets a credential of its own. */
  turn?: TurnOptions;
  /** Origins of pages on other hosts that may connect; `*` for all. */
  allowOrigin?: string[];
  /** Over how long the sockets are closed when it stops, at most. Default 10 s; few of them take less. */
  drainMs?: number;
  /** How long before the first of them is closed everyone is told of it. Default 0. */
  drainNoticeMs?: number;
  /** PEM files: HTTPS and secure WebSockets. They are read again when they change. */
  tls?: TlsFiles;
  /** Where admins and scrapers come in, on loopback, and nowhere else then; 0 takes a free one. */
  adminPort?: number;
  /** How much and how fast, over all and for each address; see `defaults.limits` for the peers. */
  limits?: Partial<ServerLimits>;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
  /** Default: nothing is logged. A pino logger fits. */
  log?: Log;
  /** Moderation and suspicious acts go here; default: the log. */
  auditLog?: Pick<Log, "info" | "warn">;
}

export interface RunningServer {
  host: string;
  port: number;
  /** http://host:port and ws://host:port/ws, or with TLS https and wss. */
  url: string;
  ws: string;
  /** Of the admin port, if there is one. */
  adminUrl: string | null;
  adminToken: string;
  connections(): number;
  /** The figures of /stats. */
  stats(): Promise<Stats>;
  /** Takes one now and answers its path; rejects where no folder for backups was named, or it can't be written. */
  backup(): Promise<string>;
  /** Drains: everyone is told when to come back and closed, what was acknowledged is kept. */
  stop(): Promise<void>;
  /** Ends without waiting for anybody; exit after it. */
  endNow(): Promise<void>;
}

const ASSETS = new URL("../dist/assets/", import.meta.url);

/**
 * Listens when it resolves. Rejects with a StoreError (`locked`, `unwritable`, `damaged`) if the data folder can't be used,
 * and with the system's error (`EADDRINUSE`, `EACCES`) if the port can't.
 */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  const { host = "127.0.0.1", port = 7420, dataDir, iceServers = [], allowOrigin = [] } = options;
  const { drainMs = 10_000, drainNoticeMs = 0 } = options;
  const adminToken = options.adminToken ?? randomBytes(24).toString("base64url");
  const log = options.log ?? silent;
  const namespaces = createNamespaces(options);
  const { settings, serves } = namespaces;
  const authenticate = await createAuthenticate({ adminToken, namespaces, clock: systemClock, log });
  const trusted = trustedProxies(options.trustedProxies ?? []);
  const tls = options.tls ? await loadTls(options.tls) : null;
  const store = await openStore(dataDir, log);
  const engine = createEmbeddedEngine({
    node: systemRandom.id() as NodeId,
    clock: systemClock,
    random: systemRandom,
    store,
    settings,
    onFault: (error) => log.error({ err: error }, "engine"),
    onHealth: (reason) => {
      if (reason) log.error({ reason }, "the store is degraded: what should be kept is refused");
      else log.info({}, "the store keeps what it is given again");
    },
  });
  const backups = await openBackups(store, systemClock, options.backup, log).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  try {
    const server = await createServer({
      engine,
      clock: systemClock,
      random: systemRandom,
      digest: systemDigest(),
      log,
      auditLog: options.auditLog,
      host,
      port,
      authenticate,
      mint: createMint(settings, systemClock),
      settings,
      serves,
      iceServers,
      turn: options.turn && createTurn(options.turn),
      allowOrigin,
      drain: { noticeMs: drainNoticeMs, drainMs },
      tls,
      adminPort: options.adminPort ?? null,
      limits: { ...defaultServerLimits, ...options.limits },
      trusted,
      version,
      assets: ASSETS,
    });
    const authority = `${host.includes(":") ? `[${host}]` : host}:${server.port}`;
    const s = tls ? "s" : "";
    const urls = { url: `http${s}://${authority}`, ws: `ws${s}://${authority}/ws` };
    return {
      ...urls,
      host,
      port: server.port,
      adminUrl: server.adminPort === null ? null : `http://127.0.0.1:${server.adminPort}`,
      adminToken,
      connections: server.connections,
      stats: server.stats,
      backup: () => backups?.take() ?? Promise.reject(new Error("No folder for backups was named.")),
      async stop() {
        await backups?.stop();
        await server.stop();
      },
      endNow: server.endNow,
    };
  } catch (error) {
    await backups?.stop();
    await engine.close();
    throw error;
  }
}
