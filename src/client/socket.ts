// One connection: requests with their replies, events, and a watchdog for the silence that browsers don't notice.
import { RtError } from "../protocol/errors.ts";
import type { ServerEvent } from "../protocol/events.ts";
import { limits, times } from "../protocol/limits.ts";
import type { Params, Reply, RequestId, RequestType, Welcome } from "../protocol/requests.ts";
import { ConnectError } from "./errors.ts";
import { readFrame } from "./frames.ts";
import { Outflow } from "./outflow.ts";
import { isReadableReply } from "./readable.ts";
import type { World } from "./world.ts";

/** What a browser's WebSocket and the one of `ws` have in common, as far as it is used here. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

export interface Close {
  code: number;
  reason: string;
}

export interface SocketOptions {
  url: string;
  WebSocket: WebSocketConstructor;
  timeoutMs: number;
  world: World;
  onEvent(event: ServerEvent, known: boolean): void;
  /** A refusal of something that carried no id the server could read. */
  onError(error: RtError): void;
  /** Once, at the end of a connection that was open. */
  onClose(close: Close): void;
}

interface Pending {
  resolve(data: unknown): void;
  reject(error: RtError): void;
  cancel(): void;
}

/** What a socket says when it ends without a goodbye. */
export const LOST = 1006;
const PROTOCOL_ERROR = 1002;
const SUBPROTOCOL = "rtrooms.v1";

const seconds = (ms: number) => `${ms / 1000} s`;

export class Socket {
  readonly #options: SocketOptions;
  readonly #ws: WebSocketLike;
  readonly #pending = new Map<RequestId, Pending>();
  #nextId = 1;
  #heardAt: number;
  #stopWatching: () => void;
  /** Set once it is over. */
  ended: Close | null = null;
  /** The largest frame that the server reads. */
  #frameBytes: number = limits.frameBytes;
  readonly #outflow: Outflow;

  /** Resolves once open. The caller says hello. */
  static open(options: SocketOptions): Promise<Socket> {
    return new Promise((resolve, reject) => {
      let socket: Socket | undefined;
      let problem = "";
      const ws = new options.WebSocket(options.url, [SUBPROTOCOL]);
      const fail = ({ code, reason }: Close) => {
        cancel();
        reject(notReached(options.url, problem, code, reason));
      };
      const cancel = options.world.after(options.timeoutMs, () => {
        problem = `no answer within ${seconds(options.timeoutMs)}`;
        ws.close();
        fail({ code: LOST, reason: "" });
      });
      ws.onopen = () => {
        cancel();
        socket = new Socket(ws, options);
        resolve(socket);
      };
      ws.onmessage = (event: { data: unknown }) => {
        if (socket) socket.#receive(event.data);
      };
      // Only `ws` says what went wrong; a browser keeps it to itself.
      ws.onerror = (event: { message?: string }) => {
        problem ||= event.message ?? "";
      };
      ws.onclose = (event: Close) => {
        if (socket) socket.#end({ code: event.code, reason: event.reason });
        else fail(event);
      };
    });
  }

  private constructor(ws: WebSocketLike, options: SocketOptions) {
    this.#ws = ws;
    this.#options = options;
    this.#outflow = new Outflow(options.world);
    this.#heardAt = options.world.now();
    this.#stopWatching = options.world.after(times.ping, () => this.#watch());
  }

  /** From the welcome. */
  learn(told: Welcome["limits"]): void {
    this.#frameBytes = told.frameBytes;
    this.#outflow.limit(told);
  }

  /** Rejects with the server's RtError; with `unavailable` if the answer doesn't come in time or the connection ends. */
  request<K extends RequestType>(type: K, params: Params<K>): Promise<Reply<K>> {
    return new Promise((resolve, reject) => {
      if (this.ended) throw lost();
      const id = this.#nextId++;
      const text = JSON.stringify({ ...params, type, id });
      if (text.length * 3 > this.#frameBytes && byteLength(text) > this.#frameBytes) {
        throw new RtError("payload_too_large", `A message may have ${this.#frameBytes} bytes at most.`);
      }
      const onReply = (data: unknown): void => {
        if (isReadableReply(type, data)) resolve(data as Reply<K>);
        else reject(new RtError("internal", `The server's answer to "${type}" can't be read.`));
      };
      const settle = { resolve: onReply, reject };
      this.#pending.set(id, { ...settle, cancel: () => {} });
      this.#outflow.add(type, () => {
        this.#pending.set(id, { ...settle, cancel: this.#giveUpOn(id, type, reject) });
        this.#ws.send(text);
      });
    });
  }

  /** If there is no answer in time, counted from when the request went out. */
  #giveUpOn(id: RequestId, type: RequestType, reject: Pending["reject"]): () => void {
    return this.#options.world.after(this.#options.timeoutMs, () => {
      this.#pending.delete(id);
      const within = seconds(this.#options.timeoutMs);
      reject(new RtError("unavailable", `No answer to "${type}" within ${within}. Try again.`));
    });
  }

  /** Over at once for its owner, whatever the other side still does. */
  close(close: Close): void {
    this.#ws.close(close.code, close.reason);
    this.#end(close);
  }

  #receive(data: unknown): void {
    if (this.ended) return;
    this.#heardAt = this.#options.world.now();
    const frame = readFrame(data);
    try {
      switch (frame.kind) {
        case "ok":
          this.#settle(frame.id)?.resolve(frame.data);
          break;
        case "error": {
          const pending = this.#settle(frame.id);
          if (pending) pending.reject(frame.error);
          else this.#options.onError(frame.error);
          break;
        }
        case "event":
          this.#options.onEvent(frame.event, frame.known);
          break;
        default:
          this.#giveUp(PROTOCOL_ERROR, "the server sent what is not a message");
      }
    } catch {
      // Listeners' mistakes don't come here; an event without its fields does.
      this.#giveUp(PROTOCOL_ERROR, "the server sent an event that can't be read");
    }
  }

  #settle(id: RequestId | undefined): Pending | undefined {
    if (id === undefined) return undefined;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.cancel();
    return pending;
  }

  /** The server's pings are invisible to a page, so after a silence the client asks for itself. */
  #watch(): void {
    const { world } = this.#options;
    const silent = world.now() - this.#heardAt;
    if (silent < times.ping) {
      this.#stopWatching = world.after(times.ping - silent, () => this.#watch());
      return;
    }
    const askedAt = world.now();
    this.request("ping", {}).catch(() => {});
    this.#stopWatching = world.after(times.pong, () => {
      if (this.#heardAt < askedAt)
        this.#giveUp(LOST, `nothing heard for ${seconds(times.ping + times.pong)}`);
      else this.#watch();
    });
  }

  #giveUp(code: number, reason: string): void {
    // 1002 and 1006 can't be sent by a page; the socket gets a plain close and its owner the reason.
    this.#ws.close();
    this.#end({ code, reason });
  }

  #end(close: Close): void {
    if (this.ended) return;
    this.ended = close;
    this.#stopWatching();
    this.#outflow.stop();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { cancel, reject } of pending) {
      cancel();
      reject(lost());
    }
    this.#options.onClose(close);
  }
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

export const lost = (): RtError => new RtError("unavailable", "The connection is lost.");

function notReached(url: string, problem: string, code: number, reason: string): ConnectError {
  const why = [problem, reason].filter(Boolean).join(", ");
  return new ConnectError(
    `No rtrooms server answers at ${url}${why && ` (${why})`}. Start one with \`rtrooms serve\`, or check the address.`,
    { url, code, reason },
  );
}
