// Where Ink draws to: it hands over whole frames, and only the cells that changed go on to the terminal.
import { Writable } from "node:stream";
import { blankRow, type Row, rowOf } from "./cells.ts";
import { Pen } from "./pen.ts";
import { findScroll, scrolled } from "./scroll.ts";

export interface Size {
  columns: number;
  rows: number;
}

export interface Cursor {
  x: number;
  y: number;
}

/** Synchronised output: terminals that know it show a frame at once, the others ignore it. */
const BEGIN = "\u001b[?2026h";
const END = "\u001b[?2026l";
const HIDE = "\u001b[?25l";
const SHOW = "\u001b[?25h";

const placed = ({ x, y }: Cursor): string => `\u001b[${y + 1};${x + 1}H`;

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
  readonly #ascii: boolean;
  readonly #out: (text: string) => void;
  /** As Ink drew them, to know what didn't change without a look at its cells. */
  #lines: readonly string[] = [];
  #cells: readonly Row[] = [];
  #cursor: Cursor | null = null;
  /** Where the terminal shows it. */
  #shown: Cursor | null = null;
  /** Nothing of what the terminal shows is certain. */
  #unknown = true;

  constructor({ columns, rows }: Size, out: (text: string) => void, { ascii = false } = {}) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
    this.#out = out;
    this.#ascii = ascii;
  }

  override _write(frame: string, _encoding: string, done: () => void): void {
    if (frame !== "") this.#show(frame.split("\n").slice(0, this.rows));
    done();
  }

  setCursor(cursor: Cursor | null): void {
    this.#cursor = cursor;
  }

  /** For the next frame: what the terminal made of the old one is not known. */
  resize({ columns, rows }: Size): void {
    this.columns = columns;
    this.rows = rows;
    this.#unknown = true;
  }

  /** Something else has written on the screen. */
  repaint(): void {
    this.#unknown = true;
    this.#show(this.#lines.slice(0, this.rows));
  }

  #show(lines: readonly string[]): void {
    const pen = new Pen();
    const fresh = this.#unknown;
    const before = fresh ? [] : this.#moved(pen, lines);
    const cells = lines.map((line, row) =>
      !fresh && line === this.#lines[row] ? this.#cells[row]! : rowOf(line, this.#ascii),
    );
    for (let row = 0; row < Math.max(cells.length, before.length); row++) {
      pen.draw(row, before[row] ?? blankRow, cells[row] ?? blankRow);
    }
    this.#lines = lines;
    this.#cells = cells;
    this.#unknown = false;
    this.#send(pen.finish(), fresh);
  }

  /** What the terminal shows, after rows that only changed their place were moved there. */
  #moved(pen: Pen, lines: readonly string[]): readonly Row[] {
    const scroll = findScroll(this.#lines, lines);
    if (scroll === null) return this.#cells;
    pen.scroll(scroll.top, scroll.bottom, scroll.by);
    return scrolled(this.#cells, scroll, blankRow);
  }

  #send(changes: string, fresh: boolean): void {
    const at = this.#cursor;
    const was = fresh ? null : this.#shown;
    const stays = at?.x === was?.x && at?.y === was?.y;
    if (changes === "" && !fresh && stays) return;
    this.#shown = at;
    const end = at ? placed(at) + (was === null || changes !== "" ? SHOW : "") : "";
    if (changes === "" && !fresh) this.#out(at ? end : HIDE);
    else {
      const start = `${fresh || was ? HIDE : ""}${fresh ? "\u001b[2J" : ""}`;
      this.#out(BEGIN + start + changes + end + END);
    }
  }
}
