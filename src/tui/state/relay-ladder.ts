// The open ladder: of which exchange or room, its rows, where the reader stands, and what is marked in it.
import type { Queue } from "./queue.ts";
import type { ExchangeEntry } from "./relay-exchange.ts";
import { type Filter, noFilter } from "./relay-filter.ts";
import { atEnd, Fold, type LadderPlace, type LadderRow, settledAt } from "./relay-fold.ts";
import { type Item, worstOf } from "./relay-item.ts";
import type { Kept } from "./relay-kept.ts";
import { isFound, itemSubject } from "./relay-subject.ts";

export interface Ladder {
  /** Null for a whole room. */
  entry: ExchangeEntry | null;
  /** Namespace and room, as records are of them. */
  place: string;
  room: string;
  start: number;
  fold: Fold;
  filter: Filter;
  at: LadderPlace;
  /** The latest item that is shown while everything holds still. */
  until: number | null;
  marks: readonly Item[];
}

export function belongs(item: Item, { entry, place }: Pick<Ladder, "entry" | "place">): boolean {
  if (item.place !== place) return false;
  if (!entry) return true;
  return item.kind === "member" ? entry.peers.includes(item.from) : item.exchange === entry;
}

type Subject = Pick<Ladder, "entry" | "place" | "room">;

export function openLadder(kept: Kept, subject: Subject): Ladder {
  const fold = foldOf(kept, subject, noFilter);
  const start = subject.entry?.startedAt ?? fold.rows.at(0)?.items[0]?.time ?? 0;
  return { ...subject, start, fold, filter: noFilter, at: atEnd, until: null, marks: [] };
}

/** All that is kept goes through once; what comes later is added by itself. */
export function foldOf(kept: Kept, subject: Pick<Ladder, "entry" | "place">, filter: Filter): Fold {
  const nameOf = (peer: string) => kept.nameOf(peer);
  const isOpen = filter.text.trim() === "";
  const fold = new Fold(
    (item) => belongs(item, subject) && (isOpen || filter.holds(itemSubject(item, nameOf))),
  );
  for (const item of kept.items) fold.add(item);
  return fold;
}

/** How many rows count: those that came after it was held still don't. */
export const rowsUntil = ({ fold, until }: Ladder): number =>
  until === null ? fold.rows.length : fold.rows.lastWhere(({ id }) => id <= until) + 1;

/** The rows in sight, the selected one among them, and how many there are. */
export function ladderWindow(ladder: Ladder, height: number) {
  const { fold, at, until } = ladder;
  const count = rowsUntil(ladder);
  const place: LadderPlace = until !== null && at.selected === null ? { ...at, selected: until } : at;
  const settled = settledAt(fold.rows, place, height);
  const rows = fold.rows.slice(settled.first, Math.min(count, settled.first + height));
  return { rows, at: Math.min(settled.at, count - 1), first: settled.first, count };
}

export const selectedRow = (ladder: Ladder): LadderRow | null =>
  ladder.fold.rows.at(Math.max(0, ladderWindow(ladder, 1).at)) ?? null;

/** The next row that has the text, or the next with a finding where none is asked for; null if there is none. */
export function nextFound(
  rows: Queue<LadderRow>,
  from: number,
  by: 1 | -1,
  isWanted: (row: LadderRow) => boolean,
): LadderRow | null {
  for (let step = 1; step <= rows.length; step++) {
    const row = rows.at((((from + by * step) % rows.length) + rows.length) % rows.length)!;
    if (isWanted(row)) return row;
  }
  return null;
}

export const hasText = (text: string, kept: Kept) => {
  const wanted = text.toLowerCase();
  const nameOf = (peer: string) => kept.nameOf(peer);
  return ({ items }: LadderRow): boolean => items.some((item) => isFound(item, wanted, nameOf));
};

export const isFinding = ({ items }: LadderRow): boolean =>
  items[0]!.finding !== null && worstOf(items[0]!.findings) !== null;

/** Whose lanes are drawn: everybody's where they fit, else those of the rows in sight, the selected row's first. */
export function shownPeers(
  { entry, fold }: Ladder,
  rows: readonly LadderRow[],
  selected: LadderRow | undefined,
  most: number,
): string[] {
  const all = entry ? [...entry.peers] : fold.peers;
  const distinct = [...new Set(all)];
  if (distinct.length <= most) return distinct;
  const wanted = new Set<string>();
  for (const row of selected ? [selected, ...rows] : rows) {
    const { from, to, kind } = row.items[0]!;
    if (kind === "finding") continue;
    const ends = [from, to].filter((peer) => peer !== "" && !wanted.has(peer));
    if (wanted.size + ends.length <= most) for (const peer of ends) wanted.add(peer);
  }
  return distinct.filter((peer) => wanted.has(peer));
}
