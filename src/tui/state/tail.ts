// The last rows of something that goes on, and where the reader stands in them: at the end, or on a row further up.

export interface Tail<Row> {
  /** By id, which only grows. */
  rows: readonly Row[];
  /** The id of the last row shown; null while following. */
  anchor: number | null;
}

interface Numbered {
  id: number;
}

const MOST = 1_000;

export const emptyTail = <Row extends Numbered>(): Tail<Row> => ({ rows: [], anchor: null });

/** Rows that are there already are left out. */
export function grown<Row extends Numbered>(tail: Tail<Row>, fresh: readonly Row[]): Tail<Row> {
  const last = tail.rows.at(-1)?.id ?? Number.NEGATIVE_INFINITY;
  const added = fresh.filter(({ id }) => id > last);
  return added.length === 0 ? tail : { ...tail, rows: [...tail.rows, ...added].slice(-MOST) };
}

/** Rows from before the first one, as long as there is space for them. */
export function grownUp<Row extends Numbered>(tail: Tail<Row>, older: readonly Row[]): Tail<Row> {
  const first = tail.rows[0]?.id ?? Number.POSITIVE_INFINITY;
  const added = older.filter(({ id }) => id < first);
  return { ...tail, rows: [...added, ...tail.rows].slice(0, MOST) };
}

const lastShown = ({ rows, anchor }: Tail<Numbered>): number =>
  anchor === null ? rows.length - 1 : rows.findLastIndex(({ id }) => id <= anchor);

/** `by` rows on; at the end it follows again. */
export function scrolled<Row extends Numbered>(tail: Tail<Row>, by: number, height: number): Tail<Row> {
  const { rows } = tail;
  const least = Math.min(height, rows.length) - 1;
  const to = Math.min(rows.length - 1, Math.max(least, lastShown(tail) + by));
  return { ...tail, anchor: to >= rows.length - 1 ? null : rows[to]!.id };
}

/** What a window of this height shows, and how many rows are above and below it. */
export function tailWindow<Row extends Numbered>(tail: Tail<Row>, height: number) {
  const end = Math.max(lastShown(tail) + 1, Math.min(height, tail.rows.length));
  const start = Math.max(0, end - height);
  return { rows: tail.rows.slice(start, end), above: start, below: tail.rows.length - end };
}
