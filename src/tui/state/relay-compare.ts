// Two descriptions side by side: what changed in words on top, then section by section what each of them says.
import { safeText } from "../../protocol/safe-text.ts";
import { type Aligned, aligned, changesBetween, type Facts } from "../../signals/compare.ts";
import { parseDescription } from "../../signals/sdp.ts";
import { type Line, lineOf, type Segment } from "./lines.ts";
import { wrapped } from "./relay-detail.ts";
import { type Item, sdpOf } from "./relay-item.ts";
import { kindRole, personOf } from "./relay-look.ts";
import type { NameOf } from "./relay-subject.ts";
import { span } from "./relay-times.ts";
import { field, truncate, wrap } from "./text.ts";

const LABEL = 12;

export const isComparable = (item: Item): boolean => sdpOf(item) !== null;

/** The earlier one stands left, whichever was marked first. */
export function compareLines(one: Item, other: Item, columns: number, nameOf: NameOf): Line[] {
  const [before, after] = one.id <= other.id ? [one, other] : [other, one];
  const [was, is] = [before, after].map((item) => parseDescription(sdpOf(item) ?? "")) as [
    ReturnType<typeof parseDescription>,
    ReturnType<typeof parseDescription>,
  ];
  const sameSide = before.from === after.from;
  const changes = changesBetween(was, is, { sameSide });
  const half = Math.max(8, Math.floor((columns - LABEL - 5) / 2));
  const told =
    changes.length === 0
      ? [lineOf("Nothing that is looked at changed.", { role: "good" })]
      : changes.flatMap((text) => wrapped(`▸ ${safeText(text)}`, columns - 2, { role: "warn" }));
  return [
    titles(before, after, half, nameOf),
    [],
    ...told.map((line): Line => [{ text: " " }, ...line]),
    ...(sameSide
      ? []
      : [lineOf(" Of two sides: keys and credentials differ as they must.", { role: "faint" })]),
    ...aligned(was, is).flatMap((section) => [[], ...sectionLines(section, half)]),
  ];
}

function titles(before: Item, after: Item, half: number, nameOf: NameOf): Line {
  const title = ({ kind, from, to, record }: Item, since: string): Segment => ({
    text: field(`#${record?.seq} ${kind} ${personOf(from, nameOf)} → ${personOf(to, nameOf)}${since}`, half),
    bold: true,
    role: kindRole[kind],
  });
  return [
    { text: " ".repeat(LABEL + 1) },
    title(before, ""),
    { text: "   " },
    title(after, `  ${span(after.time - before.time)}`),
  ];
}

function sectionLines({ title, before, after }: Aligned, half: number): Line[] {
  const names = [...new Set([...(before ?? []), ...(after ?? [])].map(([name]) => name))];
  return [
    lineOf(` ${safeText(title)}`, { bold: true }),
    ...names.flatMap((name) => factLines(name, said(before, name), said(after, name), half)),
  ];
}

const said = (facts: Facts | null, name: string): string =>
  facts === null ? "no such section" : (facts.find(([each]) => each === name)?.[1] ?? "–");

function factLines(name: string, before: string, after: string, half: number): Line[] {
  const same = before === after;
  // What is equal is no news: its first line is enough.
  const [left, right] = [before, after].map((value) =>
    same ? [truncate(safeText(value), half)] : wrap(safeText(value), half),
  ) as [string[], string[]];
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, at): Line => [
      { text: ` ${(at === 0 ? name : "").padEnd(LABEL)}`, role: "faint" },
      { text: field(left[at] ?? "", half), role: same ? "faint" : undefined },
      { text: same ? "   " : at === 0 ? " → " : "   ", role: "warn", bold: true },
      { text: field(right[at] ?? "", half), role: same ? "faint" : "warn" },
    ],
  );
}
