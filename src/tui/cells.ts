// A drawn line as the cells of a terminal's row: a sign and a look in each, and which of them terminals agree about.
import { safeText } from "../protocol/safe-text.ts";
import { asciiOf } from "./state/ascii.ts";
import { isolateOf } from "./state/isolates.ts";
import { graphemes, width } from "./state/text.ts";
import { type Style, styleAfter } from "./style.ts";
import { ALL_ONE_CELL, isSure, STYLE, terminalLine } from "./terminal-line.ts";

export interface Row {
  /** By column; the second column of a wide sign is empty. Blanks in the terminal's own look are left out at the end. */
  signs: readonly string[];
  styles: readonly Style[];
  /** Behind the last sign of whose width terminals have an idea of their own; 0 if there is none. */
  loose: number;
  /** The row as it is written, where cells can't be written one by one: parts of it are read from right to left. */
  whole?: string;
}

/** Whether terminals agree about how far the row's last sign reaches. */
export const endsSurely = ({ signs, loose }: Row): boolean => loose === 0 || loose < signs.length;

export const blankRow: Row = { signs: [], styles: [], loose: 0 };

const signsOf = (text: string): string[] =>
  ALL_ONE_CELL.test(text) ? text.split("") : graphemes(safeText(text));

/** Of a line with colours and carried isolates and nothing else in it, as the renderer hands it over. */
export function rowOf(line: string, ascii: boolean): Row {
  const parts = line.split(STYLE);
  if (!ascii && parts.some((part, at) => at % 2 === 1 && isolateOf(part) !== undefined))
    return { ...blankRow, whole: terminalLine(line) };
  const signs: string[] = [];
  const styles: Style[] = [];
  let loose = 0;
  let style = "";
  const put = (sign: string): void => {
    signs.push(sign);
    styles.push(style);
  };
  parts.forEach((part, at) => {
    if (at % 2 === 1) {
      style = styleAfter(style, part);
      return;
    }
    for (const sign of signsOf(part)) {
      const columns = width(sign);
      if (ascii) for (const character of asciiOf(sign, columns)) put(character);
      else if (columns > 0) {
        put(sign);
        for (let more = 1; more < columns; more++) put("");
        if (!isSure(sign)) loose = signs.length;
      }
    }
  });
  while (signs.at(-1) === " " && styles.at(-1) === "") {
    signs.pop();
    styles.pop();
  }
  return { signs, styles, loose };
}
