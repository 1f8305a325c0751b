// The door for WebSockets: looks at path, host, origin and token, then makes a connection and its session.
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, WebSocketServer } from "ws";
import type { Hub } from "../core/hub.ts";
import type { Grant } from "../core/rights.ts";
import { Session } from "../core/session.ts";
import { RtError } from "../protocol/errors.ts";
import { DEFAULT_NAMESPACE, isNamespace, type Namespace } from "../protocol/ids.ts";
import { limits, times } from "../protocol/limits.ts";
import { safeText } from "../protocol/safe-text.ts";
import { type Audit, suspicionOf } from "./audit.ts";
import { Backlogs } from "./backlogs.ts";
import { noSuchNamespace } from "./call.ts";
import { Connection } from "./connection.ts";
import { Flushes } from "./flush.ts";
import { bearerOf, mayAskForHost, mayComeFrom } from "./guard.ts";
import type { Log } from "./log.ts";
import { PROBLEM_MEDIA, problemOf } from "./problem.ts";
import { systemClock } from "./system.ts";
import { Wheel } from "./wheel.ts";

const SUBPROTOCOL = "rtrooms.v1";
const BEARER = /(?:^|,)\s*bearer\.([^\s,]+)/;

/** Each piece costs memory of its own, however small it is: a message in many is more than its bytes. */
const pieces: ServerOptions & { maxBufferedChunks: number; maxPendingAutoPongs: number } = {
  maxFragments: limits.fragments,
  maxBufferedChunks: limits.chunks,
  maxPendingAutoPongs: limits.pongs,
};

export interface UpgradeOptions {
  hub: Hub;
  log: Log;
  audit: Audit;
  host: string;
  allowOrigin: readonly string[];
  random(): number;
  draining(): boolean;
}

interface Admitted {
  namespace: Namespace;
  token: string | undefined;
}

export function createUpgrade(options: UpgradeOptions) {
  const { hub, log, audit, random } = options;
  const wheel = new Wheel();
  const flushes = new Flushes(systemClock.after);
  const backlogs = new Backlogs();
  const connections = new Set<Connection>();
  const whenEmpty: (() => void)[] = [];
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    ...pieces,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  });

  async function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => {});
    let admitted: Admitted;
    let granted: Grant | undefined;
    try {
      admitted = admit(request, options, connections.size);
      const { token, namespace } = admitted;
      if (token !== undefined) {
        granted = await hub.options.authenticate(token, namespace);
        // A look at the token takes its time: much may be otherwise by now.
        if (socket.destroyed) return;
        mayOpen(options, connections.size);
      }
    } catch (error) {
      const path = safeText(request.url?.split("?")[0] ?? "");
      log.warn({ path, reason: safeText(messageOf(error)) }, "upgrade refused");
      refuse(socket, error);
      return;
    }
    server.handleUpgrade(request, socket, head, (ws) => {
      const { namespace } = admitted;
      const flush = flushes.of(hub.options.settings(namespace).cadenceMs);
      const connection = new Connection(ws, socket, wheel, flush, backlogs, hub.counters.sizes);
      const session = new Session(hub, connection, namespace, granted);
      connections.add(connection);
      const address = request.socket.remoteAddress ?? "";
      audit.comesFrom(session, address);
      log.debug({ peer: session.peer, namespace: session.namespace }, "connected");
      connection.open(session, times.helloOpen, random, (closed) => {
        connections.delete(connection);
        if (connections.size === 0) for (const tell of whenEmpty.splice(0)) tell();
        log.debug({ peer: session.peer }, "disconnected");
        const reason = closed && suspicionOf(closed);
        if (reason) audit.suspect(reason, { namespace, ...whoIs(session), address });
      });
    });
  }

  return {
    onUpgrade,
    connections: connections as ReadonlySet<Connection>,
    emptied: () =>
      new Promise<void>((resolve) => {
        if (connections.size === 0) resolve();
        else whenEmpty.push(resolve);
      }),
    stop() {
      wheel.stop();
      backlogs.stop();
    },
  };
}

function admit(request: IncomingMessage, options: UpgradeOptions, open: number): Admitted {
  const { host, origin, authorization } = request.headers;
  const target = request.url ?? "/";
  if (!URL.canParse(target, "http://local")) throw new RtError("bad_request", "The address is no URL.");
  const url = new URL(target, "http://local");
  const path = /^\/ws(?:\/([^/]+))?\/?$/.exec(url.pathname);
  const namespace = path?.[1] ?? DEFAULT_NAMESPACE;
  if (!path || !isNamespace(namespace))
    throw new RtError("not_found", "WebSockets are at /ws or /ws/<namespace>.");
  if (url.searchParams.has("token")) {
    throw new RtError(
      "bad_request",
      "A token in a URL ends up in logs: send it in `hello`, as `Authorization: Bearer`, or as the subprotocol `bearer.<token>`.",
    );
  }
  if (!mayAskForHost(host, options.host))
    throw new RtError("forbidden", "This server answers to local names only.");
  if (!mayComeFrom(origin, host, options.allowOrigin)) {
    throw new RtError(
      "forbidden",
      `Pages from ${origin} are not allowed: start with --allow-origin ${origin}.`,
    );
  }
  if (!options.hub.options.serves(namespace)) throw noSuchNamespace(namespace);
  mayOpen(options, open);
  const token = bearerOf(authorization) ?? BEARER.exec(request.headers["sec-websocket-protocol"] ?? "")?.[1];
  return { namespace, token };
}

function mayOpen(options: UpgradeOptions, open: number): void {
  if (options.draining()) throw new RtError("unavailable", "The server is stopping.");
  if (open >= limits.connections) throw new RtError("unavailable", "Too many connections.");
}

const whoIs = ({ peer, grant }: Session) => ({ peer, subject: grant.subject });

function refuse(socket: Duplex, error: unknown): void {
  const { status, body } = problemOf(error);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_MEDIA}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
