// A drawn line as it goes to the terminal: inert but for its colours, and with its columns where they were measured.
import { safeText } from "../protocol/safe-text.ts";
import { isolateOf } from "./state/isolates.ts";
import { graphemes, width } from "./state/text.ts";

const STYLE = /(\u001b\[[\d;]*m)/;
/** Latin, Greek, Cyrillic, Hebrew, Arabic, and the signs that screens are drawn with: a cell each, on every terminal. */
const ONE_CELL =
  /^[\u0020-\u007e\u00a1-\u02ff\u0370-\u03ff\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u2010-\u2027\u2190-\u21ff\u2500-\u25ff]$/;
const ALL_ONE_CELL = new RegExp(`${ONE_CELL.source.slice(0, -1)}*$`);
const STYLES = new RegExp(STYLE.source, "g");

/**
 * Terminals don't agree on how wide emoji, marks and signs that are not drawn are. Behind those the column is said, so that
 * whatever the terminal makes of them stays in its place.
 */
export function terminalLine(line: string): string {
  if (ALL_ONE_CELL.test(line.replace(STYLES, "")) && !line.includes("\u001b[53m")) return line;
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
      const plain = ONE_CELL.test(sign);
      if (plain && !certain) result += `\u001b[${column + 1}G`;
      certain = plain;
      result += sign;
      column += width(sign);
    }
  });
  return result;
}
