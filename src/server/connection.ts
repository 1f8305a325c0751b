// One WebSocket: frames to its session, frames to its socket, and the heartbeat that finds out when it is gone.
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Session } from "../core/session.ts";
import type { Counters } from "../core/stats.ts";
import type { Transport } from "../core/transport.ts";
import { type CloseName, closes, mayReconnect } from "../protocol/closes.ts";
import type { Frame } from "../protocol/codec.ts";
import { limits, times } from "../protocol/limits.ts";
import type { Backlogs, Reader } from "./backlogs.ts";
import type { Flush, Flushable } from "./flush.ts";
import type { Waiting, Wheel } from "./wheel.ts";

/** How long a peer may take to answer a close before its socket is cut. */
const CLOSE_MS = 5_000;
/** A peer that closes with this won't come back; a page that is reloaded says 1001, a lost connection nothing. */
const GOODBYE = 1000;

const TOO_LARGE = ["WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH", "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"];

type State = "greeting" | "idle" | "awaiting pong" | "closing" | "gone";

export class Connection implements Transport, Waiting, Flushable, Reader {
  slot: Set<Waiting> | null = null;
  corked: Flushable["corked"] = null;
  #state: State = "greeting";
  /** What we said, if it was us who closed. */
  #said: CloseName | null = null;
  /** The code with which the layer below closed on what it could not take. */
  #refusedWith: number | null = null;
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  readonly #wheel: Wheel;
  readonly #flush: Flush;
  readonly #backlogs: Backlogs;
  readonly #counters: Counters;

  /** `socket` is the one that `ws` was made on: whole frames are written to it between its own. */
  constructor(
    ws: WebSocket,
    socket: Duplex,
    wheel: Wheel,
    flush: Flush,
    backlogs: Backlogs,
    counters: Counters,
  ) {
    this.#ws = ws;
    // Node's own HTTP server upgrades nothing else.
    this.#socket = socket as Socket;
    this.#wheel = wheel;
    this.#flush = flush;
    this.#backlogs = backlogs;
    this.#counters = counters;
  }

  /** `random` in [0, 1): pings are spread over time, and only ever come early. `onGone` gets the code with which we closed, if we did. */
  open(
    session: Session,
    helloMs: number,
    random: () => number,
    onGone: (closed: number | null) => void,
  ): void {
    this.#wheel.wait(this, helloMs);
    this.#ws.on("message", (data: Buffer, isBinary) => {
      if (isBinary) return this.close("binary");
      this.#counters.sizes.observe(data.length);
      session.receive(data.toString("utf8"));
      if (this.#state === "greeting" && session.greeted) this.#rest(times.ping * (0.9 + 0.1 * random()));
    });
    this.#ws.on("ping", () => session.pinged());
    this.#ws.on("pong", () => {
      if (this.#state === "awaiting pong") this.#rest(times.ping);
    });
    // What ws refuses it closes by itself, with the right code.
    this.#ws.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      if (code.startsWith("WS_ERR_")) this.#refusedWith = TOO_LARGE.includes(code) ? 1009 : 1002;
    });
    this.#ws.on("close", (code) => {
      this.#state = "gone";
      this.#wheel.cancel(this);
      this.#backlogs.delete(this);
      const last = this.#said ? closes[this.#said].code : code;
      session.end(last === GOODBYE || !mayReconnect(last));
      onGone(this.#said ? closes[this.#said].code : this.#refusedWith);
    });
  }

  send(frame: Frame, mayWait = false): void {
    if (this.#state === "closing" || this.#state === "gone") return;
    frame.wire ??= encodeWire(frame.text);
    if (!this.corked) this.#socket.cork();
    this.#flush.add(this, mayWait);
    this.#socket.write(frame.wire);
    this.#counters.bytesOut += frame.wire.length;
    if (this.#socket.writableLength > limits.sendQueueBytes) this.close("slow_consumer");
  }

  flush(): void {
    this.#socket.uncork();
    if (this.#socket.writableLength > 0 && this.#state !== "gone") this.#backlogs.add(this);
  }

  get waiting(): number {
    return this.#socket.writableLength;
  }

  get taken(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  shed(): void {
    this.close("slow_consumer");
    // The close is behind all that the peer doesn't read.
    this.#ws.terminate();
  }

  close(name: CloseName): void {
    if (this.#state === "closing" || this.#state === "gone") return;
    this.#state = "closing";
    this.#said = name;
    const { code, reason } = closes[name];
    this.#ws.close(code, reason);
    if (this.corked) this.#flush.add(this, false);
    this.#wheel.wait(this, CLOSE_MS);
  }

  /** Without a goodbye. */
  cut(): void {
    this.#ws.terminate();
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  due(): void {
    switch (this.#state) {
      case "greeting":
        this.close("hello_timeout");
        break;
      case "idle":
        this.#ping();
        break;
      case "awaiting pong":
        this.close("no_pong");
        // Nobody is there to answer the close.
        this.#ws.terminate();
        break;
      case "closing":
        this.#ws.terminate();
        break;
      case "gone":
        break;
      default:
        this.#state satisfies never;
    }
  }

  #rest(ms: number): void {
    this.#state = "idle";
    this.#wheel.wait(this, ms);
  }

  #ping(): void {
    this.#state = "awaiting pong";
    this.#ws.ping();
    this.#wheel.wait(this, times.pong);
  }
}

/** One unmasked text frame (RFC 6455, 5.2), header and payload in one piece. */
function encodeWire(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const wire = Buffer.allocUnsafe(head + length);
  wire[0] = 0x81;
  if (head === 2) wire[1] = length;
  else if (head === 4) {
    wire[1] = 126;
    wire.writeUInt16BE(length, 2);
  } else {
    wire[1] = 127;
    wire.writeBigUInt64BE(BigInt(length), 2);
  }
  wire.write(text, head);
  return wire;
}
