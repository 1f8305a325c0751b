// A few lines at the end of a terminal that are drawn over and over, while others are printed above them for good.
interface Row {
  /** As it goes to the terminal. */
  text: string;
  columns: number;
}

interface Drawing {
  above: readonly Row[];
  live: readonly Row[];
  cursor: { x: number; y: number };
}

const BEGIN = "\u001b[?2026h";
const END = "\u001b[?2026l";

const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : rows < 0 ? `\u001b[${-rows}B` : "");
const across = (columns: number): string => (columns > 0 ? `\r\u001b[${columns}C` : "\r");

export class LiveArea {
  #live: readonly Row[] = [];
  #cursor = { x: 0, y: 0 };
  /** How wide the terminal was. */
  #columns = 0;

  /** What takes the area away; the cursor is where it began. */
  erase(columns: number): string {
    // A terminal that became narrower has wrapped what stood there.
    const rowsOf = (wide: number): number => Math.max(1, Math.ceil(wide / columns));
    const narrower = columns < this.#columns;
    const above = this.#live
      .slice(0, this.#cursor.y)
      .reduce((sum, row) => sum + (narrower ? rowsOf(row.columns) : 1), 0);
    const rows = above + (narrower ? Math.floor(this.#cursor.x / columns) : 0);
    const there = this.#live.length > 0;
    this.forget();
    return there ? `${up(rows)}\r\u001b[J` : "";
  }

  /** Something else stands there now. */
  forget(): void {
    this.#live = [];
    this.#cursor = { x: 0, y: 0 };
  }

  /** From what was drawn last to this; nothing where they are the same. */
  draw(drawing: Drawing, columns: number): string {
    const { above, live } = drawing;
    const same = above.length === 0 && live.length === this.#live.length && columns === this.#columns;
    const text = same ? this.#changes(drawing) : this.#anew(drawing, columns);
    this.#live = live;
    this.#cursor = drawing.cursor;
    this.#columns = columns;
    return text === "" ? "" : BEGIN + text + END;
  }

  #anew({ above, live, cursor }: Drawing, columns: number): string {
    const lines = [...above, ...live].map(({ text }) => text);
    return this.erase(columns) + lines.join("\r\n") + up(live.length - 1 - cursor.y) + across(cursor.x);
  }

  #changes({ live, cursor }: Drawing): string {
    let text = "";
    let row = this.#cursor.y;
    for (const [at, line] of live.entries()) {
      if (line.text === this.#live[at]!.text) continue;
      text += `${up(row - at)}\r${line.text}\u001b[K`;
      row = at;
    }
    if (text === "" && cursor.x === this.#cursor.x && cursor.y === this.#cursor.y) return "";
    return text + up(row - cursor.y) + across(cursor.x);
  }
}
