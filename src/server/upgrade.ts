// WebSockets at the doors: whoever is let in gets a connection and its session, the others an answer that says why not.
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, WebSocketServer } from "ws";
import type { Hub } from "../core/hub.ts";
import { Session } from "../core/session.ts";
import { limits, times } from "../protocol/limits.ts";
import { type Audit, suspicionOf } from "./audit.ts";
import { Backlogs } from "./backlogs.ts";
import { Connection } from "./connection.ts";
import { type Admission, type Admitted, admit, type Door } from "./door.ts";
import { sayAndClose } from "./farewell.ts";
import { Flushes } from "./flush.ts";
import type { Log } from "./log.ts";
import { PROBLEM_MEDIA, problemOf, retryAfterOf } from "./problem.ts";
import { reasonOf } from "./refused.ts";
import { systemClock } from "./system.ts";
import { Wheel } from "./wheel.ts";

const SUBPROTOCOL = "rtrooms.v1";

/** Each piece costs memory of its own, however small it is: a message in many is more than its bytes. */
const pieces: ServerOptions & { maxBufferedChunks: number; maxPendingAutoPongs: number } = {
  maxFragments: limits.fragments,
  maxBufferedChunks: limits.chunks,
  maxPendingAutoPongs: limits.pongs,
};

export interface UpgradeOptions extends Admission {
  log: Log;
  audit: Audit;
  random(): number;
}

export function createUpgrade(options: UpgradeOptions) {
  const { hub, gate, log, audit, random } = options;
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

  const onUpgrade = (door: Door) => async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => {});
    let admitted: Admitted;
    try {
      admitted = await admit(request, door, options, () => connections.size);
    } catch (error) {
      const { key: address } = gate.callerOf(request);
      audit.suspect(reasonOf(error), { address, path: request.url?.split("?")[0], why: messageOf(error) });
      refuse(socket, error);
      return;
    }
    if (socket.destroyed) return;
    server.handleUpgrade(request, socket, head, (ws) => {
      const { namespace, granted, caller } = admitted;
      const { cadenceMs, limits: own } = hub.options.settings(namespace);
      const connection = new Connection(ws, socket, wheel, flushes.of(cadenceMs), backlogs, hub.counters);
      const pace = gate.paceOf(caller, own);
      const session = new Session(hub, connection, namespace, granted, pace, door.admin);
      connections.add(connection);
      if (caller.pace) caller.pace.connections++;
      audit.comesFrom(session, caller.key);
      log.debug({ peer: session.peer, namespace: session.namespace }, "connected");
      connection.open(session, helloMs(hub, session), random, (closed) => {
        connections.delete(connection);
        if (connections.size === 0) for (const tell of whenEmpty.splice(0)) tell();
        if (caller.pace) caller.pace.connections--;
        log.debug({ peer: session.peer }, "disconnected");
        const reason = closed && suspicionOf(closed);
        if (reason) audit.suspect(reason, { namespace, ...whoIs(session), address: caller.key });
      });
    });
  };

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

/** A person may be typing the first frame; where a token is needed it is a program's. */
const helloMs = ({ options }: Hub, { namespace }: Session): number =>
  options.settings(namespace).auth.anonymous.length > 0 ? times.helloOpen : times.hello;

const whoIs = ({ peer, grant }: Session) => ({ peer, subject: grant.subject });

function refuse(socket: Duplex, error: unknown): void {
  const { status, body } = problemOf(error);
  const headers = {
    "content-type": PROBLEM_MEDIA,
    "content-length": Buffer.byteLength(body),
    connection: "close",
    ...retryAfterOf(error),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  sayAndClose(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
