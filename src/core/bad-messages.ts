// Messages that are none: so many of them within a minute end the connection.
import type { Millis } from "./clock.ts";

const MOST = 10;
const WINDOW_MS = 60_000;

export class BadMessages {
  #count = 0;
  #since: Millis = 0;

  /** One more; true if it was once too often. */
  add(now: Millis): boolean {
    if (now - this.#since > WINDOW_MS) {
      this.#since = now;
      this.#count = 0;
    }
    return ++this.#count >= MOST;
  }
}
