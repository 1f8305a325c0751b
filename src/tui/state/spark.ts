// Figures drawn with the eighths of a block: sparklines for what was, bars for how much.

const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** The last `columns` values, the newest at the right; blank where there are none yet. `most` is the height of a full column. */
export function spark(values: readonly number[], columns: number, most = Math.max(...values, 0)): string {
  const shown = values.slice(-columns).map((value) => {
    if (!(most > 0)) return LEVELS[0];
    return LEVELS[Math.max(0, Math.min(7, Math.ceil((value / most) * 8) - 1))];
  });
  return shown.join("").padStart(columns);
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of at most `columns`, to an eighth of one. */
export function bar(fraction: number, columns: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, fraction)) * columns * 8);
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
