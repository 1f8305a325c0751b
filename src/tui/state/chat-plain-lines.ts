// How the lines of a chat without a screen are worded: for eyes, and for ears.
import { isolated } from "../../protocol/safe-text.ts";
import type { Entry } from "./chat-entry.ts";
import type { ChatWindow } from "./chat-window.ts";
import { clock } from "./format.ts";
import { type Line, lineOf, type Segment } from "./lines.ts";
import { hereWords } from "./people.ts";

export interface Manner {
  /** Read out: who speaks comes first, and signs are words. */
  readOut: boolean;
}

interface Place extends Manner {
  /** Where it was said has to be told. */
  several: boolean;
}

const spoken = (text: string): string => text.replaceAll(" · ", ". ").replaceAll("★", "host");

export const noticeLine = (text: string, time: number, { readOut }: Manner): Line =>
  lineOf(readOut ? spoken(text) : `${clock(time)} -- ${text}`, { role: "faint" });

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

export const unsentLine = ({ lines, why = "", time }: Entry, manner: Manner): Line => {
  const text = `not sent: ${isolated(lines.join(" / "))} · ${why} · /resend tries again`;
  return [{ ...noticeLine(text, time, manner)[0]!, role: "bad" }];
};

export function saidLines(entry: Entry, window: ChatWindow, place: Place): Line[] {
  return place.readOut ? [readLine(entry, window, place)] : seenLines(entry, window, place);
}

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

function seenLines(entry: Entry, window: ChatWindow, { several }: Place): Line[] {
  const { kind, name, lines, time, mention } = entry;
  const [first = "", ...more] = lines.map(isolated);
  const where = several ? `${nameOf(window)} ` : "";
  const head: Segment = { text: `${clock(time)} ${where}`, role: "faint" };
  if (kind === "notice") return [[head, { text: `-- ${first}`, role: "faint" }]];
  const sign = kind === "action" ? "* " : kind === "announcement" ? "** " : mention ? "! " : "";
  const role: Segment["role"] = kind === "announcement" ? "warn" : mention ? "mention" : undefined;
  const bold = role !== undefined;
  return [
    [
      head,
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
