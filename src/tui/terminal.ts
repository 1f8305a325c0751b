// The terminal taken over for a screen, and given back as it was on every way out.
import { writeSync } from "node:fs";
import { isatty } from "node:tty";

/** Bracketed paste, and no automatic wrapping. */
const MODES = "\u001b[?2004h\u001b[?7l";
/** Also what a frame that was cut short may have left: a look, output that is held back. */
const LEAVE = "\u001b[m\u001b[?7h\u001b[?2004l\u001b[?25h";

export interface Place {
  /** Where a screen begins, and where it ends. */
  enter(): string;
  leave(): string;
}

/** A screen of its own, beside what the shell shows; a region that scrolls may be left in it. */
const alternate: Place = {
  enter: () => "\u001b[?1049h",
  leave: () => "\u001b[?2026l\u001b[r\u001b[?1049l",
};

const TRIES = 200;
const TRY_MS = 1;
/** Of what is written to stderr meanwhile. */
const MOST_KEPT = 200;

/** At once, also where the process ends right after. */
function writeNow(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  for (let tries = 0; bytes.length > 0 && tries < TRIES; tries++) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      // Anything else: the terminal is gone, and its modes with it.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_MS);
    }
  }
}

export class HeldTerminal {
  readonly #stdin = process.stdin;
  readonly #stdout = process.stdout;
  readonly #writeError = process.stderr.write;
  readonly #place: Place;
  #held = false;
  #errors: (string | Uint8Array)[] = [];

  constructor(place = alternate) {
    this.#place = place;
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** Also after the process was stopped, when a shell may have set the terminal up for itself. */
  take(): void {
    // What is raw already is not set again otherwise.
    if (this.#held) this.#setRaw(false);
    this.#setRaw(true);
    this.#stdin.resume();
    this.#stdout.write(this.#held ? MODES : this.#place.enter() + MODES);
    if (!this.#held) this.#keepErrors();
    this.#held = true;
  }

  write(text: string): void {
    if (this.#held) this.#stdout.write(text);
  }

  /** Does nothing where the terminal is not held: whoever ends the screen may call it. */
  readonly restore = (): void => {
    if (!this.#held) return;
    this.#held = false;
    writeNow(this.#stdout.fd, this.#place.leave() + LEAVE);
    this.#setRaw(false);
    this.#stdin.pause();
    process.stderr.write = this.#writeError;
    for (const chunk of this.#errors.splice(0)) process.stderr.write(chunk);
  };

  /** It went away without a word, as it does for a process that ignores hangups. */
  get isLost(): boolean {
    return !isatty(this.#stdin.fd) || !isatty(this.#stdout.fd);
  }

  #setRaw(raw: boolean): void {
    try {
      this.#stdin.setRawMode(raw);
    } catch {
      // The terminal is gone, and its modes with it.
    }
  }

  /** A warning of Node's would stand across the screen; it is told afterwards. */
  #keepErrors(): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      if (this.#errors.length < MOST_KEPT) this.#errors.push(chunk);
      const done = rest.find((each) => typeof each === "function");
      if (done) process.nextTick(done as () => void);
      return true;
    };
  }
}
