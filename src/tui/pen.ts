// Writes rows on a terminal: moves, colours and signs, each only where the terminal is not there already.
import { endsSurely, type Row } from "./cells.ts";
import { type Style, turn } from "./style.ts";
import { isSure, STYLE } from "./terminal-line.ts";

/** Blanks that are cheaper written than erased. */
const FEW_BLANKS = 3;
/** Unchanged cells that are cheaper written again than jumped over. */
const FEW_CELLS = 4;

export class Pen {
  text = "";
  #row = -1;
  #column = -1;
  #style: Style = "";

  /** The region's rows go up or down; what comes in is blank. */
  scroll(top: number, bottom: number, by: number): void {
    const at = by > 0 ? bottom : top;
    const step = (by > 0 ? "\n" : "\u001bM").repeat(Math.abs(by));
    // By a line feed at its end, which terminals without any scrolling sequence know too.
    this.text += `\u001b[${top + 1};${bottom + 1}r\u001b[${at + 1}H${step}\u001b[r`;
    this.#row = -1;
  }

  /** Makes a row that shows `before` show `now`. */
  draw(row: number, before: Row, now: Row): void {
    if (before.whole !== undefined || now.whole !== undefined) this.#drawWhole(row, before, now);
    else {
      const from = firstChange(before, now);
      if (from < 0) return;
      if (from < Math.max(reach(before), reach(now))) this.#drawRest(row, before, now, from);
      else this.#drawSpans(row, before, now, from);
    }
  }

  /** Leaves the terminal with its own look. */
  finish(): string {
    this.#look("");
    return this.text;
  }

  #drawWhole(row: number, before: Row, now: Row): void {
    if (before.whole === now.whole) return;
    this.#moveTo(row, 0);
    this.#look("");
    this.text += `\u001b[2K${now.whole ?? ""}`;
    this.#row = -1;
    if (now.whole === undefined) this.#write(row, now, 0, now.signs.length);
    else if (STYLE.test(now.whole)) this.text += "\u001b[m";
  }

  /** From the first change to the end: of signs in it nobody knows how far they reach. */
  #drawRest(row: number, before: Row, now: Row, change: number): void {
    let from = change;
    while (from > 0 && !(isStart(before, from) && isStart(now, from))) from--;
    this.#moveTo(row, from);
    this.#look("");
    this.text += "\u001b[K";
    this.#write(row, now, from, now.signs.length);
  }

  #drawSpans(row: number, before: Row, now: Row, first: number): void {
    const last = Math.max(before.signs.length, now.signs.length);
    let from = first;
    while (from < last) {
      let to = from + 1;
      for (let same = 0, at = to; at < last && same <= FEW_CELLS; at++) {
        if (sameCell(before, now, at)) same++;
        else {
          to = at + 1;
          same = 0;
        }
      }
      // What is blank up to the edge is erased at once.
      if (to > now.signs.length) to = last;
      this.#write(row, now, from, to);
      from = to;
      while (from < last && sameCell(before, now, from)) from++;
    }
  }

  #write(row: number, now: Row, from: number, to: number): void {
    const end = Math.min(to, now.signs.length);
    let sure = true;
    for (let at = from; at < end; at++) {
      const sign = now.signs[at]!;
      if (sign === "") continue;
      if (!sure) this.#column = -1;
      this.#moveTo(row, at);
      this.#look(now.styles[at]!);
      this.text += sign;
      sure = isSure(sign);
      this.#column = at + 1;
      while (now.signs[this.#column] === "") this.#column++;
    }
    if (!sure) this.#column = -1;
    const blanks = to - Math.max(from, end);
    if (blanks > 0) this.#blank(row, Math.max(from, end), blanks);
  }

  /** Behind the end of the row, so that all up to the screen's edge is blank. */
  #blank(row: number, at: number, count: number): void {
    this.#moveTo(row, at);
    this.#look("");
    if (count > FEW_BLANKS) this.text += "\u001b[K";
    else {
      this.text += " ".repeat(count);
      this.#column += count;
    }
  }

  #moveTo(row: number, column: number): void {
    if (row === this.#row && column === this.#column) return;
    const column1 = column === 0 ? "" : `;${column + 1}`;
    this.text += row === this.#row ? `\u001b[${column + 1}G` : `\u001b[${row + 1}${column1}H`;
    this.#row = row;
    this.#column = column;
  }

  #look(style: Style): void {
    this.text += turn(this.#style, style);
    this.#style = style;
  }
}

const sameCell = (before: Row, now: Row, at: number): boolean =>
  (before.signs[at] ?? " ") === (now.signs[at] ?? " ") &&
  (before.styles[at] ?? "") === (now.styles[at] ?? "");

function firstChange(before: Row, now: Row): number {
  const length = Math.max(before.signs.length, now.signs.length);
  for (let at = 0; at < length; at++) if (!sameCell(before, now, at)) return at;
  return -1;
}

/** Up to where signs may stand elsewhere than they were measured. */
const reach = (row: Row): number => (endsSurely(row) ? row.loose : Number.POSITIVE_INFINITY);

/** Whether what stands before a column ends there on every terminal. */
function isStart(row: Row, at: number): boolean {
  const { signs } = row;
  if (at > signs.length) return endsSurely(row);
  return signs[at] !== "" && signs[at - 1] !== "" && isSure(signs[at - 1]!);
}
