// Lines and blocks as rectangles of a cell: drawn, not typed, so that they join whatever font a reader has.

export const CELL = { width: 9, height: 19 } as const;

type Rectangle = readonly [x: number, y: number, width: number, height: number];

const { width: W, height: H } = CELL;
const MIDDLE = { x: 4, y: 9 } as const;

/** Where a line goes from the middle of the cell: up, right, down, left. */
const LINES: Record<string, string> = {
  "─": "rl",
  "│": "ud",
  "┌": "rd",
  "┐": "dl",
  "└": "ur",
  "┘": "ul",
  "├": "urd",
  "┤": "udl",
  "┬": "rdl",
  "┴": "url",
  "┼": "urdl",
  "╭": "rd",
  "╮": "dl",
  "╰": "ur",
  "╯": "ul",
  "╴": "l",
  "╵": "u",
  "╶": "r",
  "╷": "d",
};
const ARMS: Record<string, Rectangle> = {
  u: [MIDDLE.x, 0, 1, MIDDLE.y + 1],
  r: [MIDDLE.x, MIDDLE.y, W - MIDDLE.x, 1],
  d: [MIDDLE.x, MIDDLE.y, 1, H - MIDDLE.y],
  l: [0, MIDDLE.y, MIDDLE.x + 1, 1],
};
const round = (value: number): number => Math.round(value * 100) / 100;
const eighths = (part: number, whole: number): number => round((part * whole) / 8);

function blockOf(sign: string): Rectangle | undefined {
  const code = sign.codePointAt(0)!;
  // ▁ to █ grow from below, ▉ to ▏ shrink to the left.
  if (code >= 0x2581 && code <= 0x2588) {
    const height = eighths(code - 0x2580, H);
    return [0, round(H - height), W, height];
  }
  if (code >= 0x2589 && code <= 0x258f) return [0, 0, eighths(0x2590 - code, W), H];
  if (sign === "▀") return [0, 0, W, H / 2];
  if (sign === "▐") return [W / 2, 0, W / 2, H];
  return undefined;
}

/** None: it is a sign to be typed. */
export function shapeOf(sign: string): readonly Rectangle[] | null {
  const arms = LINES[sign];
  if (arms) return arms === "rl" ? [[0, MIDDLE.y, W, 1]] : [...arms].map((arm) => ARMS[arm]!);
  const block = blockOf(sign);
  return block ? [block] : null;
}
