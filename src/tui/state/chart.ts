// Columns of blocks over time, one row high or many; where nothing was measured there is nothing.

const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

export type Measured = number | null;

/** The largest that was measured among the last `columns`. */
export const peakOf = (values: readonly Measured[], columns: number): number =>
  values.slice(-columns).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);

/** Rows from the top, each exactly `columns` wide, the newest value at the right. `most` fills a column. */
export function chart(values: readonly Measured[], columns: number, rows: number, most: number): string[] {
  const shown = values.slice(-columns);
  const heights = shown.map((value) => {
    if (value === null) return 0;
    const eighths = most > 0 ? Math.ceil((value / most) * rows * 8) : 1;
    // Nothing that happened is not the same as nothing that was measured.
    return Math.max(1, Math.min(rows * 8, eighths));
  });
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    const cells = heights.map((height) => {
      const inside = Math.min(8, height - below);
      return inside > 0 ? LEVELS[inside - 1] : " ";
    });
    return cells.join("").padStart(columns);
  });
}
