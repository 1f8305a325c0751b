// The line under the messages: the connection, the windows with what is new in them, and what there is to say at the moment.
import { type ChatState, currentWindow } from "./chat.ts";
import { commandHint, completing, windowName } from "./chat-complete.ts";
import { pasteQuestion } from "./chat-paste.ts";
import type { ChatWindow } from "./chat-window.ts";
import { endsLine, type Line, lineWidth, type Segment } from "./lines.ts";
import { linkRole, linkText } from "./link.ts";
import type { Role } from "./theme.ts";

const NARROW = 60;
const MOST_TYPING = 3;

export function statusLine(state: ChatState, columns: number): Line {
  const note = noteOf(state);
  const link = linkLine(state, columns);
  const wide = lineWidth(note) + 1;
  const bar = windowBar(state, columns - lineWidth(link) - wide - 2);
  const left = bar.length > 0 ? [...link, { text: "  " }, ...bar] : link;
  // What was just asked for or refused is read whole, if need be in place of the rest.
  const beside = lineWidth(left) + wide + 1 <= columns ? left : link;
  const short = lineWidth(beside) + wide + 1 <= columns ? beside : dot(state);
  return endsLine(short, [...note, { text: " " }], columns);
}

const dot = ({ link }: ChatState): Line => [
  { text: ` ${linkText(link, 0).slice(0, 1)}`, role: linkRole(link) },
];

function linkLine(state: ChatState, columns: number): Line {
  const { link, now, windows } = state;
  const queued = windows.reduce((sum, { pending }) => sum + pending, 0);
  if (link.state === "open" && columns < NARROW && windows.length > 1) return dot(state);
  const waiting = link.state !== "open" && queued > 0 ? ` (${queued} queued)` : "";
  return [{ text: ` ${linkText(link, now)}${waiting}`, role: linkRole(link) }];
}

/** `[1:lobby] [2:dev 3] [3:@ada!]`; nothing while there is one window only. */
export function windowBar({ windows, current }: ChatState, columns: number): Line {
  if (windows.length < 2) return [];
  const all = windows.map((window, at) => barSegment(window, at + 1, window.id === current));
  const wide = (from: number, to: number): number => lineWidth(all.slice(from, to)) + (to - from - 1);
  // Around the one that is looked at, as many as fit.
  const at = Math.max(
    0,
    windows.findIndex(({ id }) => id === current),
  );
  let [from, to] = [at, at + 1];
  for (let grown = true; grown; ) {
    grown = false;
    if (to < all.length && wide(from, to + 1) + 4 <= columns) [to, grown] = [to + 1, true];
    if (from > 0 && wide(from - 1, to) + 4 <= columns) [from, grown] = [from - 1, true];
  }
  const shown = all
    .slice(from, to)
    .flatMap((segment, index) => (index > 0 ? [{ text: " " }, segment] : [segment]));
  const hidden = [...windows.slice(0, from), ...windows.slice(to)];
  return [
    ...(from > 0 ? [moreSegment("‹ ", hidden)] : []),
    ...shown,
    ...(to < all.length ? [moreSegment(" ›", hidden)] : []),
  ];
}

const moreSegment = (text: string, hidden: readonly ChatWindow[]): Segment => ({
  text: text.replace("‹", "…").replace("›", "…"),
  role: hidden.some(({ unread }) => unread > 0) ? "warn" : "faint",
});

function barSegment(window: ChatWindow, number: number, current: boolean): Segment {
  const { unread, mentions, seated } = window;
  const news = mentions > 0 ? `${unread > 1 ? ` ${unread}` : ""}!` : unread > 0 ? ` ${unread}` : "";
  const role: Role | undefined =
    mentions > 0 ? "mention" : unread > 0 ? "warn" : current ? "accent" : "faint";
  const text = `[${number}:${windowName(window)}${news}${seated ? "" : " ✗"}]`;
  return { text, role, bold: current || mentions > 0, inverse: current };
}

function noteOf(state: ChatState): Line {
  const { hint, paste, now } = state;
  const window = currentWindow(state);
  if (paste) return [{ text: pasteQuestion(paste), role: "warn", bold: true }];
  if (hint) return [{ text: hint }];
  const command = commandHint(window.input) || completing(state);
  if (command) return [{ text: command, role: "info" }];
  if (window.slowUntil > now) {
    const seconds = Math.ceil((window.slowUntil - now) / 1_000);
    return [{ text: `too fast: sending again in ${seconds} s`, role: "warn" }];
  }
  if (window.anchor !== null) {
    const { below } = window;
    return [{ text: below > 0 ? `↓ ${below} newer · Esc` : "↓ Esc", role: below > 0 ? "warn" : "faint" }];
  }
  return [{ text: typingText(window), role: "faint" }];
}

function typingText({ typing }: ChatWindow): string {
  if (typing.length === 0) return "";
  if (typing.length > MOST_TYPING) return `${typing.length} are typing…`;
  return `${typing.map(({ name }) => name).join(", ")} ${typing.length === 1 ? "is" : "are"} typing…`;
}
