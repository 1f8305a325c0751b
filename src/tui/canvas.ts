// Where Ink draws to: it hands over whole frames, and only the lines that changed go on to the terminal.
import { Writable } from "node:stream";
import { terminalLine } from "./terminal-line.ts";

export interface Size {
  columns: number;
  rows: number;
}

export interface Cursor {
  x: number;
  y: number;
}

/** Synchronised output: terminals that know it show a frame at once, the others ignore it. */
const BEGIN = "\u001b[?2026h\u001b[?25l";
const END = "\u001b[?2026l";

/**
 * Stands in for stdout with Ink, which in its debug mode writes each frame whole and leaves the terminal alone. Its own
 * incremental rendering (6.8) goes up one line too few after a frame that ends with a newline, and without it each key
 * redraws the screen.
 */
export class Canvas extends Writable {
  /** Ink writes cursor codes to terminals only; those are our business. */
  readonly isTTY = false;
  columns: number;
  rows: number;
  #lines: string[] = [];
  #cursor: Cursor | null = null;
  readonly #out: (text: string) => void;

  constructor({ columns, rows }: Size, out: (text: string) => void) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
    this.#out = out;
  }

  override _write(frame: string, _encoding: string, done: () => void): void {
    if (frame !== "") this.#show(frame.split("\n").slice(0, this.rows).map(terminalLine));
    done();
  }

  setCursor(cursor: Cursor | null): void {
    this.#cursor = cursor;
  }

  resize({ columns, rows }: Size): void {
    this.columns = columns;
    this.rows = rows;
    this.forget();
    this.emit("resize");
  }

  /** Something else has written on the screen: nothing of what was shown is certain. */
  forget(): void {
    this.#lines = [];
  }

  repaint(): void {
    const lines = this.#lines;
    this.forget();
    this.#show(lines);
  }

  #show(lines: string[]): void {
    const fresh = this.#lines.length === 0 ? "\u001b[2J" : "";
    const count = Math.max(lines.length, this.#lines.length);
    let changes = "";
    for (let row = 0; row < count; row++) {
      // The line is erased before it is written: after its last column the cursor stands on it, not behind it.
      if (lines[row] !== this.#lines[row]) changes += `\u001b[${row + 1};1H\u001b[2K${lines[row] ?? ""}`;
    }
    this.#lines = lines;
    const at = this.#cursor;
    this.#out(BEGIN + fresh + changes + (at ? `\u001b[${at.y + 1};${at.x + 1}H\u001b[?25h` : "") + END);
  }
}
