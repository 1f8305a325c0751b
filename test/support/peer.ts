// A peer without a socket: talks to a session in JSON, and reads as a conversation (`await peer.ask(…)`, `await peer.next()`).
import type { Hub } from "../../src/core/hub.ts";
import { Session } from "../../src/core/session.ts";
import type { CloseName } from "../../src/protocol/closes.ts";
import type { Frame } from "../../src/protocol/codec.ts";
import { DEFAULT_NAMESPACE, type Namespace } from "../../src/protocol/ids.ts";
import type { Params, Reply, RequestType } from "../../src/protocol/requests.ts";

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has any shape; tests say which they expect
export type Wire = any;

export class TestPeer {
  /** Everything received, in order. */
  readonly log: Wire[] = [];
  closed: CloseName | null = null;
  paused = false;
  readonly session: Session;
  #read = 0;
  #ids = 0;
  #wake: (() => void)[] = [];

  constructor(hub: Hub, namespace: Namespace = DEFAULT_NAMESPACE) {
    this.session = new Session(
      hub,
      {
        waiting: 0,
        send: (frame: Frame) => {
          this.log.push(JSON.parse(frame.text));
          for (const wake of this.#wake.splice(0)) wake();
        },
        close: (name) => {
          this.closed ??= name;
          for (const wake of this.#wake.splice(0)) wake();
        },
        pause: () => {
          this.paused = true;
        },
        resume: () => {
          this.paused = false;
        },
      },
      namespace,
    );
  }

  get id() {
    return this.session.peer;
  }

  /** Sends a request and answers its reply's data; rejects with the error reply. */
  async ask<K extends RequestType>(type: K, params: Params<K>): Promise<Reply<K>> {
    const id = this.tell(type, params);
    const reply = await this.find((message) => message.id === id);
    if (reply.type === "error") throw Object.assign(new Error(reply.message), reply);
    return reply.data;
  }

  /** Sends a request without waiting; the answer is its id. */
  tell<K extends RequestType>(type: K, params: Params<K>): number {
    const id = ++this.#ids;
    this.session.receive(JSON.stringify({ type, id, ...params }));
    return id;
  }

  /** The next event that was not read yet, of this type if one is named; others are passed over. */
  async next(type?: string): Promise<Wire> {
    for (;;) {
      while (this.#read < this.log.length) {
        const message = this.log[this.#read++];
        const reply = message.type === "ok" || message.type === "error";
        if (type ? message.type === type : !reply) return message;
      }
      await this.#more();
    }
  }

  /** The first message ever, past or to come, that fits. */
  async find(fits: (message: Wire) => boolean): Promise<Wire> {
    for (;;) {
      const found = this.log.find(fits);
      if (found) return found;
      await this.#more();
    }
  }

  of(type: string): Wire[] {
    return this.log.filter((message) => message.type === type);
  }

  /** The connection is lost; `forGood`: with a goodbye. */
  drop(forGood = false): void {
    this.session.end(forGood);
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }
}
