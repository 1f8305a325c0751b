// The chat as lines that come once each and are never drawn again: what is new in it since the last ones.
import { type ChatState, currentWindow } from "./chat.ts";
import type { Entry } from "./chat-entry.ts";
import { type MoveKind, movesText } from "./chat-moves.ts";
import { type Manner, noticeLines, saidLines, unsentLines, windowWords } from "./chat-plain-lines.ts";
import { dayText, sameDay } from "./chat-rows.ts";
import type { ChatWindow } from "./chat-window.ts";
import { firstOffset } from "./chat-window-messages.ts";
import type { Line } from "./lines.ts";
import { linkText } from "./link.ts";

interface PrintedWindow {
  upTo: number;
  /** The first of the history: what is from before it was asked for since. */
  first: number;
  /** Own messages that were on their way. */
  waiting: ReadonlySet<number>;
  /** By peer, of the comings and goings that are the last entry. */
  moves: ReadonlyMap<string, MoveKind>;
  slowUntil: number;
}

export interface Printed {
  windows: ReadonlyMap<string, PrintedWindow>;
  current: string;
  hint: string;
  link: ChatState["link"]["state"];
  /** Of the last line; 0 before the first one. */
  time: number;
}

export const nothingPrinted: Printed = { windows: new Map(), current: "", hint: "", link: "open", time: 0 };

const NEW: PrintedWindow = {
  upTo: Number.NEGATIVE_INFINITY,
  first: Number.POSITIVE_INFINITY,
  waiting: new Set(),
  moves: new Map(),
  slowUntil: 0,
};

interface Told {
  time: number;
  lines: Line[];
}

/** What is new, and what has been told then. Own lines stand where they were typed. */
export function news(state: ChatState, before: Printed, manner: Manner): { lines: Line[]; printed: Printed } {
  const { now, link, hint } = state;
  const several = state.windows.length > 1;
  const notice = (text: string): Told => ({ time: now, lines: noticeLines(text, now, manner) });
  const told = state.windows.flatMap((window) =>
    ofWindow(window, before.windows.get(window.id) ?? NEW, { ...manner, several, now }),
  );
  if (link.state !== before.link && link.state !== "open") {
    const next = link.state === "closed" ? "/quit ends" : "what you type is sent when it is back";
    told.push(notice(`${linkText(link, now).replace(/^\S+ /, "")} · ${next}`));
  }
  if (hint !== "" && hint !== before.hint) told.push(notice(hint));
  const window = currentWindow(state);
  if (window.id !== before.current) told.push(notice(windowWords(window, manner)));
  if (before.current === "")
    told.push(notice("Enter sends what you type · /help lists commands · Ctrl-D ends"));
  const { lines, time } = dated(told, before.time || now, manner);
  return { lines, printed: { ...printedOf(state), time } };
}

/** The day in front of what is of another one than what stands above it. */
function dated(told: readonly Told[], since: number, manner: Manner): { lines: Line[]; time: number } {
  let last = since;
  const lines = told.flatMap(({ time, lines: own }) => {
    const isSame = sameDay(last, time);
    last = time;
    return isSame ? own : [...noticeLines(dayText(time), time, manner), ...own];
  });
  return { lines, time: last };
}

const printedOf = (state: ChatState): Omit<Printed, "time"> => ({
  windows: new Map(
    state.windows.map((window) => [
      window.id,
      {
        upTo: window.entries.at(-1)?.id ?? Number.NEGATIVE_INFINITY,
        first: firstOffset(window) ?? Number.POSITIVE_INFINITY,
        waiting: new Set(window.entries.filter(isWaiting).map(({ id }) => id)),
        moves: movesOf(window),
        slowUntil: window.slowUntil,
      },
    ]),
  ),
  current: currentWindow(state).id,
  hint: state.hint,
  link: state.link.state,
});

const isWaiting = ({ delivery }: Entry): boolean => delivery === "sending";

const movesOf = ({ entries }: ChatWindow): Map<string, MoveKind> =>
  new Map(entries.at(-1)?.moves?.map(({ peer, kind }) => [peer, kind]));

interface Context extends Manner {
  several: boolean;
  now: number;
}

function ofWindow(window: ChatWindow, before: PrintedWindow, context: Context): Told[] {
  const { entries, slowUntil } = window;
  const { now } = context;
  const isOlder = ({ id, key, offset = Number.POSITIVE_INFINITY }: Entry): boolean =>
    id <= before.upTo && key === undefined && offset < before.first;
  const told = entries.flatMap((entry): Told[] => {
    const isNew = entry.id > before.upTo;
    const waited = before.waiting.has(entry.id);
    if (entry.moves) {
      // One member's comings and goings are told where the others' are.
      if (window.kind === "direct" || entry.id < before.upTo) return [];
      const text = freshMoves(entry, isNew ? NEW.moves : before.moves);
      const notice: Entry = { ...entry, kind: "notice", time: now, lines: [text] };
      return text === "" ? [] : [{ time: now, lines: saidLines(notice, window, context) }];
    }
    if (entry.delivery === "failed")
      return isNew || waited ? [{ time: now, lines: unsentLines(entry, now, context) }] : [];
    const isDue = (isNew && entry.key === undefined) || isOlder(entry);
    return isDue ? [{ time: entry.time, lines: saidLines(entry, window, context) }] : [];
  });
  if (slowUntil > before.slowUntil && slowUntil > now) {
    const seconds = Math.ceil((slowUntil - now) / 1_000);
    told.push({ time: now, lines: noticeLines(`too fast: sending again in ${seconds} s`, now, context) });
  }
  return told;
}

/** Each by itself as it comes: a line that is out can't be added to. */
const freshMoves = ({ moves = [] }: Entry, before: ReadonlyMap<string, MoveKind>): string =>
  movesText(
    moves
      .filter(({ peer, kind }) => before.get(peer) !== kind)
      .map(({ peer, name, kind, kept }) => ({ peer, name, kind, kept })),
  );
