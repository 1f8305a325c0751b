// A line as text for the terminal, in the colours of a theme; where no screen is drawn.
import chalk, { type ForegroundColorName } from "chalk";
import { safeText } from "../protocol/safe-text.ts";
import { asciiOf } from "./state/ascii.ts";
import { carried } from "./state/isolates.ts";
import { type Line, lineWidth, type Segment } from "./state/lines.ts";
import { graphemes, width } from "./state/text.ts";
import { nameColor, type Theme } from "./state/theme.ts";
import { terminalLine } from "./terminal-line.ts";

export interface Painted {
  text: string;
  columns: number;
}

export function painted(line: Line, theme: Theme, ascii: boolean): Painted {
  const shown = withoutBlanks(line);
  const text = colored(shown, theme, ascii);
  return { text: ascii ? text : terminalLine(carried(text)), columns: lineWidth(shown) };
}

/** A line that the terminal may wrap: nothing in it says in which column something stands. */
export const unmeasured = (line: Line, theme: Theme, ascii: boolean): string =>
  colored(
    withoutBlanks(line).map((segment) => ({ ...segment, text: inert(segment.text) })),
    theme,
    ascii,
  );

/** The last door, at which only our own isolates are let through. */
const inert = (text: string): string =>
  text
    .split(/([\u2068\u2069])/)
    .map((part, at) => (at % 2 === 1 ? part : safeText(part)))
    .join("");

const colored = (line: Line, theme: Theme, ascii: boolean): string =>
  line.map((segment) => paintedSegment(segment, theme, ascii)).join("");

/** Blanks at the end would be copied with the line, and wrapped in a window that becomes narrower. */
function withoutBlanks(line: Line): Line {
  const last = line.at(-1);
  if (!last || last.inverse) return line;
  const text = last.text.trimEnd();
  if (text === last.text) return line;
  return text === "" ? withoutBlanks(line.slice(0, -1)) : [...line.slice(0, -1), { ...last, text }];
}

function paintedSegment(
  { text, role, person, bold, inverse }: Segment,
  theme: Theme,
  ascii: boolean,
): string {
  const plain = ascii ? asciiText(text) : text;
  const color = person === undefined ? role && theme[role] : nameColor(theme, person);
  const colored = color ? colorOf(color)(plain) : plain;
  const heavy = bold ? chalk.bold(colored) : colored;
  return inverse ? chalk.inverse(heavy) : heavy;
}

/** A name of the terminal's own colours, `ansi256(81)` or `#5fd7ff`. */
function colorOf(color: string): (text: string) => string {
  const number = /^ansi256\((\d+)\)$/.exec(color)?.[1];
  if (number !== undefined) return chalk.ansi256(Number(number));
  return color.startsWith("#") ? chalk.hex(color) : chalk[color as ForegroundColorName];
}

export const asciiText = (text: string): string =>
  graphemes(text)
    .map((sign) => asciiOf(sign, width(sign)))
    .join("");
