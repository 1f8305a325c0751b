// How often a session may guess wrong: passwords and invite codes are short.
import { RtError } from "../protocol/errors.ts";
import { limits, times } from "../protocol/limits.ts";
import type { Millis } from "./clock.ts";
import type { Pace } from "./pace.ts";

export class Guesses {
  /** When the last wrong ones were, the oldest first. */
  #wrong: Millis[] = [];
  readonly #pace: Pace;

  /** With the pace of its connection, since a next one of the same address doesn't get ten more. */
  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Throws where there were too many. Asked before a guess is looked at: a right one would tell as much. */
  check(now: Millis): void {
    this.#pace.mayTry("guesses");
    const [oldest] = this.#wrong;
    if (oldest === undefined || this.#wrong.length < limits.guesses) return;
    const retryAfterMs = oldest + times.guesses - now;
    if (retryAfterMs > 0) {
      throw new RtError("rate_limited", "Too many wrong passwords or codes: wait a while.", { retryAfterMs });
    }
  }

  wrong(now: Millis): void {
    this.#pace.wrong("guesses");
    this.#wrong = [...this.#wrong, now].slice(-limits.guesses);
  }
}
