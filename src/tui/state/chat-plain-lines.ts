// How the lines of a chat without a screen are worded: for eyes, and for ears.
import { isolated } from "../../protocol/safe-text.ts";
import type { Entry } from "./chat-entry.ts";
import type { ChatWindow } from "./chat-window.ts";
import { clock } from "./format.ts";
import { type Line, lineOf, type Segment } from "./lines.ts";
import { hereWords } from "./people.ts";
import { width, wrap } from "./text.ts";
import type { Role } from "./theme.ts";

export interface Manner {
  /** Read out: who speaks comes first, and signs are words. */
  readOut: boolean;
  columns: number;
}

interface Place extends Manner {
  /** Where it was said has to be told. */
  several: boolean;
}

export const spoken = (text: string): string => text.replaceAll(" · ", ". ").replaceAll("★", "host");

/** Where less of a line is left it is no use to break it. */
const LEAST_TEXT = 16;

/** Broken between words, behind a margin. */
function folded(head: string, text: string, columns: number, role: Role): Line[] {
  const margin = " ".repeat(width(head));
  return wrap(text, Math.max(LEAST_TEXT, columns - 1 - width(head))).map((part, row) =>
    lineOf(`${row === 0 ? head : margin}${part}`, { role }),
  );
}

export const noticeLines = (
  text: string,
  time: number,
  { readOut, columns }: Manner,
  role: Role = "faint",
): Line[] => (readOut ? [lineOf(spoken(text), { role })] : folded(`${clock(time)} -- `, text, columns, role));

const nameOf = ({ kind, title }: ChatWindow): string => (kind === "direct" ? `@${title}` : `#${title}`);

/** Where what is typed goes from now on. */
export function windowWords(window: ChatWindow, { readOut }: Manner): string {
  const { kind, title, people, capacity, self, topic } = window;
  const names = people.map(({ peer, name }) => (peer === self ? `${name} (you)` : name)).join(", ");
  if (kind === "direct") return readOut ? `You talk with ${title} alone` : `@${title} alone`;
  const here = readOut
    ? `You are in ${title}, with ${people.length} here: ${names}`
    : `#${title} · ${hereWords(people, capacity)} here: ${names}`;
  return topic === "" ? here : `${here} · ${topic}`;
}

export const unsentLines = ({ lines, why = "" }: Entry, time: number, manner: Manner): Line[] =>
  noticeLines(`not sent: ${isolated(lines.join(" / "))} · ${why} · /resend tries again`, time, manner, "bad");

export const saidLines = (entry: Entry, window: ChatWindow, place: Place): Line[] =>
  place.readOut ? [readLine(entry, window, place)] : seenLines(entry, window, place);

/** Always one line: what stood on another could be taken for somebody else's. */
function readLine({ kind, name, lines, time, mine, mention }: Entry, window: ChatWindow, place: Place): Line {
  const text = isolated(lines.join(" / "));
  const room = place.several && window.kind === "room";
  if (kind === "notice")
    return lineOf(`${room ? `In ${window.title}: ` : ""}${spoken(text)}`, { role: "faint" });
  if (kind === "announcement") return lineOf(`Announcement of the ${name}: ${text}`, { role: "warn" });
  const whom = window.kind === "direct" ? (mine ? `to ${window.title} alone` : "to you alone") : "";
  const parts = [whom || (mention && "to you"), room && `in ${window.title}`];
  const who = [name, ...parts.filter(Boolean)].join(" ");
  return [
    { text: who, person: name, bold: mention === true },
    { text: kind === "action" ? `, ${clock(time)}: ${name} ${text}` : `, ${clock(time)}: ${text}` },
  ];
}

const INDENT = " ".repeat(6);

function seenLines(entry: Entry, window: ChatWindow, { several, columns }: Place): Line[] {
  const { kind, name, lines, time, mention } = entry;
  const where = `${clock(time)} ${several ? `${nameOf(window)} ` : ""}`;
  const [first = "", ...more] = lines.map(isolated);
  if (kind === "notice") return folded(`${where}-- `, first, columns, "faint");
  const sign = kind === "action" ? "* " : kind === "announcement" ? "** " : mention ? "! " : "";
  const role: Segment["role"] = kind === "announcement" ? "warn" : mention ? "mention" : undefined;
  const bold = role !== undefined;
  return [
    [
      { text: where, role: "faint" },
      ...(sign ? [{ text: sign, role: role ?? "faint", bold } satisfies Segment] : []),
      kind === "announcement" ? { text: name, role, bold } : { text: name, person: name },
      { text: kind === "action" ? ` ${first}` : `: ${first}`, role, bold },
    ],
    ...more.map(
      (line): Line => [
        { text: `${INDENT}| `, role: "faint" },
        { text: line, role, bold },
      ],
    ),
  ];
}
