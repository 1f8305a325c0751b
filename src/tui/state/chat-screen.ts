// The whole chat screen as lines: header, messages with members beside them, status, what is typed, keys.
import { type ChatState, currentWindow } from "./chat.ts";
import { statusLine } from "./chat-bar.ts";
import { type HelpSection, helpLines } from "./chat-help.ts";
import { membersLines } from "./chat-members.ts";
import { shownRows, type View } from "./chat-scroll.ts";
import type { ChatWindow } from "./chat-window.ts";
import { inputRows } from "./input-rows.ts";
import { beside, endsLine, fillLines, fitLine, type Line, lineOf } from "./lines.ts";
import { hereWords } from "./people.ts";
import { width } from "./text.ts";

interface Size {
  columns: number;
  rows: number;
}

interface Layout extends View {
  members: number;
  /** Rules set the parts apart where there is room for them. */
  rules: boolean;
  prompt: string;
  input: ReturnType<typeof inputRows>;
}

const MEMBERS_FROM = 90;
const MEMBERS = 24;
const RULES_FROM = 14;
const NAME_FROM = 100;
const MOST_INPUT = 6;
const PROMPT = " › ";

/** What the parts around the messages leave to them; scrolling needs it too. */
export function chatLayout(state: ChatState, { columns, rows }: Size): Layout {
  const window = currentWindow(state);
  const rules = rows >= RULES_FROM;
  const members = state.members && columns >= MEMBERS_FROM && window.kind === "room" ? MEMBERS : 0;
  const me = window.people.find(({ peer }) => peer === window.self)?.name ?? "";
  const prompt = columns >= NAME_FROM && me !== "" ? ` ${me}${PROMPT}` : PROMPT;
  const most = Math.max(1, Math.min(MOST_INPUT, Math.floor(rows / 4)));
  const input = inputRows(window.input, columns - width(prompt) - 1, most);
  const height = rows - (rules ? 5 : 3) - input.rows.length;
  return { columns: columns - members, height, members, rules, prompt, input, now: state.now };
}

export function chatCursor(state: ChatState, size: Size): { x: number; y: number } {
  const { prompt, input } = chatLayout(state, size);
  return { x: width(prompt) + input.x, y: size.rows - 1 - input.rows.length + input.y };
}

export interface Words {
  footer: string;
  help: readonly HelpSection[];
}

export function chatLines(state: ChatState, size: Size, words: Words): Line[] {
  const { columns, rows } = size;
  const layout = chatLayout(state, size);
  const { height, rules, prompt, input } = layout;
  const rule = rules ? [lineOf("─".repeat(columns), { role: "faint" })] : [];
  const typed = input.rows.map(
    (text, row): Line => [{ text: row === 0 ? prompt : " ".repeat(width(prompt)), role: "accent" }, { text }],
  );
  const help = state.help === null ? null : helpLines(words.help, state.help, columns, height);
  return [
    header(currentWindow(state), columns),
    ...rule,
    ...(help ?? middle(state, layout)),
    ...rule,
    statusLine(state, columns),
    ...typed.map((line) => fitLine(line, columns)),
    fitLine([{ text: ` ${words.footer}`, role: "faint" }], columns),
  ].slice(0, rows);
}

function middle(state: ChatState, layout: Layout): Line[] {
  const { columns, height, members } = layout;
  const window = currentWindow(state);
  const rows = shownRows(window, layout).map(({ line }) => line);
  const blank = Array.from({ length: Math.max(0, height - rows.length) }, (): Line => []);
  const messages = fillLines([...blank, ...rows], height, columns);
  return members === 0 ? messages : beside(messages, membersLines(window, members, height));
}

function header(window: ChatWindow, columns: number): Line {
  const { people, capacity, self, seated } = window;
  const left = headerWords(window);
  if (window.kind === "direct") return endsLine(lineOf(left, { bold: true }), [], columns);
  const here = hereWords(people, capacity);
  const me = people.find(({ peer }) => peer === self)?.name ?? "";
  const wordings = seated
    ? [`${here} here · you are ${me}`, `${here} here`, here]
    : ["you are not in it any more", "not in it"];
  const space = columns - width(left) - 2;
  // The last one is worth cutting the topic for.
  const right = wordings.find((wording) => width(wording) <= space) ?? wordings.at(-1)!;
  return endsLine(lineOf(left, { bold: true }), [{ text: ` ${right} `, bold: true }], columns);
}

function headerWords(window: ChatWindow): string {
  const { kind, title, room, status, locked, topic, code } = window;
  if (kind === "direct") return ` @${title} · alone with you · from ${room}`;
  const parts = [`#${title}`, status, locked ? "locked" : "", code && `code ${code}`, topic];
  return ` ${parts.filter(Boolean).join(" · ")}`;
}
