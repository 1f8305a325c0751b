// The rows of a ladder: items that a filter lets through, with candidates of one burst as one row. Grows with what comes.
import { Queue } from "./queue.ts";
import type { Item } from "./relay-item.ts";

export interface LadderRow {
  /** Of its first item; rows stand in the order of these. */
  id: number;
  /** Several only of candidates. */
  items: Item[];
}

/** A candidate after such a silence begins a row of its own. */
const BURST_MS = 2_000;
/** Bursts of so many directions may run at once. */
const AT_ONCE = 8;

export class Fold {
  readonly rows = new Queue<LadderRow>();
  /** Who is in them, in the order of appearance. */
  readonly #peers = new Set<string>();
  readonly #passes: (item: Item) => boolean;

  constructor(passes: (item: Item) => boolean) {
    this.#passes = passes;
  }

  get peers(): string[] {
    return [...this.#peers];
  }

  add(item: Item): void {
    if (!this.#passes(item)) return;
    if (item.kind !== "finding") this.#peers.add(item.from);
    if (item.to !== "") this.#peers.add(item.to);
    const burst = item.kind === "candidate" ? this.#burstOf(item) : null;
    if (burst) burst.items.push(item);
    else this.rows.push({ id: item.id, items: [item] });
  }

  /** What is older is not kept any more. */
  drop(oldestId: number): void {
    for (let first = this.rows.at(0); first && first.items.at(-1)!.id < oldestId; first = this.rows.at(0))
      this.rows.shift();
  }

  #burstOf({ from, exchange, time, record }: Item): LadderRow | null {
    for (let back = 1; back <= Math.min(AT_ONCE, this.rows.length); back++) {
      const row = this.rows.at(-back)!;
      const last = row.items.at(-1)!;
      if (last.kind !== "candidate") return null;
      if (last.from !== from || last.exchange !== exchange) continue;
      return time - last.time <= BURST_MS && verdictOf(last.record) === verdictOf(record) ? row : null;
    }
    return null;
  }
}

const verdictOf = (record: Item["record"]): string | undefined =>
  record?.type === "watch.signals" ? record.verdict : undefined;

/** Where in a ladder somebody stands: on a row by its id, or at the end, wherever that is. */
export interface LadderPlace {
  selected: number | null;
  top: number;
}

export const atEnd: LadderPlace = { selected: null, top: 0 };

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

/** Places in the list as it is now: of the selected row, and of the first one in sight. */
export function settledAt(rows: Queue<LadderRow>, { selected, top }: LadderPlace, height: number) {
  const last = rows.length - 1;
  const at =
    selected === null
      ? last
      : between(
          rows.lastWhere(({ id }) => id <= selected),
          Math.min(0, last),
          last,
        );
  const first = between(
    rows.lastWhere(({ id }) => id <= top),
    at - height + 1,
    Math.max(0, at),
  );
  return { at, first: between(first, 0, Math.max(0, rows.length - height)) };
}

export function steppedBy(
  rows: Queue<LadderRow>,
  place: LadderPlace,
  by: number,
  height: number,
): LadderPlace {
  const { at, first } = settledAt(rows, place, height);
  const to = between(at + by, 0, Math.max(0, rows.length - 1));
  const top = rows.at(between(first, to - height + 1, to))?.id ?? 0;
  return { selected: rows.at(to)?.id ?? null, top };
}
