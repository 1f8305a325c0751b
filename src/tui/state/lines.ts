// Lines of a screen as data: pieces of text with a role each, measured, fitted and set side by side without a terminal.
import { field, truncate, width } from "./text.ts";
import type { Role } from "./theme.ts";

export interface Segment {
  /** Inert already. */
  text: string;
  role?: Role;
  /** The colour of the person of this name, in place of a role. */
  person?: string;
  bold?: boolean;
  inverse?: boolean;
  /** Black on white whatever the theme is, or black all over: for what cameras read. */
  paper?: "white" | "black";
}

/** Not a part of the theme, which follows what a person likes to look at. */
export const paper = { signs: "#000000", ground: "#ffffff" } as const;

export type Line = readonly Segment[];

export const lineOf = (text: string, look: Omit<Segment, "text"> = {}): Line => [{ text, ...look }];

export const plainText = (line: Line): string => line.map(({ text }) => text).join("");

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + width(text), 0);

/** Exactly `columns` wide: cut with an ellipsis, or filled with blanks in the look of its last piece where that is inverse. */
export function fitLine(line: Line, columns: number): Line {
  const result: Segment[] = [];
  let left = columns;
  for (const [at, segment] of line.entries()) {
    const wide = width(segment.text);
    const more = line.slice(at + 1).some(({ text }) => text !== "");
    // What doesn't fit any more ends in an ellipsis, and so does a piece behind which another one had to go.
    if (wide > left || (wide === left && more)) {
      const cut = more && wide <= left ? `${segment.text}…` : segment.text;
      if (left > 0) result.push({ ...segment, text: field(truncate(cut, left), left) });
      return result;
    }
    result.push(segment);
    left -= wide;
  }
  if (left > 0) result.push({ text: " ".repeat(left), inverse: line.at(-1)?.inverse });
  return result;
}

/** One line with something at each end; the left one gives way. */
export function endsLine(left: Line, right: Line, columns: number): Line {
  const end = lineWidth(right) <= columns ? right : fitLine(right, columns);
  const wide = lineWidth(end);
  return [...fitLine(left, Math.max(0, columns - wide)), ...end];
}

/** At least and at most `rows` of them. */
export const fillLines = (lines: readonly Line[], rows: number, columns: number): Line[] =>
  Array.from({ length: rows }, (_, row) => fitLine(lines[row] ?? [], columns));

/** Blocks of equal height, from left to right. */
export const beside = (...blocks: readonly (readonly Line[])[]): Line[] =>
  (blocks[0] ?? []).map((_, row) => blocks.flatMap((block) => block[row] ?? []));

interface PanelSpec {
  title: string;
  /** At the right end of the upper edge. */
  note?: string;
  /** Has the keyboard: drawn so that it is seen without colours too. */
  focused?: boolean;
  columns: number;
  rows: number;
}

/** A frame around lines; its inside is four columns narrower and two rows lower. */
export function panel(
  lines: readonly Line[],
  { title, note = "", focused, columns, rows }: PanelSpec,
): Line[] {
  const edge: Omit<Segment, "text"> = { role: focused ? "accent" : "faint" };
  const inside = Math.max(0, columns - 4);
  const right = note === "" ? "" : truncate(` ${note} `, Math.max(0, columns - 2));
  const head = truncate(`${focused ? "›" : " "}${title} `, Math.max(0, columns - 2 - width(right)));
  const rule = "─".repeat(Math.max(0, columns - 2 - width(head) - width(right)));
  return [
    [
      { text: "┌", ...edge },
      { text: head, bold: true, role: focused ? "accent" : undefined },
      { text: rule, ...edge },
      { text: right, role: "faint" },
      { text: "┐", ...edge },
    ],
    ...fillLines(lines, Math.max(0, rows - 2), inside).map((line) => [
      { text: "│ ", ...edge },
      ...line,
      { text: " │", ...edge },
    ]),
    [{ text: `└${"─".repeat(Math.max(0, columns - 2))}┘`, ...edge }],
  ];
}
