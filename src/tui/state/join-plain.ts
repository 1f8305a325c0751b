// A seat in a room as lines that come once each: what is new in it since the last ones, for eyes and for ears.
import { type Manner, noticeLines } from "./chat-plain-lines.ts";
import { clock, codeText } from "./format.ts";
import { helpText, spokenHelp } from "./help-text.ts";
import { COMMANDS } from "./join-commands.ts";
import type { LogEntry } from "./join-log.ts";
import { invitationWords, overlayLines } from "./join-overlay.ts";
import { type JoinState, personOf } from "./join-state.ts";
import { type Line, lineOf } from "./lines.ts";
import { linkText } from "./link.ts";
import { hereWords } from "./people.ts";

interface Printed {
  upTo: number;
  hint: string;
  question: string;
  link: JoinState["link"]["state"];
  room: string;
}

export const nothingPrinted: Printed = { upTo: 0, hint: "", question: "", link: "open", room: "" };

/** Signals that follow each other are one line, which waits for the last of them so long. */
const BURST_MS = 2_000;

export function news(state: JoinState, before: Printed, manner: Manner): { lines: Line[]; printed: Printed } {
  const { log, now, hint, asking, link, room } = state;
  const entries = log.entries.filter(({ id }) => id > before.upTo);
  const last = entries.at(-1);
  const isGrowing = last?.burst !== undefined && now - last.time < BURST_MS;
  const due = isGrowing ? entries.slice(0, -1) : entries;
  const tell = (text: string): Line[] => noticeLines(text, now, manner);
  const question = asking ? `${asking.question}${asking.by === "key" ? " y or n" : ""}` : "";
  const away = link.state !== "open" && link.state !== before.link;
  return {
    lines: [
      ...due.flatMap((entry) => entryLines(entry, manner)),
      ...(room !== before.room ? whereTexts(state, manner.readOut).flatMap(tell) : []),
      ...(away ? tell(linkText(link, now).replace(/^\S+ /, "")) : []),
      ...(hint !== "" && hint !== before.hint ? tell(hint) : []),
      ...(question !== "" && question !== before.question ? tell(question) : []),
    ],
    printed: { upTo: due.at(-1)?.id ?? before.upTo, hint, question, link: link.state, room },
  };
}

function entryLines({ kind, who, text, time }: LogEntry, manner: Manner): Line[] {
  const { readOut } = manner;
  if (kind === "chat") {
    // One's own stands where it was typed; nobody else is called so.
    if (who === "you") return [];
    const name = { text: who ?? "", person: who };
    if (readOut) return [[name, { text: `, ${clock(time)}: ${text}` }]];
    return [[{ text: `${clock(time)} `, role: "faint" }, name, { text: `: ${text}` }]];
  }
  if (kind === "notice") return [lineOf(readOut ? text : `${clock(time)} ** ${text}`, { role: "warn" })];
  return noticeLines(text.replaceAll(" → ", " to "), time, manner);
}

function whereTexts(state: JoinState, readOut: boolean): string[] {
  const { view, people, self, room } = state;
  if (!view) return [];
  const names = people.map(({ peer, name }) => (peer === self ? `${name} (you)` : name)).join(", ");
  const code = view.code === undefined ? "" : ` · code ${codeText(view.code)}`;
  return [
    `${room} · ${view.status} · ${hereWords(people, view.capacity)} here: ${names} · host ${personOf(state, view.host ?? "")}${code}`,
    readOut
      ? "Enter says what you type. Colon ready: you are ready. Colon help: commands. Ctrl-D leaves"
      : "Enter says what you type · :ready · :start · :help · Ctrl-D leaves",
  ];
}

const HELP = Object.entries(COMMANDS).map(([name, { args = "", help }]) => ({
  keys: `${name} ${args}`.trim(),
  help,
}));

/** What a screen would lay over its panels. */
export function overlayText(state: JoinState, { readOut, columns }: Manner): Line[] {
  const { overlay } = state;
  if (overlay === null) return [];
  const prose = readOut ? Number.POSITIVE_INFINITY : columns - 1;
  if (overlay.kind === "invite") return invitationWords(state, prose, Number.POSITIVE_INFINITY);
  if (overlay.kind !== "help") return overlayLines(state, overlay, { keys: [], columns, rows: 0 });
  if (readOut) return spokenHelp([{ title: "Commands, a colon in front of each", entries: HELP }]);
  const entries = HELP.map(({ keys, help }) => ({ keys: `:${keys}`, help }));
  return helpText([{ title: "Commands", entries }], columns);
}
