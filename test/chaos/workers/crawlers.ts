// Sockets that keep a server waiting, each in its own way, and how long it puts up with that.
import { connect, type Socket } from "node:net";
import { answer, machineMs } from "../workers.ts";

interface Target {
  host: string;
  port: number;
}

export interface End {
  kind: Kind;
  afterMs: number;
  /** The HTTP status, or the close code behind an upgrade; 0 where there was neither. */
  code: number;
}

const UPGRADE = [
  "GET /ws HTTP/1.1",
  "Host: 127.0.0.1",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
].join("\r\n");
const EVERY_MS = 1_000;
/** A masked text frame of 100 bytes, of which only the header comes. */
const FRAME_HEAD = Buffer.from([0x81, 0x80 | 100, 1, 2, 3, 4]);

/** What each kind does with its socket; `dribble` sends a little once a second. */
const kinds = {
  idle() {},
  "slow headers"(socket: Socket) {
    dribble(socket, `${UPGRADE}\r\nX-Slow: `);
  },
  "header flood"(socket: Socket) {
    socket.write(`${UPGRADE}\r\nX-Flood: ${"x".repeat(9 * 1024)}`);
  },
  "half upgrade"(socket: Socket) {
    socket.write(UPGRADE);
  },
  silent(socket: Socket) {
    socket.write(`${UPGRADE}\r\n\r\n`);
  },
  "slow frame"(socket: Socket) {
    socket.write(`${UPGRADE}\r\n\r\n`);
    socket.once("data", () => {
      socket.write(FRAME_HEAD);
      dribble(socket, "");
    });
  },
};
export type Kind = keyof typeof kinds;

function dribble(socket: Socket, first: string): void {
  if (first) socket.write(first);
  const timer = setInterval(() => socket.write("x"), EVERY_MS);
  socket.once("close", () => clearInterval(timer));
}

const open = new Set<Socket>();
const ends: End[] = [];

function crawl(kind: Kind, target: Target): void {
  const socket = connect(target);
  const startedAt = machineMs();
  let [heard, endedAt] = [Buffer.alloc(0), 0];
  open.add(socket);
  // It is over when the server says so, whatever this end still sends.
  const over = (): void => {
    endedAt ||= machineMs();
  };
  socket.on("connect", () => kinds[kind](socket));
  socket.on("data", (data) => {
    heard = Buffer.concat([heard, data]);
    if (codeOf(heard)) over();
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    over();
    open.delete(socket);
    ends.push({ kind, afterMs: endedAt - startedAt, code: codeOf(heard) });
  });
}

/** Of an answer that ends the conversation; 0 of none, and of an upgrade that goes on. */
function codeOf(heard: Buffer): number {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(heard.toString("latin1", 0, 20))?.[1] ?? 0);
  if (status !== 101) return status;
  const frames = heard.subarray(heard.indexOf("\r\n\r\n") + 4);
  const close = frames.indexOf(0x88);
  return close >= 0 && frames.length >= close + 4 ? frames.readUInt16BE(close + 2) : 0;
}

answer({
  /** So many, of all kinds in turn, spread over a second. */
  async attack({ count, target }: { count: number; target: Target }) {
    const names = Object.keys(kinds) as Kind[];
    const perBeat = Math.ceil(count / 20);
    for (let index = 0; index < count; index++) {
      crawl(names[index % names.length]!, target);
      if (index % perBeat === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },
  open: () => open.size,
  ends: () => ends,
});
