// A row of cells as SVG: grounds, then lines and blocks, then text in runs that are as wide as their cells.
import type { Cell } from "../support/cells.ts";
import { paintOf } from "./palette.ts";
import { CELL, shapeOf } from "./shapes.ts";

/** From the top of a row to the line that letters stand on. */
const BASELINE = 14;

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);

interface Run {
  column: number;
  columns: number;
  text: string;
  key: string;
}

/** Cells of the same kind beside each other become one; those without a key are left out. */
function runsOf(cells: readonly Cell[], keyOf: (cell: Cell) => string | null): Run[] {
  const runs: Run[] = [];
  let open = null as Run | null;
  for (const [column, cell] of cells.entries()) {
    // The second half of a wide sign, which has its run already.
    if (cell.width === 0) continue;
    const key = keyOf(cell);
    if (key === null) open = null;
    else if (open?.key === key && cell.width === 1) {
      open.columns += 1;
      open.text += cell.sign;
    } else {
      open = { column, columns: cell.width, text: cell.sign, key };
      runs.push(open);
      if (cell.width > 1) open = null;
    }
  }
  return runs;
}

export function rowSvg(cells: readonly Cell[]): string {
  return grounds(cells) + shapes(cells) + texts(cells);
}

const grounds = (cells: readonly Cell[]): string =>
  runsOf(cells, (cell) => paintOf(cell).ground)
    .map(({ column, columns, key }) => rect(column * CELL.width, 0, columns * CELL.width, CELL.height, key))
    .join("");

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<path fill="${fill}" d="M${x} ${y}h${width}v${height}h-${width}z"/>`;

/** All of one colour as one path; what is alike and adjacent as one rectangle of it. */
function shapes(cells: readonly Cell[]): string {
  const paths = new Map<string, string>();
  for (const { column, columns, text, key } of runsOf(cells, (cell) =>
    shapeOf(cell.sign) ? `${paintOf(cell).ink}${cell.sign}` : null,
  )) {
    const ink = key.slice(0, 7);
    const left = column * CELL.width;
    for (const [x, y, width, height] of shapeOf([...text][0]!)!) {
      const whole = x === 0 && width === CELL.width;
      const times = whole ? 1 : columns;
      const wide = whole ? width * columns : width;
      for (let i = 0; i < times; i++) {
        const path = `M${left + i * CELL.width + x} ${y}h${wide}v${height}h-${wide}z`;
        paths.set(ink, (paths.get(ink) ?? "") + path);
      }
    }
  }
  return [...paths].map(([ink, path]) => `<path fill="${ink}" d="${path}"/>`).join("");
}

const styleKey = (cell: Cell): string | null => {
  if (shapeOf(cell.sign)) return null;
  const { bold, italic, underline } = cell;
  return [paintOf(cell).ink, bold ? "b" : "", italic ? "i" : "", underline ? "u" : ""].join("");
};

function texts(cells: readonly Cell[]): string {
  return runsOf(cells, styleKey)
    .flatMap(words)
    .map(({ column, columns, text, key }) => {
      const classes = [...key.slice(7)].join(" ");
      const width = columns * CELL.width;
      const attributes = [
        `x="${column * CELL.width}" y="${BASELINE}" fill="${key.slice(0, 7)}"`,
        // One sign is as wide as it is: stretched to its cell it would look wrong in fonts that lack it.
        [...text].length > 1 && /^[ -~]+$/.test(text) ? `textLength="${width}"` : "",
        classes && `class="${classes}"`,
      ];
      return `<text ${attributes.filter(Boolean).join(" ")}>${escaped(text)}</text>`;
    })
    .join("");
}

/** Latin as far as it goes, letters that join each other, and other signs one by one. */
const WORDS = /[!-~]+(?: [!-~]+)*|[\u0590-\u08ff]+|[^ -~]/g;

/** Apart at wide gaps and around signs that a font may not have in its width, so that what follows stands in its column. */
function words({ column, columns, text, key }: Run): Run[] {
  if (columns !== [...text].length) return text.trim() === "" ? [] : [{ column, columns, text, key }];
  return [...text.matchAll(WORDS)].map(({ index, 0: found }) => {
    const before = [...text.slice(0, index)].length;
    return { column: column + before, columns: [...found].length, text: found, key };
  });
}
