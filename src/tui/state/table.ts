// A table as lines: columns that take what they need, the last ones giving way where a terminal is narrow.
import { fitLine, type Line, lineOf, type Segment } from "./lines.ts";
import { field } from "./text.ts";
import type { Role } from "./theme.ts";

export interface Column<Row> {
  title: string;
  /** Columns of the terminal; the first one without a width takes what the others leave. */
  width?: number;
  align?: "left" | "right";
  /** Those with a higher number are left out first where there is no room; without one it always stays. */
  rank?: number;
  text(row: Row): string;
  look?(row: Row): { role?: Role; person?: string; bold?: boolean };
}

const LEAST_FREE = 12;
/** Before each row: where a selection shows itself without colours. */
const MARK = 1;
const GAP = 1;

/** The columns that fit, each with the width it gets. */
export function columnsFor<Row>(all: readonly Column<Row>[], columns: number) {
  let shown = [...all];
  const needed = () => shown.reduce((sum, { width = LEAST_FREE }) => sum + width + GAP, MARK - GAP);
  while (needed() > columns) {
    const last = shown.reduce<Column<Row> | null>(
      (found, column) => ((column.rank ?? 0) > (found?.rank ?? 0) ? column : found),
      null,
    );
    if (!last) break;
    shown = shown.filter((column) => column !== last);
  }
  const spare = Math.max(0, columns - needed());
  let given = false;
  return shown.map((column) => {
    if (column.width !== undefined || given) return { ...column, width: column.width ?? LEAST_FREE };
    given = true;
    return { ...column, width: LEAST_FREE + spare };
  });
}

interface TableSpec<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  isSelected(row: Row): boolean;
  /** Of the title by which it is sorted, with the direction. */
  sorted?: { title: string; descending: boolean };
  width: number;
}

/** A line of titles and a line for each row, all of them as wide as asked. */
export function tableLines<Row>({ columns: all, rows, isSelected, sorted, width }: TableSpec<Row>): Line[] {
  const columns = columnsFor(all, width);
  const titles = columns.map(({ title, width: wide, align }) => {
    const mark = sorted?.title === title ? (sorted.descending ? "↓" : "↑") : "";
    return field(`${title}${mark}`, wide, align);
  });
  const head = lineOf(` ${titles.join(" ")}`, { role: "faint", bold: true });
  return [head, ...rows.map(lineFor)].map((line) => fitLine(line, width));

  function lineFor(row: Row): Line {
    const inverse = isSelected(row) || undefined;
    return columns.flatMap((column, at): Segment[] => [
      { text: at === 0 ? (inverse ? "›" : " ") : " ", inverse },
      {
        text: field(column.text(row), column.width, column.align),
        inverse,
        ...(inverse ? { bold: column.look?.(row)?.bold } : column.look?.(row)),
      },
    ]);
  }
}
