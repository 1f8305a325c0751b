// The chat as screen rows: entries wrapped under a gutter of time and name, once for each width.
import { isolated } from "../../protocol/safe-text.ts";
import { type Entry, linksIn, splitLinks } from "./chat-entry.ts";
import type { ChatWindow } from "./chat-window.ts";
import { clock } from "./format.ts";
import { type Line, lineWidth, type Segment } from "./lines.ts";
import { field, truncate, width, wrap } from "./text.ts";

/** Names are right-aligned in a column as wide as the widest one so far, within limits. */
const MOST_NAME = 12;
const MOST_NAME_NARROW = 8;
const NARROW = 60;
const TIME = 6;
const GUTTER = 3;
const LEAST_TEXT = 8;

export interface RowLook {
  columns: number;
  names: number;
  /** A line with the day stands above. */
  dated: boolean;
  /** What follows was not read yet. */
  marked: boolean;
}

export const nameColumns = ({ widest }: ChatWindow, columns: number): number =>
  Math.min(columns < NARROW ? MOST_NAME_NARROW : MOST_NAME, widest);

/** Entries never change: what was wrapped once is there until the width changes. */
const wrapped = new WeakMap<Entry, { look: string; rows: readonly Line[] }>();

export function entryRows(entry: Entry, { columns, names, dated, marked }: RowLook): readonly Line[] {
  const look = `${columns} ${names} ${dated} ${marked}`;
  const there = wrapped.get(entry);
  if (there?.look === look) return there.rows;
  const rows = [
    ...(dated ? [rule(dayText(entry.time), columns, "faint")] : []),
    ...(marked ? [rule("new", columns, "warn")] : []),
    ...textRows(entry, columns, names),
  ];
  wrapped.set(entry, { look, rows });
  return rows;
}

/** `───── new ─────`, over the whole width. */
function rule(text: string, columns: number, role: Segment["role"]): Line {
  const side = Math.max(1, Math.floor((columns - width(text) - 3) / 2));
  const head = ` ${"─".repeat(side - 1)} ${text} `;
  return [{ text: head + "─".repeat(Math.max(1, columns - 1 - width(head))), role }];
}

interface Piece {
  text: string;
  /** Over the whole width: a link that would be broken under the gutter. */
  whole?: boolean;
}

function textRows(entry: Entry, columns: number, names: number): Line[] {
  const space = Math.max(LEAST_TEXT, columns - 1 - TIME - names - GUTTER);
  const pieces = entryText(entry).flatMap((line) => wrappedLine(line, space, columns - 2));
  const rows = pieces.map(({ text, whole }, row): Line => {
    const textPart = textSegments(entry, text);
    return whole && row > 0 ? [{ text: " " }, ...textPart] : [...head(entry, names, row), ...textPart];
  });
  return withMark(rows, entry, names, columns);
}

/** Who does something stands in the text, and not beside it. */
const entryText = ({ kind, name, lines }: Entry): readonly string[] =>
  kind === "action" ? [`${name} ${lines[0] ?? ""}`, ...lines.slice(1)] : lines;

function wrappedLine(line: string, space: number, whole: number): Piece[] {
  const links = linksIn(line).filter((link) => width(link) > space);
  if (links.length === 0) return wrap(line, space).map((text) => ({ text }));
  const parts: Piece[] = [];
  let rest = line;
  for (const link of links) {
    const at = rest.indexOf(link);
    const before = rest.slice(0, at).trimEnd();
    // The gutter says who speaks, also where a link comes first.
    if (before !== "" || parts.length === 0) parts.push(...wrap(before, space).map((text) => ({ text })));
    parts.push(...wrap(link, whole).map((text) => ({ text, whole: true })));
    rest = rest.slice(at + link.length).trimStart();
  }
  return rest === "" ? parts : [...parts, ...wrap(rest, space).map((text) => ({ text }))];
}

const HEADS: Partial<Record<Entry["kind"], string>> = { action: "*", notice: "--", moves: "--" };

function head({ kind, name, time, mine, mention }: Entry, names: number, row: number): Line {
  const bar: Segment = mention
    ? { text: " ! ", role: "mention", bold: true }
    : { text: " │ ", role: "faint" };
  if (row > 0) return [{ text: " ".repeat(TIME + names + 1) }, bar];
  const label = HEADS[kind] ?? name;
  return [
    { text: ` ${field(clock(time), TIME)}`, role: "faint" },
    { text: field(truncate(label, names), names, "right"), bold: mine, ...lookOfName(kind, name) },
    bar,
  ];
}

function lookOfName(kind: Entry["kind"], name: string): Pick<Segment, "role" | "person"> {
  if (kind === "message" || kind === "action") return { person: name };
  return { role: kind === "announcement" ? "warn" : "faint" };
}

function textSegments({ kind, mention, delivery, name }: Entry, text: string): Line {
  const plain = kind === "notice" || kind === "moves";
  const role: Segment["role"] = plain || delivery === "sending" ? "faint" : mention ? "mention" : undefined;
  const person = kind === "action" && role === undefined ? name : undefined;
  const bold = kind === "announcement" || mention === true;
  return splitLinks(plain ? text : isolated(text))
    .map(
      (part, at): Segment =>
        at % 2 === 1 ? { text: part, role: "info", bold } : { text: part, role, person, bold },
    )
    .filter((segment) => segment.text !== "");
}

/** How far an own message got, behind its last row. */
function withMark(rows: Line[], { delivery, why }: Entry, names: number, columns: number): Line[] {
  if (delivery !== "sending" && delivery !== "failed") return rows;
  const mark: Segment =
    delivery === "sending"
      ? { text: " …", role: "faint" }
      : { text: ` ✗ not sent: ${why ?? ""} · /resend`, role: "bad" };
  const last = rows.at(-1) ?? [];
  if (delivery === "sending" || lineWidth(last) + width(mark.text) < columns)
    return [...rows.slice(0, -1), [...last, mark]];
  return [...rows, [{ text: " ".repeat(TIME + names + 1) }, { text: " │", role: "faint" }, mark]];
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

export const dayText = (time: number): string => {
  const date = new Date(time);
  return `${DAYS[date.getDay()]}, ${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
};

/** The same text on the same day, in local time. */
export const sameDay = (a: number, b: number): boolean =>
  Math.abs(a - b) < 48 * 3_600_000 && dayText(a) === dayText(b);
