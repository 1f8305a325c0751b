// A drawn line as it goes to the terminal: inert but for its colours, and with its columns where they were measured.
import { safeText } from "../protocol/safe-text.ts";
import { isolateOf } from "./state/isolates.ts";
import { graphemes, width } from "./state/text.ts";

export const STYLE = /(\u001b\[[\d;]*m)/;
/** Latin, Greek, Cyrillic, Hebrew, Arabic, and the signs that screens are drawn with: a cell each, on every terminal. */
const ONE_CELL =
  "[\\u0020-\\u007e\\u00a1-\\u02ff\\u0370-\\u03ff\\u0400-\\u0482\\u048a-\\u052f\\u05d0-\\u05ea\\u0620-\\u064a\\u2010-\\u2027\\u2190-\\u21ff\\u2500-\\u25ff]";
/** Kana, Han and Hangul: two on every terminal. */
const TWO_CELLS = "[\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3]";

export const ALL_ONE_CELL = new RegExp(`^${ONE_CELL}*$`);
const SURE = new RegExp(`^(?:${ONE_CELL}|${TWO_CELLS})$`);

/** Whether all terminals give the sign as many cells as we do. */
export const isSure = (sign: string): boolean => SURE.test(sign);

/**
 * Terminals don't agree on how wide emoji, marks and signs that are not drawn are. Behind those the column is said, so that
 * whatever the terminal makes of them stays in its place.
 */
export function terminalLine(line: string): string {
  let result = "";
  let column = 0;
  let certain = true;
  line.split(STYLE).forEach((part, at) => {
    if (at % 2 === 1) {
      const isolate = isolateOf(part);
      if (isolate) certain = false;
      result += isolate ?? part;
      return;
    }
    for (const sign of graphemes(safeText(part))) {
      const sure = isSure(sign);
      if (sure && !certain) result += `\u001b[${column + 1}G`;
      certain = sure;
      result += sign;
      column += width(sign);
    }
  });
  return result;
}
