// The help of the chat as lines: keys and commands, in as many columns as there is room for, and scrolled.
import { fillLines, type Line, lineOf } from "./lines.ts";
import { field, width } from "./text.ts";

export interface HelpSection {
  title: string;
  entries: readonly { keys: string; help: string }[];
}

const TWO_FROM = 76;
const WIDE_FROM = 130;
const LONG_KEYS = 14;

/** At most this row can stand at the top. */
export const lastHelpTop = (sections: readonly HelpSection[], columns: number, height: number): number =>
  Math.max(0, allLines(sections, columns).length - height + 1);

export function helpLines(
  sections: readonly HelpSection[],
  top: number,
  columns: number,
  height: number,
): Line[] {
  const all = allLines(sections, columns);
  const more = all.length > height;
  const shown = all.slice(top, top + height - (more ? 1 : 0));
  const left = Math.max(0, all.length - top - shown.length);
  const way = left > 0 ? `↓ ${left} more lines · PgDn` : "the end";
  const foot = lineOf(` ${way} · PgUp · Esc back`, { role: "info" });
  return fillLines(more ? [...fillLines(shown, height - 1, columns), foot] : shown, height, columns);
}

const allLines = (sections: readonly HelpSection[], columns: number): Line[] =>
  sections.flatMap(({ title, entries }, at) => [
    ...(at > 0 ? [[]] : []),
    lineOf(` ${title}`, { bold: true, role: "accent" }),
    ...sectionLines(entries, columns),
  ]);

function sectionLines(entries: HelpSection["entries"], columns: number): Line[] {
  const keys = Math.max(...entries.map((entry) => width(entry.keys)));
  const beside = keys > LONG_KEYS ? (columns >= WIDE_FROM ? 2 : 1) : columns >= TWO_FROM ? 2 : 1;
  const rows = Math.ceil(entries.length / beside);
  const first = entries.slice(0, rows);
  // The left column is no wider than it must be.
  const most = Math.max(...first.map(({ help }) => width(help))) + keys + 3;
  const left = beside === 1 ? columns : Math.min(most, Math.floor((columns * 3) / 5));
  return first.map((entry, row) => {
    const other = entries.slice(rows)[row];
    return [...entryLine(entry, keys, left), ...(other ? entryLine(other, keys, columns - left) : [])];
  });
}

const entryLine = ({ keys, help }: HelpSection["entries"][number], wide: number, columns: number): Line => {
  const head = Math.min(wide, Math.floor(columns / 2));
  return [
    { text: ` ${field(keys, head)} `, role: "info" },
    { text: field(help, Math.max(0, columns - head - 2)) },
  ];
};
