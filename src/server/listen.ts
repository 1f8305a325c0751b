// One listener: HTTP or HTTPS with the times and sizes that a stranger is held to before anything of his is read.
import {
  createServer as createHttp,
  type Server as HttpServer,
  type RequestListener,
  type ServerOptions,
} from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Suspect } from "./audit.ts";
import type { AuditReason } from "./audit-reasons.ts";
import { MOST_HEADERS } from "./door.ts";
import { sayAndClose } from "./farewell.ts";
import type { Tls } from "./tls.ts";

export interface ListenOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  tls: Tls | null;
  onRequest: RequestListener;
  onUpgrade: Parameters<HttpServer["on"]>[1];
  /** Whether a socket that has just been opened may stay. */
  mayOpen(socket: Socket): boolean;
  /** Sockets at once, of all kinds. */
  mostSockets: number;
  suspect: Suspect;
}

export interface Listener {
  server: HttpServer;
  port: number;
}

const SETTINGS: ServerOptions = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};
const REQUESTS_PER_SOCKET = 1_000;
/** Connections that the system keeps for a server that is busy; of more it drops what comes, to be tried again a second later. */
const BACKLOG = 4_096;
const HANDSHAKE_MS = 5_000;

/** Listens when it resolves; rejects with the system's error (EADDRINUSE, EACCES) if it can't. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { host, port, tls, onRequest, onUpgrade, mayOpen, mostSockets, suspect } = options;
  const server = tls
    ? createHttps({ ...SETTINGS, ...tls.options, handshakeTimeout: HANDSHAKE_MS }, onRequest)
    : createHttp(SETTINGS, onRequest);
  server.maxRequestsPerSocket = REQUESTS_PER_SOCKET;
  // One more than is allowed: Node drops the rest without a word, and the call would look like a smaller one.
  server.maxHeadersCount = MOST_HEADERS + 1;
  server.maxConnections = mostSockets;
  server.on("upgrade", onUpgrade);
  server.on("connection", (socket: Socket) => {
    if (!mayOpen(socket)) socket.destroy();
  });
  server.on("drop", () => suspect("sockets"));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => answerBadHttp(error, socket, suspect));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return { server, port: (server.address() as AddressInfo).port };
}

const BAD_HTTP: Record<string, [status: string, reason: AuditReason]> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "headers"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "slow_request"],
};

/** What Node would answer by itself, and nobody would know. */
function answerBadHttp({ code = "" }: NodeJS.ErrnoException, socket: Duplex, suspect: Suspect): void {
  // A connection that was cut is nobody's attempt.
  if (code === "ECONNRESET" || code === "EPIPE" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = BAD_HTTP[code] ?? ["400 Bad Request", "bad_http" as const];
  suspect(reason, { address: (socket as Socket).remoteAddress, code });
  sayAndClose(socket, `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
