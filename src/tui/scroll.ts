// Finds rows that only changed their place, as those of a log do when a line is added at its end.

export interface Scroll {
  /** The region's rows, both included. */
  top: number;
  bottom: number;
  /** Rows up; down if negative. */
  by: number;
}

/** With fewer rows to save a region costs more than it saves. */
const LEAST = 3;

/** The one move that saves most rows; null where none saves enough. */
export function findScroll(before: readonly string[], now: readonly string[]): Scroll | null {
  const length = Math.min(before.length, now.length);
  const isNew = (row: number): boolean => now[row] !== before[row];
  if (now.filter((_, row) => isNew(row)).length < LEAST) return null;
  let best: Scroll | null = null;
  let most = LEAST - 1;
  for (let by = 1; by <= length - LEAST; by++) {
    for (const step of [by, -by]) {
      let start = -1;
      let saved = 0;
      for (let row = 0; row <= length; row++) {
        const from = row + step;
        if (row < length && from >= 0 && from < length && now[row] === before[from]) {
          if (start < 0) start = row;
          if (isNew(row) && now[row] !== "") saved++;
          continue;
        }
        if (saved > most) {
          most = saved;
          const [top, bottom] = step > 0 ? [start, row - 1 + step] : [start + step, row - 1];
          best = { top, bottom, by: step };
        }
        start = -1;
        saved = 0;
      }
    }
  }
  return best;
}

/** The rows after the move. */
export function scrolled<Row>(rows: readonly Row[], { top, bottom, by }: Scroll, blank: Row): Row[] {
  return rows.map((row, at) => {
    if (at < top || at > bottom) return row;
    const from = at + by;
    return from >= top && from <= bottom ? rows[from]! : blank;
  });
}
