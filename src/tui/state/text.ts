// Text measured in terminal columns: width, cutting, padding and wrapping by what a reader sees as one character.
import stringWidth from "string-width";
import { segmented } from "./graphemes.ts";

/** Plain text, lines, blocks and arrows, which screens are drawn with, and Latin letters: one cell each. */
const DRAWN = /^[\u0020-\u007e\u00c0-\u017f\u2190-\u2199\u2500-\u259f\u2026\u00b7]*$/;

export const graphemes = (text: string): string[] => (DRAWN.test(text) ? text.split("") : segmented(text));

export const width = (text: string): number => (DRAWN.test(text) ? text.length : stringWidth(text));

/** At most `columns` wide; what was cut off is marked with an ellipsis. */
export function truncate(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  if (columns < 1) return "";
  return `${closed(take(text, columns - 1))}…`;
}

/** What was cut off may have ended an isolate. */
const closed = (text: string): string =>
  text.lastIndexOf("\u2068") > text.lastIndexOf("\u2069") ? `${text}\u2069` : text;

function take(text: string, columns: number): string {
  let result = "";
  let used = 0;
  for (const part of graphemes(text)) {
    used += width(part);
    if (used > columns) break;
    result += part;
  }
  return result;
}

/** Exactly `columns` wide. */
export function field(text: string, columns: number, align: "left" | "right" = "left"): string {
  const cut = truncate(text, columns);
  const space = " ".repeat(Math.max(0, columns - width(cut)));
  return align === "left" ? cut + space : space + cut;
}

/** Lines of at most `columns`, broken between words, and inside a word only where it is too long for a line. */
export function wrap(text: string, columns: number): string[] {
  if (width(text) <= columns) return [text];
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const flush = (): void => {
    lines.push(line.trimEnd());
    line = "";
    used = 0;
  };
  for (const word of text.split(/(?<= )(?=[^ ])/)) {
    const wide = width(word.trimEnd());
    if (used > 0 && used + wide > columns) flush();
    if (wide <= columns) {
      line += word;
      used += width(word);
      continue;
    }
    for (const part of graphemes(word)) {
      const partWidth = width(part);
      if (used + partWidth > columns && used > 0) flush();
      line += part;
      used += partWidth;
    }
  }
  if (line !== "" || lines.length === 0) flush();
  return lines;
}

/** One line with something at each end; the right end gives way last. */
export function ends(left: string, right: string, columns: number): string {
  const end = truncate(right, columns);
  return field(left, Math.max(0, columns - width(end) - 1)) + (width(end) < columns ? " " : "") + end;
}
