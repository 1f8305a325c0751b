// The chat without a screen of its own: what is printed once and for ever, and the few lines below that stay alive.
import { type ChatState, currentWindow } from "./chat.ts";
import { statusLine } from "./chat-bar.ts";
import type { Entry } from "./chat-entry.ts";
import type { HelpSection } from "./chat-help.ts";
import { entryRows, nameColumns, sameDay } from "./chat-rows.ts";
import type { ChatWindow } from "./chat-window.ts";
import { inputRows } from "./input-rows.ts";
import { fitLine, type Line, lineOf } from "./lines.ts";
import { width } from "./text.ts";

/** What is on paper already. */
export interface Printed {
  /** By window: up to which entry, and which of those before it are to come. */
  windows: ReadonlyMap<string, { upTo: number; later: ReadonlySet<number>; failed: ReadonlySet<number> }>;
  /** The window of the last line, and when that was. */
  window: string;
  time: number;
}

export const nothingPrinted: Printed = { windows: new Map(), window: "", time: 0 };

/** Comings and goings that may still be added to, and own messages that are on their way. */
const isAlive = (entry: Entry, { entries }: ChatWindow): boolean =>
  entry.delivery === "sending" || (entry.kind === "moves" && entry === entries.at(-1));

export function printed(
  state: ChatState,
  before: Printed,
  columns: number,
): { lines: Line[]; printed: Printed } {
  const lines: Line[] = [];
  let { window: last, time } = before;
  const windows = new Map(
    state.windows.map((window) => {
      const { upTo, later, failed } = before.windows.get(window.id) ?? NONE;
      const alive = window.entries.filter((entry) => isAlive(entry, window));
      const due = window.entries.filter(
        (entry) =>
          !isAlive(entry, window) &&
          (entry.id > upTo || later.has(entry.id)) &&
          !(entry.delivery === "failed" && failed.has(entry.id)),
      );
      for (const entry of due) {
        if (window.id !== last && (last !== "" || state.windows.length > 1)) lines.push(titleLine(window));
        const look = { columns, names: nameColumns(window, columns), marked: false };
        lines.push(...entryRows(entry, { ...look, dated: time > 0 && !sameDay(time, entry.time) }));
        last = window.id;
        time = entry.time;
      }
      const lost = window.entries.filter(({ delivery }) => delivery === "failed").map(({ id }) => id);
      return [
        window.id,
        {
          upTo: Math.max(upTo, window.entries.at(-1)?.id ?? upTo),
          later: new Set([...alive.map(({ id }) => id), ...lost]),
          failed: new Set(lost),
        },
      ] as const;
    }),
  );
  return { lines, printed: { windows, window: last, time } };
}

const NONE = {
  upTo: Number.NEGATIVE_INFINITY,
  later: new Set<number>(),
  failed: new Set<number>(),
};

const nameOf = ({ kind, title }: ChatWindow): string => (kind === "direct" ? `@${title}` : `#${title}`);

const titleLine = (window: ChatWindow): Line => [
  { text: " ── ", role: "faint" },
  { text: nameOf(window), role: "accent", bold: true },
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

/** Keys and commands, printed like anything else: what scrolls by can be read again. */
export function helpText(sections: readonly HelpSection[], columns: number): Line[] {
  const wide = Math.max(...sections.flatMap(({ entries }) => entries.map(({ keys }) => width(keys))));
  const lines = sections.flatMap(({ title, entries }) => [
    lineOf(` ${title}`, { bold: true, role: "accent" }),
    ...entries.map(
      ({ keys, help }): Line => [
        { text: `   ${keys}${" ".repeat(wide - width(keys))}  `, role: "info" },
        { text: help },
      ],
    ),
  ]);
  return lines.map((line) => fitLine(line, columns));
}
