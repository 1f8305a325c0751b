// Many WebSocket clients that publish as fast as they are answered, and note each answer in a file.
import { once } from "node:events";
import { openSync, writeSync } from "node:fs";
import { WebSocket } from "ws";

export interface Ack {
  room: string;
  offset: number;
  epoch: string;
  text: string;
}

export interface PublisherOptions {
  clients: number;
  rooms: number;
  /** Publications of one client under way. */
  inFlight: number;
  /** Different for every use, so that no text is published twice. */
  name: string;
  /** The file that answers are noted in. */
  file: string;
}

const AGAIN_MS = 50;

export class Publishers {
  readonly acks: Ack[] = [];
  refused = 0;
  /** Codes of refusals, of those that say anything but `unavailable`. */
  readonly otherwise = new Set<string>();
  readonly #options: PublisherOptions;
  readonly #file: number;
  #sockets: WebSocket[] = [];
  #stopped = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#file = openSync(options.file, "a");
  }

  async start(url: string): Promise<void> {
    const { clients } = this.#options;
    for (let from = 0; from < clients; from += 50) {
      const group = Array.from({ length: Math.min(50, clients - from) }, (_, i) =>
        this.#client(url, from + i),
      );
      this.#sockets.push(...(await Promise.all(group)));
    }
  }

  /** Until so many are acknowledged; rejects if that takes too long. */
  async until(count: number, mostMs = 60_000): Promise<void> {
    const end = performance.now() + mostMs;
    while (this.acks.length < count) {
      if (performance.now() > end) {
        throw new Error(
          `${this.acks.length} of ${count} acknowledged, ${this.refused} refused (${[...this.otherwise]}).`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async refusedSince(count: number, mostMs = 10_000): Promise<void> {
    const end = performance.now() + mostMs;
    while (this.refused === count) {
      if (performance.now() > end) throw new Error("No publication is refused.");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Settles when nothing more can come from the sockets. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const closed = this.#sockets.map((ws) => (ws.readyState === WebSocket.CLOSED ? null : once(ws, "close")));
    for (const ws of this.#sockets) ws.terminate();
    await Promise.all(closed);
  }

  /** Settles when the other side is gone and all that it had sent was read. */
  async gone(): Promise<void> {
    this.#stopped = true;
    await Promise.all(
      this.#sockets.map((ws) => (ws.readyState === WebSocket.CLOSED ? null : once(ws, "close"))),
    );
  }

  async #client(url: string, number: number): Promise<WebSocket> {
    const { rooms, inFlight, name } = this.#options;
    const room = `r${number % rooms}`;
    const ws = new WebSocket(url, ["rtrooms.v1"], { perMessageDeflate: false });
    ws.on("error", () => {});
    await once(ws, "open");
    const texts = new Map<number, string>();
    let ids = 1;
    const publish = (): void => {
      if (this.#stopped || ws.readyState !== WebSocket.OPEN) return;
      const id = ++ids;
      const text = `${name} ${number} ${id} `.padEnd(200, "x");
      texts.set(id, text);
      ws.send(JSON.stringify({ type: "publish", id, room, event: "chat", data: { text }, echo: false }));
    };
    const joined = new Promise<void>((resolve, reject) => {
      ws.on("message", (data) => {
        const message = JSON.parse(data.toString());
        if (message.id === 1) {
          if (message.type === "ok") resolve();
          else reject(new Error(`join: ${message.message}`));
        } else if (message.type === "ok" && texts.has(message.id)) {
          this.#note(room, texts.get(message.id)!, message.data.position);
          texts.delete(message.id);
          publish();
        } else if (message.type === "error" && texts.delete(message.id)) {
          this.refused++;
          if (message.code !== "unavailable") this.otherwise.add(message.code);
          setTimeout(publish, AGAIN_MS);
        }
      });
      ws.on("close", (code) => reject(new Error(`closed with ${code}`)));
    });
    ws.send(JSON.stringify({ type: "join", id: 1, room }));
    await joined;
    for (let i = 0; i < inFlight; i++) publish();
    return ws;
  }

  #note(room: string, text: string, { offset, epoch }: { offset: number; epoch: string }): void {
    const ack: Ack = { room, offset, epoch, text };
    this.acks.push(ack);
    writeSync(this.#file, `${JSON.stringify(ack)}\n`);
  }
}
