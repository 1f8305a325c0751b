// The ladder as lines: names above their lanes, a row for each signal, and the pane that tells of the selected one.
import { beside, fillLines, fitLine, type Line, lineOf, type Segment } from "./lines.ts";
import type { RelayState } from "./relay.ts";
import { type Lanes, lanesFor, lanesThatFit } from "./relay-arrows.ts";
import { detailLines } from "./relay-detail.ts";
import type { LadderRow } from "./relay-fold.ts";
import { type Ladder, ladderWindow, selectedRow, shownPeers } from "./relay-ladder.ts";
import { peopleOf } from "./relay-look.ts";
import { rowLine, rowSign } from "./relay-row.ts";
import type { NameOf } from "./relay-subject.ts";
import { timeText, timeTitles, timeWidth } from "./relay-times.ts";
import { field, truncate, width } from "./text.ts";

/** Names above the lanes. */
const TITLES = 1;
/** Cursor and mark before the time, blank, sign and blank behind it. */
const AROUND_TIME = 5;
const BESIDE = 120;
const BELOW = 20;
const LEAST_ROWS = 5;

export interface Panes {
  columns: number;
  rows: number;
  pane: "right" | "below" | null;
  paneColumns: number;
  paneRows: number;
}

/** How a body of this size is shared between ladder and pane. */
export function panesOf(columns: number, rows: number, share: number): Panes {
  if (columns >= BESIDE) {
    const paneColumns = Math.round((columns * share) / 100);
    return { columns: columns - paneColumns, rows, pane: "right", paneColumns, paneRows: rows };
  }
  if (rows < BELOW) return { columns, rows, pane: null, paneColumns: 0, paneRows: 0 };
  const paneRows = Math.min(rows - LEAST_ROWS, Math.round((rows * share) / 100));
  return { columns, rows: rows - paneRows, pane: "below", paneColumns: columns, paneRows };
}

export const ladderRows = (panes: Panes): number => Math.max(1, panes.rows - TITLES);
/** What the pane shows between its edge and its end. */
export const paneLines = ({ pane, paneRows }: Panes): number => (pane === "right" ? paneRows : paneRows - 1);
const textColumns = ({ pane, paneColumns }: Panes): number => paneColumns - (pane === "right" ? 3 : 2);

export function ladderLines(state: RelayState, ladder: Ladder, columns: number, rows: number): Line[] {
  const panes = panesOf(columns, rows, state.share);
  const lines = mainLines(state, ladder, panes);
  if (panes.pane === null) return lines;
  const detail = selectedDetail(state, textColumns(panes)).slice(state.top);
  if (panes.pane === "right") {
    const edge = Array.from({ length: rows }, (): Line => lineOf(" │ ", { role: "faint" }));
    return beside(lines, edge, fillLines(detail, rows, panes.paneColumns - 3));
  }
  const rule = lineOf("─".repeat(columns), { role: "faint" });
  const inside = fillLines(detail, panes.paneRows - 1, columns - 1);
  return [...lines, rule, ...inside.map((line): Line => [{ text: " " }, ...line])];
}

/** Every line of what the pane tells, or of what fills the screen in its place. */
export function selectedDetail({ ladder, raw, kept }: RelayState, columns: number): Line[] {
  const row = ladder && selectedRow(ladder);
  if (!row) return [];
  return detailLines(row, { columns, raw, nameOf: (peer) => kept.nameOf(peer) });
}

export const detailColumns = (state: RelayState, columns: number, rows: number): number =>
  state.full ? columns - 2 : textColumns(panesOf(columns, rows, state.share));

function mainLines(state: RelayState, ladder: Ladder, panes: Panes): Line[] {
  const { kept, times } = state;
  const height = ladderRows(panes);
  const { rows, at, first } = ladderWindow(ladder, height);
  const selected = ladder.fold.rows.at(Math.max(0, at));
  const before = timeWidth(times, panes.columns) + AROUND_TIME;
  const space = panes.columns - before;
  const peers = shownPeers(ladder, rows, selected, lanesThatFit(space));
  const lanes = lanesFor(peers, space, true);
  const nameOf = (peer: string) => kept.nameOf(peer);
  const hidden = ladder.entry ? 0 : new Set(ladder.fold.peers).size - peers.length;
  const title = field(`  ${timeTitles[times]}`, before);
  const head: Line = [{ text: title, role: "faint" }, ...namesLine(peers, lanes, nameOf, hidden)];
  const drawn = rows.map((row, place) =>
    whole(row, ladder.fold.rows.at(first + place - 1), first + place === 0),
  );
  const empty = rows.length === 0 ? [lineOf(emptyText(ladder), { role: "faint" })] : [];
  return fillLines([head, ...drawn, ...empty], panes.rows, panes.columns);

  function whole(row: LadderRow, last: LadderRow | undefined, isFirst: boolean): Line {
    const item = row.items[0]!;
    const inverse = row === selected || undefined;
    const moment = {
      time: item.time,
      start: ladder.start,
      before: isFirst || !last ? null : last.items.at(-1)!.time,
    };
    const time = timeText(times, moment, panes.columns);
    const marked = ladder.marks.some((one) => row.items.includes(one)) ? "*" : " ";
    const { sign, role } = rowSign(row);
    const line: Segment[] = [
      { text: `${inverse ? "›" : " "}`, bold: true },
      { text: marked, role: "mention", bold: true },
      { text: field(time, before - AROUND_TIME, "right"), role: "faint" },
      { text: " " },
      { text: `${sign} `, role, bold: true },
      ...rowLine(row, lanes),
    ];
    return fitLine(
      inverse ? line.map((segment) => ({ text: segment.text, bold: segment.bold, inverse })) : line,
      panes.columns,
    );
  }
}

const emptyText = ({ filter }: Ladder): string =>
  filter.text.trim() === ""
    ? "  Nothing is kept of it any more."
    : "  Nothing fits the filter: Esc shows all.";

/** Each name above its lane, in the person's colour. */
function namesLine(peers: readonly string[], lanes: Lanes, nameOf: NameOf, hidden: number): Line {
  const names = peopleOf(peers, nameOf).map((name, at) => ({
    name,
    person: peers[at],
    at: lanes.at.get(peers[at]!)!,
  }));
  const all = [
    ...names,
    ...(lanes.server === null ? [] : [{ name: "S", person: undefined, at: lanes.server }]),
  ];
  all.sort((a, b) => a.at - b.at);
  const line: Segment[] = [];
  let used = 0;
  for (const [number, { name, person, at }] of all.entries()) {
    const next = all[number + 1]?.at ?? lanes.width - (hidden > 0 ? 3 : 0);
    const most = Math.max(1, next - Math.max(used, at - 6) - 2);
    const cut = truncate(name, most);
    const from = Math.max(
      used,
      Math.min(at - Math.floor(width(cut) / 2), lanes.width - width(cut) - (hidden > 0 ? 4 : 0)),
    );
    line.push({ text: " ".repeat(from - used) });
    line.push(person === undefined ? { text: cut, role: "faint" } : { text: cut, person, bold: true });
    used = from + width(cut) + (number < all.length - 1 ? 1 : 0);
    if (number < all.length - 1) line.push({ text: " " });
  }
  if (hidden > 0) line.push({ text: ` +${hidden}`, role: "faint" });
  return line;
}
