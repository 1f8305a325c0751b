// The rooms of the console in their order: kept sorted and filtered by what changed, not anew for each change.
import type { RoomView } from "../../protocol/shapes.ts";
import { type Filter, noFilter } from "./rooms-filter.ts";
import { orderOf, type RoomRow, roomRow, type Sort, sortColumns } from "./rooms-row.ts";

export interface RoomList {
  rows: ReadonlyMap<string, RoomRow>;
  /** All of them in order. */
  sorted: readonly RoomRow[];
  /** Those of them that the filter lets through. */
  shown: readonly RoomRow[];
  shownIds: readonly string[];
  sort: Sort;
  filter: Filter;
}

export const emptyRooms: RoomList = {
  rows: new Map(),
  sorted: [],
  shown: [],
  shownIds: [],
  sort: { column: "NAME", descending: false },
  filter: noFilter,
};

/** What has become of each room; null: it is gone. */
export type RoomChanges = ReadonlyMap<string, RoomView | null>;

type Order = (a: RoomRow, b: RoomRow) => number;

/** Costs a walk over the list and a search for each change, whatever the order. */
export function withChanges(list: RoomList, changes: RoomChanges, now: number): RoomList {
  if (changes.size === 0) return list;
  const rows = new Map(list.rows);
  const fresh: RoomRow[] = [];
  for (const [id, view] of changes) {
    rows.delete(id);
    if (!view) continue;
    const row = roomRow(view);
    rows.set(id, row);
    fresh.push(row);
  }
  const order = orderOf(list.sort);
  fresh.sort(order);
  const others = (all: readonly RoomRow[]) => all.filter(({ id }) => !changes.has(id));
  const sorted = merged(others(list.sorted), fresh, order);
  const fitting = fresh.filter((row) => list.filter.holds(row, now));
  return showing({ ...list, rows, sorted }, merged(others(list.shown), fitting, order));
}

const showing = (list: RoomList, shown: readonly RoomRow[]): RoomList => ({
  ...list,
  shown,
  shownIds: shown.map(({ id }) => id),
});

function merged(into: readonly RoomRow[], fresh: readonly RoomRow[], order: Order): RoomRow[] {
  const result: RoomRow[] = [];
  let from = 0;
  for (const row of fresh) {
    const at = placeOf(row, into, from, order);
    for (; from < at; from++) result.push(into[from]!);
    result.push(row);
  }
  for (; from < into.length; from++) result.push(into[from]!);
  return result;
}

/** The first place from `least` on whose row is not before this one. */
function placeOf(row: RoomRow, sorted: readonly RoomRow[], least: number, order: Order): number {
  let [low, high] = [least, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(sorted[middle]!, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keeps the order, which a filter does not change. */
export const filteredBy = (list: RoomList, filter: Filter, now: number): RoomList =>
  showing(
    { ...list, filter },
    list.sorted.filter((row) => filter.holds(row, now)),
  );

/** What a filter lets through because of the time. */
export const atTime = (list: RoomList, now: number): RoomList =>
  list.filter.timed ? filteredBy(list, list.filter, now) : list;

export function sortedBy(list: RoomList, sort: Sort): RoomList {
  const order = orderOf(sort);
  const sorted = [...list.sorted].sort(order);
  const ids = new Set(list.shownIds);
  return showing(
    { ...list, sort, sorted },
    sorted.filter(({ id }) => ids.has(id)),
  );
}

/** The column `by` places on, around the ends. */
export function nextSort({ column, descending }: Sort, by: number): Sort {
  const count = sortColumns.length;
  return { column: sortColumns[(sortColumns.indexOf(column) + by + count) % count]!, descending };
}
