// Text in columns. Apart from the rest of the output, for knowing how wide text is takes 50 ms to load.
import { field, width } from "../tui/state/text.ts";
import { inertLine } from "./output.ts";

/** Columns as kubectl prints them: a header in capitals, three spaces apart, nothing behind the last. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows].map((row) => row.map(cellOf));
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, column) => field(cell, widths[column]!))
      .join("   ")
      .trimEnd(),
  );
}

/** `name   value` lines. */
export function pairs(entries: readonly (readonly [string, string])[]): string[] {
  const all = entries.map((entry) => entry.map(cellOf) as [string, string]);
  const widest = Math.max(...all.map(([name]) => width(name)));
  return all.map(([name, value]) => `${field(name, widest)}   ${value}`.trimEnd());
}

/** Inert before it is measured. */
const cellOf = (text: string): string => inertLine(text, true);
