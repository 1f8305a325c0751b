// The chat without a screen of its own: what is printed once and for ever, and the few lines below that stay alive.
import { type ChatState, currentWindow } from "./chat.ts";
import { statusLine } from "./chat-bar.ts";
import type { Entry } from "./chat-entry.ts";
import { entryRows, nameColumns, sameDay } from "./chat-rows.ts";
import type { ChatWindow } from "./chat-window.ts";
import { firstOffset } from "./chat-window-messages.ts";
import { inputRows } from "./input-rows.ts";
import type { Line } from "./lines.ts";
import { width } from "./text.ts";

interface PrintedWindow {
  upTo: number;
  /** The first of the history: what is from before it was asked for since. */
  first: number;
  /** Of those before `upTo` the ones that are to come. */
  later: ReadonlySet<number>;
  failed: ReadonlySet<number>;
}

/** What is on paper already. */
export interface Printed {
  windows: ReadonlyMap<string, PrintedWindow>;
  /** Under which title the last line stands, and when that was. */
  title: string;
  time: number;
}

export const nothingPrinted: Printed = { windows: new Map(), title: "", time: 0 };

/** Comings and goings that may still be added to, and own messages that are on their way. */
const isAlive = (entry: Entry, { entries }: ChatWindow): boolean =>
  entry.delivery === "sending" || (entry.kind === "moves" && entry === entries.at(-1));

export function printed(
  state: ChatState,
  before: Printed,
  columns: number,
): { lines: Line[]; printed: Printed } {
  const lines: Line[] = [];
  let { title: last, time } = before;
  const print = (window: ChatWindow, title: string, entries: readonly Entry[]): void => {
    for (const entry of entries) {
      if (title !== last && (last !== "" || state.windows.length > 1)) lines.push(titleLine(title));
      const look = { columns, names: nameColumns(window, columns), marked: false };
      lines.push(...entryRows(entry, { ...look, dated: time > 0 && !sameDay(time, entry.time) }));
      last = title;
      time = entry.time;
    }
  };
  const windows = new Map(
    state.windows.map((window) => {
      const known = before.windows.get(window.id) ?? NONE;
      print(window, `${nameOf(window)}, older`, window.entries.filter(isOlder(known)));
      print(window, nameOf(window), window.entries.filter(isDue(known, window)));
      return [window.id, printedOf(window, known)];
    }),
  );
  return { lines, printed: { windows, title: last, time } };
}

const isOlder =
  ({ upTo, first }: PrintedWindow) =>
  ({ id, key, offset = Number.POSITIVE_INFINITY }: Entry): boolean =>
    id <= upTo && key === undefined && offset < first;

const isDue =
  ({ upTo, later, failed }: PrintedWindow, window: ChatWindow) =>
  (entry: Entry): boolean =>
    !isAlive(entry, window) &&
    (entry.id > upTo || later.has(entry.id)) &&
    !(entry.delivery === "failed" && failed.has(entry.id));

function printedOf(window: ChatWindow, { upTo }: PrintedWindow): PrintedWindow {
  const { entries } = window;
  const alive = entries.filter((entry) => isAlive(entry, window)).map(({ id }) => id);
  const lost = entries.filter(({ delivery }) => delivery === "failed").map(({ id }) => id);
  return {
    upTo: Math.max(upTo, entries.at(-1)?.id ?? upTo),
    first: firstOffset(window) ?? Number.POSITIVE_INFINITY,
    later: new Set([...alive, ...lost]),
    failed: new Set(lost),
  };
}

const NONE: PrintedWindow = {
  upTo: Number.NEGATIVE_INFINITY,
  first: Number.POSITIVE_INFINITY,
  later: new Set(),
  failed: new Set(),
};

const nameOf = ({ kind, title }: ChatWindow): string => (kind === "direct" ? `@${title}` : `#${title}`);

const titleLine = (title: string): Line => [
  { text: " ── ", role: "faint" },
  { text: title, role: "accent", bold: true },
  { text: " ──", role: "faint" },
];

const MOST_INPUT = 3;

export interface Live {
  lines: Line[];
  cursor: { x: number; y: number };
}

/** Six lines at most: who came and went, what is on its way, the connection, and what is typed. */
export function liveLines(state: ChatState, columns: number): Live {
  const window = currentWindow(state);
  const look = { columns, names: nameColumns(window, columns), dated: false, marked: false };
  const alive = window.entries.filter((entry) => isAlive(entry, window));
  const own = alive.filter(({ delivery }) => delivery === "sending");
  const moves = alive.find(({ kind }) => kind === "moves");
  const above = [
    ...(moves ? entryRows(moves, look).slice(0, 1) : []),
    ...(own.length > 0 ? entryRows(own.at(-1)!, look).slice(-1) : []),
  ];
  const prompt = ` ${nameOf(window)} › `;
  const input = inputRows(window.input, columns - width(prompt) - 1, MOST_INPUT);
  const typed = input.rows.map(
    (text, row): Line => [{ text: row === 0 ? prompt : " ".repeat(width(prompt)), role: "accent" }, { text }],
  );
  const lines = [...above, statusLine(state, columns - 1), ...typed];
  return { lines, cursor: { x: width(prompt) + input.x, y: lines.length - typed.length + input.y } };
}
