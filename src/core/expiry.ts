// The end of a session's token: its peer is told in time, and cut off when it comes.
import { encodeEvent, type Frame } from "../protocol/codec.ts";
import { times } from "../protocol/limits.ts";
import type { Clock, Millis } from "./clock.ts";

interface Expiring {
  send(frame: Frame): unknown;
  expire(): void;
}

export class Expiry {
  readonly #clock: Clock;
  readonly #session: Expiring;
  /** The end that the peer was told of last. */
  #told: Millis = 0;
  #cancel = () => {};

  constructor(clock: Clock, session: Expiring) {
    this.#clock = clock;
    this.#session = session;
  }

  /** Of the token that counts from here on; undefined: it doesn't end. */
  at(expiresAt: Millis | undefined): void {
    this.stop();
    if (expiresAt === undefined) return;
    const left = expiresAt - this.#clock.wall();
    this.#wait(expiresAt, expiresAt - Math.min(times.expiring, left / 10));
  }

  stop(): void {
    this.#cancel();
  }

  #wait(expiresAt: Millis, tellAt: Millis): void {
    const now = this.#clock.wall();
    if (now >= expiresAt) {
      this.#session.expire();
      return;
    }
    if (now >= tellAt && expiresAt > this.#told) {
      this.#told = expiresAt;
      this.#session.send(encodeEvent({ type: "token.expiring", expiresAt }));
    }
    const next = now < tellAt ? tellAt : expiresAt;
    // Looked at again now and then: a timer takes no more than 24 days, and a clock may be set.
    const ms = Math.min(Math.ceil(next - now), times.expiryLook);
    this.#cancel = this.#clock.after(ms, () => this.#wait(expiresAt, tellAt));
  }
}
