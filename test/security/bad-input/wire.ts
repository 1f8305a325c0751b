// One TCP connection to a server under test, written to in bytes, so that what no client would send can be sent.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Wire as Json } from "../../support/peer.ts";

/** What is not answered within this time is not answered. */
const HANGS_MS = 2_000;

export const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

export interface HttpAnswer {
  status: number;
  headers: string;
  body: string;
}

/** A frame of the server, or how the connection ended. */
export type Incoming = { opcode: number; payload: Buffer } | "cut" | "nothing";

export class Wire {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};

  static async open(port: number): Promise<Wire> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    return new Wire(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on("error", end);
    socket.on("close", end);
    socket.on("end", end);
  }

  get ended(): boolean {
    return this.#ended;
  }

  write(bytes: Buffer | string): void {
    if (!this.#ended) this.#socket.write(bytes);
  }

  /** What was written still goes out. */
  end(): void {
    this.#socket.end();
    this.#socket.unref();
  }

  close(): void {
    this.#socket.destroy();
  }

  /** The head of an answer, and of its body what its length says, or all until the end. */
  async http(): Promise<HttpAnswer | "cut" | "nothing"> {
    const head = await this.#until(() => this.#received.indexOf("\r\n\r\n") + 4 || null, 4);
    if (typeof head === "string") return head;
    const headers = this.#received.subarray(0, head).toString("latin1");
    const length = Number(/content-length: *(\d+)/i.exec(headers)?.[1] ?? 0);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1]);
    if (status !== 101) await this.#until(() => (this.#received.length >= head + length ? head : null), head);
    const body = this.#received.subarray(head, head + length).toString("utf8");
    this.#received = this.#received.subarray(head + length);
    return { status, headers, body };
  }

  async frame(): Promise<Incoming> {
    const size = await this.#until(() => frameSize(this.#received), 0);
    if (typeof size === "string") return size;
    const bytes = this.#received.subarray(0, size);
    this.#received = this.#received.subarray(size);
    return { opcode: bytes[0]! & 15, payload: bytes.subarray(headSize(bytes)) };
  }

  /** Waits for what is received to be enough. */
  async #until(enough: () => number | null, least: number): Promise<number | "cut" | "nothing"> {
    const deadline = Date.now() + HANGS_MS;
    for (;;) {
      const found = enough();
      if (found !== null && this.#received.length >= least) return found;
      if (this.#ended) return "cut";
      const left = deadline - Date.now();
      if (left <= 0) return "nothing";
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

const headSize = (bytes: Buffer): number => {
  const length = bytes[1]! & 127;
  return length === 126 ? 4 : length === 127 ? 10 : 2;
};

function frameSize(bytes: Buffer): number | null {
  if (bytes.length < 2) return null;
  const head = headSize(bytes);
  if (bytes.length < head) return null;
  const length =
    head === 2 ? bytes[1]! & 127 : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return bytes.length >= head + length ? head + length : null;
}

export interface FrameParts {
  opcode: number;
  payload?: Buffer | string;
  fin?: boolean;
  /** The three reserved bits as a number. */
  rsv?: number;
  masked?: boolean;
  /** What the header says, whatever the payload has. */
  declared?: bigint;
  /** Bits in which the length is written; by default as few as do. */
  form?: 7 | 16 | 64;
}

/** The mask is all zeros: the payload stands as it is. */
export function frame({ opcode, fin = true, rsv = 0, masked = true, form, ...parts }: FrameParts): Buffer {
  const payload = Buffer.from(parts.payload ?? "");
  const length = parts.declared ?? BigInt(payload.length);
  const bits = form ?? (length < 126n ? 7 : length < 65_536n ? 16 : 64);
  const head = Buffer.alloc(bits === 7 ? 2 : bits === 16 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (bits === 7 ? Number(length) : bits === 16 ? 126 : 127);
  if (bits === 16) head.writeUInt16BE(Number(length), 2);
  if (bits === 64) head.writeBigUInt64BE(length, 2);
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
}

export const text = (payload: string): Buffer => frame({ opcode: 1, payload });

export interface RequestParts {
  method?: string;
  path?: string;
  version?: string;
  /** `null` leaves out one that is there by default. */
  headers?: Record<string, string | null>;
  /** Lines as they stand, behind the others. */
  lines?: readonly string[];
  body?: Buffer | string;
}

export function request({
  method = "GET",
  path = "/",
  version = "HTTP/1.1",
  ...parts
}: RequestParts): Buffer {
  const body = Buffer.from(parts.body ?? "");
  const headers = {
    host: "localhost",
    ...(parts.body !== undefined && { "content-length": String(body.length) }),
    ...parts.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : `${name}: ${value}`,
  );
  const head = [`${method} ${path} ${version}`, ...lines, ...(parts.lines ?? []), "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
}

export const upgrade = ({ headers, ...parts }: RequestParts = {}): Buffer =>
  request({
    path: "/ws",
    ...parts,
    headers: {
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": KEY,
      ...headers,
    },
  });

export async function openWebSocket(port: number): Promise<Wire> {
  const wire = await Wire.open(port);
  wire.write(upgrade());
  const answer = await wire.http();
  if (typeof answer === "string" || answer.status !== 101) {
    throw new Error(`no WebSocket: ${JSON.stringify(answer)}`);
  }
  return wire;
}

export const jsonOf = (payload: Buffer): Json => JSON.parse(payload.toString("utf8"));
