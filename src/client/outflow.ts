// What a client sends, no faster than its server takes: what is too much waits here instead of being refused there.
import { Bucket, type Rate } from "../protocol/bucket.ts";
import type { RequestType, Welcome } from "../protocol/requests.ts";
import type { World } from "./world.ts";

/** The network bunches up what was sent evenly. */
const PART = 0.9;

interface Waiting {
  type: RequestType;
  send(): void;
}

export class Outflow {
  readonly #world: World;
  readonly #messages = new Bucket();
  readonly #signals = new Bucket();
  #rates: { messages: Rate; signals: Rate } | null = null;
  #waiting: Waiting[] = [];
  #cancel: (() => void) | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  /** As the welcome says; a server that says nothing takes everything. */
  limit({ messagesPerSecond, messageBurst, signalsPerSecond, signalBurst }: Welcome["limits"]): void {
    const [messages, signals] = [
      rateOf(messagesPerSecond, messageBurst),
      rateOf(signalsPerSecond, signalBurst),
    ];
    this.#rates = messages && signals ? { messages, signals } : null;
  }

  /** At once, or when it is its turn: in the order of the calls. */
  add(type: RequestType, send: () => void): void {
    this.#waiting.push({ type, send });
    if (!this.#cancel) this.#flow();
  }

  /** What still waits is never sent. */
  stop(): void {
    this.#cancel?.();
    this.#waiting = [];
  }

  #flow(): void {
    this.#cancel = null;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const wait = this.#wait(next.type);
      if (wait > 0) {
        this.#cancel = this.#world.after(wait, () => this.#flow());
        return;
      }
      this.#waiting.shift();
      next.send();
    }
  }

  #wait(type: RequestType): number {
    if (!this.#rates) return 0;
    const { messages, signals } = this.#rates;
    const now = this.#world.now();
    const wait = type === "signal" ? this.#signals.wait(now, signals) : 0;
    if (wait > 0) return wait;
    const taken = this.#messages.take(now, messages);
    if (taken === 0 && type === "signal") this.#signals.take(now, signals);
    return taken;
  }
}

const rateOf = (perSecond: number | undefined, burst: number | undefined): Rate | null =>
  perSecond === undefined || burst === undefined
    ? null
    : { perSecond: perSecond * PART, burst: Math.max(1, Math.floor(burst * PART)) };
