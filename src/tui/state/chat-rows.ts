// The chat as screen rows: messages wrapped under a gutter of time and name, and where scrolling stands in them.
import { limits } from "../../protocol/limits.ts";
import { isolated } from "../../protocol/safe-text.ts";
import type { Anchor, ChatState, Entry } from "./chat.ts";
import { clock } from "./format.ts";
import { truncate, width, wrap } from "./text.ts";

export interface ChatRow {
  id: number;
  row: number;
  kind: Entry["kind"];
  /** Of an entry's first row; empty under it. */
  time: string;
  name: string;
  mine: boolean;
  text: string;
  delivery: Entry["delivery"];
}

/** Names are right-aligned in a column as wide as the longest of members and recent authors, within limits. */
const MOST_NAME = 12;
const RECENT = 50;
const TIME = 6;
const GUTTER = 3;
const NARROWEST = 8;
const LONGEST = limits.textBytes / NARROWEST;

export function nameColumns(state: ChatState, columns: number): number {
  const most = columns < 60 ? 8 : MOST_NAME;
  let widest = 4;
  for (const { name } of [...state.people, ...state.entries.slice(-RECENT)])
    widest = Math.max(widest, width(name));
  return Math.min(most, widest);
}

/** Rows from the end backwards until there are `count` of them, the newest last. */
function rowsBefore(state: ChatState, last: number, count: number, columns: number): ChatRow[] {
  const names = nameColumns(state, columns);
  const space = Math.max(NARROWEST, columns - 1 - TIME - names - GUTTER);
  const rows: ChatRow[] = [];
  for (let i = last; i >= 0 && rows.length < count; i--) {
    rows.push(...entryRows(state.entries[i]!, names, space).reverse());
  }
  return rows.reverse();
}

function entryRows(entry: Entry, names: number, space: number): ChatRow[] {
  return entry.lines
    .flatMap((line) => wrap(line, space))
    .map((text, row) => ({
      id: entry.id,
      row,
      kind: entry.kind,
      time: row === 0 ? clock(entry.time) : "",
      name: row === 0 ? truncate(entry.kind === "notice" ? "--" : entry.name, names) : "",
      mine: entry.mine,
      text: entry.kind === "notice" ? text : isolated(text),
      delivery: row === 0 ? entry.delivery : undefined,
    }));
}

const indexOf = (state: ChatState, id: number): number => {
  const first = state.entries[0]?.id ?? 0;
  let at = Math.min(state.entries.length - 1, Math.max(0, id - first));
  // Ids have gaps where a pending message turned out to be there already.
  while (at > 0 && state.entries[at]!.id > id) at--;
  return at;
};

/** The rows that a window of this size shows. */
export function visibleRows(state: ChatState, columns: number, height: number): ChatRow[] {
  const { anchor } = state;
  if (!anchor) return rowsBefore(state, state.entries.length - 1, height, columns).slice(-height);
  // The longest entry that a server takes fills this many rows of the narrowest window.
  const rows = rowsBefore(state, indexOf(state, anchor.id), height + LONGEST, columns);
  const end = rows.findLastIndex(
    (row) => row.id < anchor.id || (row.id === anchor.id && row.row <= anchor.row),
  );
  return rows.slice(Math.max(0, end + 1 - height), end + 1);
}

/** Where the window stands after moving by `rows` (negative: to older ones); null means at the newest. */
export function scrolled(state: ChatState, by: number, columns: number, height: number): Anchor | null {
  const all = rowsBefore(state, state.entries.length - 1, Number.POSITIVE_INFINITY, columns);
  const { anchor } = state;
  const now = anchor
    ? all.findLastIndex((row) => row.id < anchor.id || (row.id === anchor.id && row.row <= anchor.row))
    : all.length - 1;
  const target = Math.max(Math.min(height, all.length) - 1, now + by);
  const row = all[target];
  return row && target < all.length - 1 ? { id: row.id, row: row.row } : null;
}

/** Messages below the window. */
export const unreadBelow = (state: ChatState): number =>
  state.anchor === null
    ? 0
    : state.entries.reduce(
        (count, { id, kind }) => count + (kind === "message" && id > state.anchor!.id ? 1 : 0),
        0,
      );
