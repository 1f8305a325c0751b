// Which rows of a chat window are shown: from its end, or from where one reads, and never more work than rows are seen.
import { entryRows, nameColumns, type RowLook, sameDay } from "./chat-rows.ts";
import type { Anchor, ChatWindow, Older } from "./chat-window.ts";
import type { Line } from "./lines.ts";

export interface Place {
  entry: number;
  row: number;
}

export interface View {
  columns: number;
  height: number;
  now: number;
}

interface ShownRow {
  id: string;
  line: Line;
}

const lookOf = (
  { entries, marker }: ChatWindow,
  at: number,
  names: number,
  { columns, now }: View,
): RowLook => {
  const entry = entries[at]!;
  const before = entries[at - 1]?.time ?? now;
  return { columns, names, dated: !sameDay(before, entry.time), marked: entry.id === marker };
};

/** The index of the entry with this id; of the one before it where that is gone. */
export function indexOf({ entries }: ChatWindow, id: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (entries[middle]!.id <= id) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The newest rows that fit, or those above the anchor. */
export function shownRows(window: ChatWindow, view: View): ShownRow[] {
  const { entries, anchor } = window;
  const names = nameColumns(window, view.columns);
  const found: ShownRow[] = [];
  let at = anchor ? indexOf(window, anchor.id) : entries.length - 1;
  let most = anchor && entries[at]?.id === anchor.id ? anchor.row + 1 : Number.POSITIVE_INFINITY;
  for (; at >= 0 && found.length < view.height; at--) {
    const { id } = entries[at]!;
    const rows = entryRows(entries[at]!, lookOf(window, at, names, view));
    for (let row = Math.min(most, rows.length) - 1; row >= 0 && found.length < view.height; row--)
      found.push({ id: `${id}.${row}`, line: rows[row]! });
    most = Number.POSITIVE_INFINITY;
  }
  const top = topText[window.older];
  if (found.length < view.height && top !== "")
    found.push({ id: "top", line: [{ text: ` ${top}`, role: "faint" }] });
  return found.reverse();
}

const topText: Record<Older, string> = {
  more: "PgUp asks the server for older messages",
  loading: "loading older messages…",
  start: "this is where the history begins",
  full: "no more are kept here; the server may have older ones",
  none: "",
};

interface Scrolled {
  anchor: Anchor | null;
  /** Less than a page is above what is shown. */
  near: boolean;
}

/** Where the window stands after moving by `rows` (negative: to older ones); null means at the newest. */
export function scrolled(window: ChatWindow, by: number, view: View): Scrolled {
  const { entries } = window;
  if (entries.length === 0) return { anchor: null, near: true };
  const height = view.height - (topText[window.older] === "" ? 0 : 1);
  const names = nameColumns(window, view.columns);
  const countAt = (at: number): number => entryRows(entries[at]!, lookOf(window, at, names, view)).length;
  const last = entries.length - 1;
  const place = placeOf(window, countAt);
  for (let left = by; left !== 0; left += left < 0 ? 1 : -1) {
    if (left < 0 ? !stepUp(place, countAt) : !stepDown(place, last, countAt)) break;
  }
  // The oldest row stands at the top at most.
  const above = rowsUpTo(place, countAt, height);
  for (let lacking = height - above; lacking > 0; lacking--) if (!stepDown(place, last, countAt)) break;
  const end = place.entry === last && place.row === countAt(last) - 1;
  const near = rowsUpTo(place, countAt, 2 * view.height) < 2 * view.height;
  return { anchor: end ? null : { id: entries[place.entry]!.id, row: place.row }, near };
}

function placeOf(window: ChatWindow, countAt: (at: number) => number): Place {
  const { anchor, entries } = window;
  const entry = anchor ? indexOf(window, anchor.id) : entries.length - 1;
  const row = anchor && entries[entry]!.id === anchor.id ? anchor.row : Number.POSITIVE_INFINITY;
  return { entry, row: Math.min(row, countAt(entry) - 1) };
}

function stepUp(place: Place, countAt: (at: number) => number): boolean {
  if (place.row > 0) place.row--;
  else if (place.entry > 0) {
    place.entry--;
    place.row = countAt(place.entry) - 1;
  } else return false;
  return true;
}

function stepDown(place: Place, last: number, countAt: (at: number) => number): boolean {
  if (place.row < countAt(place.entry) - 1) place.row++;
  else if (place.entry < last) {
    place.entry++;
    place.row = 0;
  } else return false;
  return true;
}

/** How many rows there are up to this one, itself included; no more than `enough` are counted. */
function rowsUpTo({ entry, row }: Place, countAt: (at: number) => number, enough: number): number {
  let count = row + 1;
  for (let at = entry - 1; at >= 0 && count < enough; at--) count += countAt(at);
  return Math.min(count, enough);
}
