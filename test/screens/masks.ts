// What no preload makes the same on every machine is covered, sign for sign: the one place that says what.
import type { Cell } from "../support/cells.ts";

/**
 * What of a row is covered: a pattern, which has the blanks beside a figure too where that may be longer or shorter; or with a `width`, and
 * then what is behind it moves; or by a text as long, in which `#` is the cover, and which looks as the figure did.
 */
export type Mask = RegExp | { find: RegExp; width: number } | { find: RegExp; as: string };

/** In every screen. */
const everywhere: readonly Mask[] = [
  // Folders of a test's home.
  /\/\S*\/rtrooms-[A-Za-z0-9]{6}/g,
  // A wait between attempts to connect, which gets longer from one to the next.
  { find: /(?<=reconnecting )\d+(?=s)/g, width: 1 },
];

export const figures = {
  /** `ready in 180 ms` */
  ready: { find: /\d+(?= ms)/g, width: 3 },
  memory: { find: / +[\d.]+ [kMG]?B(?!\/)/g, width: 10 },
  milliseconds: { find: / +[\d.]+ ms/g, width: 10 },
  /** In the header, which ends at the right, and in lines, which have blanks behind it. */
  ping: { find: / {3}ping \d ms| {2}ping \d{2} ms| ping \d{3} ms/g, as: "   ping # ms" },
  pingInLine: {
    find: /(?<= )(\d ms( {3}| {0,2}$)|\d{2} ms( {2}| ?$)|\d{3} ms( |$))(?!to)/g,
    as: "# ms   ",
  },
  pingTold: {
    find: /(?<= )(\d ms to the server and back {2}|\d{2} ms to the server and back |\d{3} ms to the server and back)/g,
    as: "# ms to the server and back  ",
  },
  uptime: { find: /(?<=up) +(\d+[smhd] ?)+/g, width: 10 },
} as const;

/** The same rows with `cover` over what the masks find; in a picture that is a digit, for it should look like a screen. */
export function masked(rows: Cell[][], masks: readonly Mask[] = [], cover = "#"): Cell[][] {
  return rows.map((cells) =>
    [...everywhere, ...masks].reduce((row, mask) => coveredRow(row, mask, cover), cells),
  );
}

function coveredRow(cells: Cell[], mask: Mask, cover: string): Cell[] {
  const find = mask instanceof RegExp ? mask : mask.find;
  const text = cells.map(({ sign }) => sign).join("");
  let row = cells;
  // From the end: what is before a place that moved is where it was.
  for (const { index, 0: found } of [...text.matchAll(find)].reverse()) {
    const from = columnAt(cells, index);
    const to = columnAt(cells, index + found.length);
    const covered = coveredCells(row.slice(from, to), mask, cover);
    const width = covered.length;
    const last = cells.at(-1)!;
    const rest = [...row.slice(to), ...Array(Math.max(0, to - from - width)).fill(last)];
    row = [...row.slice(0, from), ...covered, ...rest].slice(0, cells.length);
  }
  return row;
}

function coveredCells(found: readonly Cell[], mask: Mask, cover: string): Cell[] {
  if ("as" in mask) {
    const figure = found.find(({ sign }) => /\d/.test(sign))!;
    return [...mask.as].map((sign) => ({ ...figure, sign: sign === "#" ? cover : sign, width: 1 }));
  }
  const length = mask instanceof RegExp ? found.length : mask.width;
  return Array.from({ length }, (_, i) => ({
    ...found[Math.min(i, found.length - 1)]!,
    sign: cover,
    width: 1,
  }));
}

function columnAt(cells: readonly Cell[], index: number): number {
  let before = 0;
  const column = cells.findIndex(({ sign }) => {
    if (before >= index) return true;
    before += sign.length;
    return false;
  });
  return column < 0 ? cells.length : column;
}
