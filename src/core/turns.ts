// The order of one session's requests: what comes while one before it is still being prepared waits for it.
import type { Request } from "../protocol/requests.ts";

export class Turns {
  readonly #waiting: Request[] = [];
  readonly #handle: (request: Request) => void;
  #held = false;

  constructor(handle: (request: Request) => void) {
    this.#handle = handle;
  }

  take(request: Request): void {
    if (this.#held) this.#waiting.push(request);
    else this.#handle(request);
  }

  /** What follows is not handled before `goOn`. */
  wait(): void {
    this.#held = true;
  }

  goOn(): void {
    this.#held = false;
    while (!this.#held && this.#waiting.length > 0) this.#handle(this.#waiting.shift()!);
  }
}
