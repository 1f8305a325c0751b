// Text in columns. Apart from the rest of the output, for knowing how wide text is takes 50 ms to load.
import { field, width } from "../tui/state/text.ts";
import { inertLine } from "./output.ts";

interface Fit {
  /** How wide the lines may be. */
  within: number;
  /** The columns that may be missing, the first of them first. */
  spare: readonly string[];
}

const GAP = 3;
/** So much of what is in the first column is left where nothing else helps. */
const LEAST = 8;

/**
 * Columns as kubectl prints them: a header in capitals, three spaces apart, nothing behind the last. Where a line would be
 * broken columns are left out, and what is in the first one is shortened.
 */
export function columns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  fit: Fit = { within: Number.POSITIVE_INFINITY, spare: [] },
): string[] {
  const all = [header, ...rows].map((row) => row.map(cellOf));
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ""))));
  const shown = header.map((_, column) => column);
  const wide = (): number => shown.reduce((sum, column) => sum + widths[column]! + GAP, -GAP);
  for (const name of fit.spare) {
    if (wide() <= fit.within) break;
    shown.splice(shown.indexOf(header.indexOf(name)), 1);
  }
  const excess = wide() - fit.within;
  const [first = 0] = shown;
  if (excess > 0) widths[first] = Math.max(Math.min(LEAST, widths[first]!), widths[first]! - excess);
  return all.map((row) =>
    shown
      .map((column) => field(row[column] ?? "", widths[column]!))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

/** What a terminal shows in one line; in a pipe there are no lines that are too long. */
export const lineColumns = ({ isTTY, columns: wide }: { isTTY?: boolean; columns?: number }): number =>
  (isTTY && wide) || Number.POSITIVE_INFINITY;

/** `name   value` lines. */
export function pairs(entries: readonly (readonly [string, string])[]): string[] {
  const all = entries.map((entry) => entry.map(cellOf) as [string, string]);
  const widest = Math.max(...all.map(([name]) => width(name)));
  return all.map(([name, value]) => `${field(name, widest)}   ${value}`.trimEnd());
}

/** Inert before it is measured. */
const cellOf = (text: string): string => inertLine(text, true);
