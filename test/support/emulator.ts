// A terminal without a process: what is written to it, and what its cells show then, looks included.
import xterm from "@xterm/headless";

export class Emulator {
  readonly #terminal: xterm.Terminal;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  }

  write(text: string): Promise<void> {
    return new Promise((done) => this.#terminal.write(text, done));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  get cursor(): { x: number; y: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { x: cursorX, y: cursorY };
  }

  /** A text for each row: its signs, and in braces each change of the look. */
  get rows(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row)!;
      let text = "";
      let look = "";
      for (let column = 0; column < this.#terminal.cols; column++) {
        const cell = line.getCell(column)!;
        const now = lookOf(cell);
        if (now !== look) text += `{${now}}`;
        look = now;
        text += cell.getWidth() === 0 ? "" : cell.getChars() || " ";
      }
      return text.trimEnd();
    });
  }
}

const lookOf = (cell: xterm.IBufferCell): string =>
  [
    cell.isBold() && "bold",
    cell.isDim() && "dim",
    cell.isItalic() && "italic",
    cell.isUnderline() && "underline",
    cell.isInverse() && "inverse",
    cell.isStrikethrough() && "strike",
    !cell.isFgDefault() && `fg ${cell.getFgColorMode()} ${cell.getFgColor()}`,
    !cell.isBgDefault() && `bg ${cell.getBgColorMode()} ${cell.getBgColor()}`,
  ]
    .filter(Boolean)
    .join(" ");
