// A raw WebSocket to a server under test, read as a conversation; for what a proper client would never send.
import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";
import type { Wire } from "./peer.ts";

export interface RawSocket {
  ws: WebSocket;
  send(message: unknown): void;
  /** The next message, of this type if one is named. */
  next(type?: string): Promise<Wire>;
  /** What has come and nobody has asked for. */
  unread(): readonly Wire[];
  /** Sends a request and answers its reply. */
  ask(request: Record<string, unknown>): Promise<Wire>;
  /** The code and reason with which the server closes. */
  closed: Promise<{ code: number; reason: string }>;
}

export async function openSocket(
  url: string,
  protocols: string[] = ["rtrooms.v1"],
  options: ClientOptions = {},
): Promise<RawSocket> {
  const ws = new WebSocket(url, protocols, options);
  const queue: Wire[] = [];
  const waiting: (() => void)[] = [];
  let ids = 0;
  ws.on("message", (data) => {
    queue.push(JSON.parse(data.toString()));
    for (const wake of waiting.splice(0)) wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on("close", (code, reason) => {
      resolve({ code, reason: reason.toString() });
      for (const wake of waiting.splice(0)) wake();
    });
  });
  await once(ws, "open");
  ws.on("error", () => {});

  async function take(fits: (message: Wire) => boolean): Promise<Wire> {
    for (;;) {
      const index = queue.findIndex(fits);
      if (index >= 0) return queue.splice(index, 1)[0];
      if (ws.readyState === WebSocket.CLOSED) throw new Error("closed before the message came");
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }
  const send = (message: unknown): void =>
    ws.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  return {
    ws,
    send,
    closed,
    unread: () => queue,
    next: (type) => take((message) => type === undefined || message.type === type),
    ask(request) {
      const id = `r${++ids}`;
      send({ ...request, id });
      return take((message) => message.id === id);
    },
  };
}

/** The HTTP status and problem with which an upgrade is refused. */
export async function refusedUpgrade(
  url: string,
  protocols: string[] = [],
  options: ClientOptions = {},
): Promise<{ status: number; problem: Wire; retryAfter: string | undefined }> {
  const ws = new WebSocket(url, protocols, options);
  ws.on("error", () => {});
  const [, response] = await once(ws, "unexpected-response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode,
    problem: JSON.parse(Buffer.concat(chunks).toString()),
    retryAfter: response.headers["retry-after"],
  };
}
