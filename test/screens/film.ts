// A recording: what the terminal shows at chosen moments, and how long each of them is to be seen.
import type { Cell } from "../support/cells.ts";
import type { Terminal } from "../support/pty.ts";
import { type Mask, masked } from "./masks.ts";
import { settled } from "./settled.ts";

export interface Frame {
  cells: Cell[][];
  cursor: { row: number; column: number } | null;
  seconds: number;
}

/** In place of what is covered. */
const COVER = "2";
/** Of a key that is typed. */
const KEY_SECONDS = 0.09;

export class Film {
  readonly terminal: Terminal;
  readonly frames: Frame[] = [];
  readonly #prints: boolean;
  readonly #masks: readonly Mask[];

  constructor(terminal: Terminal, prints = false, masks: readonly Mask[] = []) {
    this.terminal = terminal;
    this.#prints = prints;
    this.#masks = masks;
  }

  /** What is there now, for so long. */
  async show(seconds: number): Promise<void> {
    if (!this.#prints) await settled(this.terminal);
    const { cells, cursor, cursorShown } = this.terminal;
    const frame = { cells: masked(cells, this.#masks, COVER), cursor: cursorShown ? cursor : null, seconds };
    const last = this.frames.at(-1);
    if (last && JSON.stringify({ ...last, seconds }) === JSON.stringify(frame)) last.seconds += seconds;
    else this.frames.push(frame);
  }

  /** Waits for it, and shows it. */
  async until(wanted: string | RegExp, seconds: number): Promise<void> {
    await this.terminal.until(wanted);
    await this.show(seconds);
  }

  /** Two keys a frame. */
  async type(text: string): Promise<void> {
    const signs = [...text];
    for (let i = 0; i < signs.length; i += 2) {
      this.terminal.send(signs.slice(i, i + 2).join(""));
      await this.show(2 * KEY_SECONDS);
    }
  }
}
