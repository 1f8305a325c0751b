// A screen as a text that shows in a diff what changed: the signs, the style of each cell as a letter, and what the letters mean.
import type { Cell, Color, Style } from "../support/cells.ts";
import type { Terminal } from "../support/pty.ts";
import { type Mask, masked } from "./masks.ts";

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const ATTRIBUTES = ["bold", "dim", "italic", "underline", "inverse"] as const;
/** For styles that have no letter of their own, in the order in which they appear. */
const SPARE = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZaefhijlnopqstuvxz";
/** Letters that mean the same in every file. */
const OWN: Record<string, string> = {
  bold: "+",
  dim: ".",
  inverse: "#",
  underline: "_",
  red: "r",
  green: "g",
  yellow: "y",
  blue: "b",
  magenta: "m",
  cyan: "c",
  white: "w",
  "bright black": "k",
  "dim inverse": "%",
  "bold inverse": "@",
};

export const nameOf = (color: Exclude<Color, null>): string => {
  if (typeof color === "string") return color;
  if (color < 8) return NAMES[color]!;
  return color < 16 ? `bright ${NAMES[color - 8]}` : `color ${color}`;
};

export function styleOf({ fg, bg, ...style }: Style): string {
  return [
    fg === null ? "" : nameOf(fg),
    ...ATTRIBUTES.map((attribute) => (style[attribute] ? attribute : "")),
    bg === null ? "" : `on ${nameOf(bg)}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Nobody sees how a blank is drawn, unless it has a ground or a line. */
const seen = (cell: Cell): Style =>
  cell.sign === " "
    ? { ...cell, fg: cell.inverse ? cell.fg : null, bold: false, dim: false, italic: false }
    : cell;

class Letters {
  readonly used = new Map<string, string>();
  #spare = 0;

  of(style: string): string {
    if (style === "") return " ";
    const letter = this.used.get(style) ?? OWN[style] ?? SPARE[this.#spare++] ?? "?";
    this.used.set(style, letter);
    return letter;
  }
}

const line = (cells: readonly string[]): string => cells.join("").trimEnd();

export function goldenText(terminal: Terminal, command: string, masks?: readonly Mask[]): string {
  const rows = masked(terminal.cells, masks);
  const columns = rows[0]?.length ?? 0;
  const letters = new Letters();
  const signs = rows.map((cells) => line(cells.map(({ sign }) => sign)));
  const styles = rows.map((cells) => line(cells.map((cell) => letters.of(styleOf(seen(cell))))));
  const { row, column } = terminal.cursor;
  return `${[
    `$ ${command}`,
    `${columns}×${rows.length}, cursor ${terminal.cursorShown ? `in row ${row + 1}, column ${column + 1}` : "hidden"}`,
    "─".repeat(columns),
    ...signs,
    "─".repeat(columns),
    ...styles,
    "─".repeat(columns),
    ...[...letters.used].map(([style, letter]) => `${letter}  ${style}`),
  ].join("\n")}\n`;
}
