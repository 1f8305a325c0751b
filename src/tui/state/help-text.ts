// Keys and commands printed like anything else, whole: what scrolls by can be read again, and nothing of it is cut.
import type { HelpSection } from "./chat-help.ts";
import { type Line, lineOf } from "./lines.ts";
import { width, wrap } from "./text.ts";

const MARGIN = 3;
const GAP = 2;
/** Where less is left beside the commands, what they do stands below them. */
const LEAST_BESIDE = 24;

export function helpText(sections: readonly HelpSection[], columns: number): Line[] {
  const wide = Math.max(...sections.flatMap(({ entries }) => entries.map(({ keys }) => width(keys))));
  const space = columns - 1 - MARGIN - wide - GAP;
  const entryLines = space >= LEAST_BESIDE ? besideEach(wide, space) : belowEach(columns);
  return sections.flatMap(({ title, entries }) => [
    ...wrap(title, columns - 2).map((part) => lineOf(` ${part}`, { bold: true, role: "accent" })),
    ...entries.flatMap(entryLines),
  ]);
}

type Entry = HelpSection["entries"][number];

const besideEach =
  (wide: number, space: number) =>
  ({ keys, help }: Entry): Line[] =>
    wrap(help, space).map((part, row) => {
      const key = row === 0 ? keys : "";
      const head = " ".repeat(MARGIN) + key + " ".repeat(wide - width(key) + GAP);
      return [{ text: head, role: "info" }, { text: part }];
    });

const belowEach =
  (columns: number) =>
  ({ keys, help }: Entry): Line[] => [
    lineOf(" ".repeat(MARGIN) + keys, { role: "info" }),
    ...wrap(help, Math.max(1, columns - 1 - 2 * MARGIN)).map((part) => lineOf(" ".repeat(2 * MARGIN) + part)),
  ];

/** For ears: each in one piece, and no columns, which are read as pauses at best. */
export const spokenHelp = (sections: readonly HelpSection[]): Line[] =>
  sections.flatMap(({ title, entries }) => [
    lineOf(title.replaceAll(" · ", ". ")),
    ...entries.map(({ keys, help }) => lineOf(`${keys.replace(/ …$/, "")}: ${help.replaceAll(" · ", ". ")}`)),
  ]);
