// A TURN server as Debian has it, and just enough of STUN (RFC 8489, 8656) to ask one for a relay.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TURNSERVER = "/usr/bin/turnserver";
export const hasTurnserver = existsSync(TURNSERVER);

export interface TurnServer {
  port: number;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  return port;
}

/** On loopback, with a folder of its own; `config` in lines of its file. */
export async function startTurnserver(config: string): Promise<TurnServer> {
  const folder = mkdtempSync(join(tmpdir(), "rtrooms-turn-"));
  const port = await freePort();
  const own = [
    "listening-ip=127.0.0.1",
    "relay-ip=127.0.0.1",
    `listening-port=${port}`,
    "no-tls",
    "no-dtls",
    "no-cli",
    `userdb=${join(folder, "turndb")}`,
    `pidfile=${join(folder, "pid")}`,
    "log-file=stdout",
  ];
  writeFileSync(join(folder, "turnserver.conf"), `${own.join("\n")}\n${config}\n`);
  const child = spawn(TURNSERVER, ["-c", join(folder, "turnserver.conf")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const client = new TurnClient(port);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      client.said += text;
    });
  }
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await client.answers(child);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    client.close();
  }
  return { port, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

const COOKIE = 0x2112a442;
const [ALLOCATE, PERMIT] = [0x0003, 0x0008];
const [USERNAME, INTEGRITY, ERROR, PEER, REALM, FAMILY, NONCE, TRANSPORT] = [
  0x0006, 0x0008, 0x0009, 0x0012, 0x0014, 0x0017, 0x0015, 0x0019,
];
const UDP = Buffer.from([17, 0, 0, 0]);
const IPV6 = Buffer.from([2, 0, 0, 0]);

type Attributes = [type: number, value: Buffer][];

interface Answer {
  ok: boolean;
  /** 0 where it is ok. */
  error: number;
  attributes: Map<number, Buffer>;
}

/** One socket, so that what was allocated can be used. */
export class TurnClient {
  /** What a server that is being started has printed. */
  said = "";
  readonly #socket: Socket;
  readonly #port: number;
  #username = "";
  #key: Buffer = Buffer.alloc(0);
  #realm: Buffer = Buffer.alloc(0);
  #nonce: Buffer = Buffer.alloc(0);

  constructor(port: number) {
    this.#port = port;
    this.#socket = createSocket("udp4");
  }

  close(): void {
    this.#socket.close();
  }

  /** Resolves once the server answers anything at all. */
  async answers(child: ChildProcess): Promise<void> {
    for (let tries = 0; tries < 250 && child.exitCode === null; tries++) {
      if (await this.#ask(0x0001, [], 100).catch(() => null)) return;
    }
    throw new Error(`turnserver doesn't answer (${child.exitCode ?? "running"}): ${this.said}`);
  }

  /** The error code of an allocation, 0 if there is one now. */
  async allocate(username: string, password: string, ipv6 = false): Promise<number> {
    const asked: Attributes = [[TRANSPORT, UDP], ...(ipv6 ? ([[FAMILY, IPV6]] as Attributes) : [])];
    const first = await this.#ask(ALLOCATE, asked);
    this.#realm = first.attributes.get(REALM)!;
    this.#nonce = first.attributes.get(NONCE)!;
    this.#username = username;
    this.#key = createHash("md5").update(`${username}:${this.#realm}:${password}`).digest();
    return (await this.#signed(ALLOCATE, asked)).error;
  }

  /** The error code of a permission to relay to this address, 0 if it may. */
  async permit(address: Buffer): Promise<number> {
    return (await this.#signed(PERMIT, [[PEER, address]])).error;
  }

  #signed(type: number, attributes: Attributes): Promise<Answer> {
    return this.#ask(type, [
      ...attributes,
      [USERNAME, Buffer.from(this.#username)],
      [REALM, this.#realm],
      [NONCE, this.#nonce],
      [INTEGRITY, Buffer.alloc(20)],
    ]);
  }

  async #ask(type: number, attributes: Attributes, withinMs = 5_000): Promise<Answer> {
    const message = this.#encode(type, attributes);
    const answer = once(this.#socket, "message", { signal: AbortSignal.timeout(withinMs) });
    this.#socket.send(message, this.#port, "127.0.0.1");
    const [reply] = (await answer) as [Buffer];
    return decode(reply);
  }

  #encode(type: number, attributes: Attributes): Buffer {
    const body = Buffer.concat(attributes.map(([name, value]) => attribute(name, value)));
    const head = Buffer.alloc(20);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(body.length, 2);
    head.writeUInt32BE(COOKIE, 4);
    randomBytes(12).copy(head, 8);
    const message = Buffer.concat([head, body]);
    if (attributes.at(-1)?.[0] === INTEGRITY) {
      const signed = message.subarray(0, message.length - 24);
      createHmac("sha1", this.#key)
        .update(signed)
        .digest()
        .copy(message, message.length - 20);
    }
    return message;
  }
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

function decode(message: Buffer): Answer {
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  const error = attributes.get(ERROR);
  return { ok: !error, error: error ? error[2]! * 100 + error[3]! : 0, attributes };
}

/** XOR-PEER-ADDRESS of an IPv4 address; the port does not matter to a permission. */
export function ipv4Peer(address: string): Buffer {
  const peer = Buffer.alloc(8);
  peer[1] = 1;
  peer.writeUInt32BE((Buffer.from(address.split(".").map(Number)).readUInt32BE(0) ^ COOKIE) >>> 0, 4);
  return peer;
}
