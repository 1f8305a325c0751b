// What is being typed as rows of a window: broken at its lines and at its width, with the rows around the cursor shown.
import { safeText } from "../../protocol/safe-text.ts";
import type { Input } from "./input.ts";
import { graphemes, width } from "./text.ts";

export interface InputRows {
  rows: readonly string[];
  /** Where the cursor is in them. */
  x: number;
  y: number;
}

/** Lines further away from the cursor than this are not measured. */
const NEAR = 16;
/** Of a line without end the part around the cursor is enough. */
const PART = 4_096;

const shown = (line: string): string[] => graphemes(safeText(line.replaceAll("\t", "    ")));

/** Pieces of one line of at most `columns`, with the place of the cursor if it is at `cursor` of them. */
function broken(parts: readonly string[], cursor: number, columns: number) {
  const rows = [""];
  let used = 0;
  let at = { x: 0, y: 0 };
  parts.forEach((part, index) => {
    const wide = width(part);
    if (used + wide > columns) {
      rows.push("");
      used = 0;
    }
    if (index === cursor) at = { x: used, y: rows.length - 1 };
    rows[rows.length - 1] += part;
    used += wide;
  });
  if (cursor >= parts.length) {
    // Behind a full row the cursor stands on the next one.
    if (used >= columns) rows.push("");
    at = { x: used >= columns ? 0 : used, y: rows.length - 1 };
  }
  return { rows, at };
}

/** At most `most` rows of at most `columns`, those around the cursor. */
export function inputRows({ before, after }: Input, columns: number, most: number): InputRows {
  const above = before.slice(-PART).split("\n").slice(-NEAR);
  const below = after.slice(0, PART).split("\n").slice(0, NEAR);
  const head = shown(above.pop()!);
  const own = broken([...head, ...shown(below.shift()!)], head.length, columns);
  const rowsOf = (line: string): string[] => broken(shown(line), -1, columns).rows;
  const upper = above.flatMap(rowsOf);
  const all = [...upper, ...own.rows, ...below.flatMap(rowsOf)];
  const y = upper.length + own.at.y;
  const top = Math.max(0, Math.min(y - most + 1, all.length - most));
  return { rows: all.slice(top, top + most), x: own.at.x, y: y - top };
}
