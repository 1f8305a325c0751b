// Figures drawn with the eighths of a block: sparklines for what was, bars for how much.

const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

/** What is no number draws as nothing would. */
const share = (value: number, most: number): number => {
  const part = most > 0 ? value / most : 0;
  return Number.isNaN(part) ? 0 : between(part, 0, 1);
};

/** The last `columns` values, the newest at the right; blank where there are none yet. `most` is the height of a full column. */
export function spark(values: readonly number[], columns: number, most?: number): string {
  if (columns < 1) return "";
  const shown = values.slice(-columns);
  const full = most ?? Math.max(0, ...shown.filter(Number.isFinite));
  return shown
    .map((value) => LEVELS[Math.max(0, Math.ceil(share(value, full) * 8) - 1)])
    .join("")
    .padStart(columns);
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of at most `columns`, to an eighth of one. */
export function bar(fraction: number, columns: number): string {
  const eighths = Math.round(share(fraction, 1) * columns * 8);
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
