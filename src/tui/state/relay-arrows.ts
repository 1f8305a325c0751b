// One row of a ladder drawn: lanes as upright lines, an arrow or a sign on them, and the words that fit.
import type { Line, Segment } from "./lines.ts";
import { truncate, width } from "./text.ts";
import type { Role } from "./theme.ts";

export interface Lanes {
  width: number;
  /** The column of each peer's line. */
  at: ReadonlyMap<string, number>;
  /** The server's; null where there is no room for it. */
  server: number | null;
}

interface Cell {
  sign: string;
  role?: Role;
  bold?: boolean;
}

type Cells = Cell[];

/** Peers left and right of the server, evenly; their names stand above their lines. */
export function lanesFor(peers: readonly string[], columns: number, withServer: boolean): Lanes {
  const server = withServer && columns >= 14 * (peers.length + 1);
  const count = peers.length + (server ? 1 : 0);
  const middle = server ? Math.ceil(peers.length / 2) : -1;
  const each = columns / Math.max(1, count);
  const margin = Math.min(7, Math.floor(each / 2));
  const step = count < 2 ? 0 : (columns - 1 - 2 * margin) / (count - 1);
  const place = (lane: number): number => Math.round(margin + lane * step);
  const at = new Map(
    peers.map((peer, number) => [peer, place(server && number >= middle ? number + 1 : number)]),
  );
  return { width: columns, at, server: server ? place(middle) : null };
}

/** How many lanes can be told apart. */
export const lanesThatFit = (columns: number): number => Math.max(2, Math.floor(columns / 11));

function blank({ width: wide, at, server }: Lanes): Cells {
  const cells: Cells = Array.from({ length: wide }, () => ({ sign: " " }));
  for (const place of at.values()) cells[place] = { sign: "│", role: "faint" };
  if (server !== null) cells[server] = { sign: "┊", role: "faint" };
  return cells;
}

function lineOfCells(cells: Cells): Line {
  const line: Segment[] = [];
  for (const { sign, role, bold } of cells) {
    const last = line.at(-1);
    if (last && last.role === role && last.bold === bold) last.text += sign;
    else line.push({ text: sign, role, bold });
  }
  return line;
}

/** Only signs that are one column wide. */
function write(cells: Cells, from: number, text: string, look: Omit<Cell, "sign">): void {
  [...text].forEach((sign, at) => {
    if (from + at >= 0 && from + at < cells.length) cells[from + at] = { sign, ...look };
  });
}

/** The longest wording that fits; else the shortest one, cut. */
const fitting = (wordings: readonly string[], space: number): string =>
  wordings.find((wording) => width(wording) <= space) ?? truncate(wordings.at(-1) ?? "", Math.max(0, space));

export interface Arrow {
  from: string;
  to: string;
  line: "═" | "─" | "╌";
  /** From long to short. */
  wordings: readonly string[];
  role: Role | undefined;
  /** It did not arrive: it ends at the server, with this sign. */
  stopped?: "‖" | "✗";
}

const CROSSED = { "═": "╪", "─": "┼", "╌": "┼" } as const;

export function arrowLine(arrow: Arrow, lanes: Lanes): Line {
  const cells = blank(lanes);
  const start = lanes.at.get(arrow.from);
  const end = lanes.at.get(arrow.to);
  if (start === undefined || end === undefined || start === end) {
    const lane = start ?? end ?? 0;
    return aside(cells, lane, arrow.from === arrow.to ? "↻" : "─", arrow.wordings, arrow.role);
  }
  const rightwards = start < end;
  const [low, high] = rightwards ? [start + 1, end - 1] : [end + 1, start - 1];
  const { role } = arrow;
  const isCrossed = new Set([...lanes.at.values(), lanes.server]);
  const between = lanes.server !== null && lanes.server > low && lanes.server < high;
  const stop = arrow.stopped ? (between ? lanes.server! : Math.round((low + high) / 2)) : null;
  for (let x = low; x <= high; x++) {
    const reached = stop === null || (rightwards ? x <= stop : x >= stop);
    if (reached) cells[x] = { sign: isCrossed.has(x) ? CROSSED[arrow.line] : arrow.line, role };
  }
  const space = high - low - 3;
  const wording = fitting(arrow.wordings, space);
  const label = wording === "" ? "" : ` ${wording} `;
  const from = low + Math.max(0, Math.floor((high - low + 1 - width(label)) / 2));
  if (stop === null) cells[rightwards ? high : low] = { sign: rightwards ? "▶" : "◀", role };
  else cells[stop] = { sign: arrow.stopped!, role, bold: true };
  if (stop !== null && wording !== "") {
    // What did not arrive says so behind its sign, or before it where the arrow goes left.
    const behind = rightwards ? stop + 1 : stop - width(label);
    const fits = rightwards ? high - stop >= width(label) : stop - low >= width(label);
    write(cells, fits ? behind : from, label, { role });
    if (!fits) cells[rightwards ? high : low] = { sign: arrow.stopped!, role, bold: true };
  } else write(cells, from, label, { role });
  return lineOfCells(cells);
}

/** A sign on a lane with words beside it, where there is more room. */
export function signLine(
  peer: string,
  sign: string,
  wordings: readonly string[],
  role: Role | undefined,
  lanes: Lanes,
): Line {
  const cells = blank(lanes);
  const lane = lanes.at.get(peer);
  if (lane === undefined) return aside(cells, 0, sign, wordings, role);
  return aside(cells, lane, sign, wordings, role);
}

function aside(
  cells: Cells,
  lane: number,
  sign: string,
  wordings: readonly string[],
  role: Role | undefined,
): Line {
  const right = cells.length - lane - 3;
  const left = lane - 2;
  const longest = width(wordings[0] ?? "");
  cells[lane] = { sign, role, bold: true };
  if (right >= longest || right >= left) write(cells, lane + 1, ` ${fitting(wordings, right)} `, { role });
  else {
    const text = fitting(wordings, left);
    write(cells, lane - 2 - width(text), ` ${text} `, { role });
  }
  return lineOfCells(cells);
}
