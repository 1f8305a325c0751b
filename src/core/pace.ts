// How fast one connection may go: its own buckets, those of its address, and the strikes that end it.

import { Bucket, type Rate } from "../protocol/bucket.ts";
import { RtError } from "../protocol/errors.ts";
import type { RequestType } from "../protocol/requests.ts";
import type { AddressLimit, AddressPace } from "./address-pace.ts";
import type { Millis } from "./clock.ts";

export interface PeerRates {
  messages: Rate;
  signals: Rate;
}

/** What was too much. */
export type TooMuch = `peer_${keyof PeerRates}` | `address_${AddressLimit}` | "strikes";

export interface PaceOptions {
  /** Null: there are none. */
  rates: PeerRates | null;
  address: AddressPace | null;
  /** Of a clock that never steps. */
  now(): Millis;
  onTooMuch(what: TooMuch): void;
}

/** So many refusals within the window end the connection. */
const STRIKES = 3;
const STRIKES_MS = 10_000;

/** Those that take seats or make rooms. */
const JOINS: ReadonlySet<RequestType> = new Set<RequestType>(["join", "match", "create"]);

const WORDS: Record<Exclude<TooMuch, "strikes">, string> = {
  peer_messages: "This connection sends too many messages",
  peer_signals: "This connection sends too many signals",
  address_connects: "Too many connections were opened from this address",
  address_joins: "Too many rooms were joined from this address",
  address_stored: "Too many messages to be stored came from this address",
  address_guesses: "Too many wrong passwords, codes and rooms came from this address",
  address_tokens: "Too many tokens that are not valid came from this address",
};

export class Pace {
  readonly #options: PaceOptions;
  #address: AddressPace | null;
  readonly #messages = new Bucket();
  readonly #signals = new Bucket();
  /** When the last refusals were, the oldest first. */
  #strikes: Millis[] = [];

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#address = options.address;
  }

  /** What a client should know, so that it can hold itself to it. */
  get told() {
    const { rates } = this.#options;
    if (!rates) return {};
    return {
      messagesPerSecond: rates.messages.perSecond,
      messageBurst: rates.messages.burst,
      signalsPerSecond: rates.signals.perSecond,
      signalBurst: rates.signals.burst,
    };
  }

  /** An admin is not held to what its address may do. */
  exempt(): void {
    this.#address = null;
  }

  /** One frame has come, whatever is in it; answers why it must not be handled. */
  frame(type: RequestType | null): RtError | null {
    const { rates } = this.#options;
    const now = this.#options.now();
    if (rates) {
      const wait = this.#messages.take(now, rates.messages);
      if (wait > 0) return this.#tooMuch("peer_messages", wait);
      const signalWait = type === "signal" ? this.#signals.take(now, rates.signals) : 0;
      if (signalWait > 0) return this.#tooMuch("peer_signals", signalWait);
    }
    const wait = type !== null && JOINS.has(type) ? (this.#address?.take("joins") ?? 0) : 0;
    return wait > 0 ? this.#tooMuch("address_joins", wait) : null;
  }

  /** A publication is about to go to disk. */
  stored(): void {
    const wait = this.#address?.take("stored") ?? 0;
    if (wait > 0) throw this.#tooMuch("address_stored", wait);
  }

  /** Asked before a guess is looked at: a right one would tell as much. */
  mayTry(what: "guesses" | "tokens"): void {
    const wait = this.#address?.wait(what) ?? 0;
    if (wait > 0) throw this.#tooMuch(`address_${what}`, wait);
  }

  wrong(what: "guesses" | "tokens"): void {
    this.#address?.take(what);
  }

  /** Something was refused for being too much. True if it was once too often. */
  strike(): boolean {
    if (!this.#options.rates) return false;
    const now = this.#options.now();
    this.#strikes = [...this.#strikes, now].slice(-STRIKES);
    const enough = this.#strikes.length === STRIKES && now - this.#strikes[0]! < STRIKES_MS;
    if (enough) this.#options.onTooMuch("strikes");
    return enough;
  }

  #tooMuch(what: Exclude<TooMuch, "strikes">, wait: Millis): RtError {
    this.#options.onTooMuch(what);
    return tooMuch(what, wait);
  }
}

export const tooMuch = (what: Exclude<TooMuch, "strikes">, retryAfterMs: Millis): RtError =>
  new RtError("rate_limited", `${WORDS[what]}: wait a while.`, { retryAfterMs });

/** For sessions that nobody limits. */
export const unlimited = (): Pace =>
  new Pace({ rates: null, address: null, now: () => 0, onTooMuch: () => {} });
