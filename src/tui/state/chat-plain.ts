// The chat as lines that come once each and are never drawn again: what is new in it since the last ones.
import { type ChatState, currentWindow } from "./chat.ts";
import type { Entry } from "./chat-entry.ts";
import { type MoveKind, movesText } from "./chat-moves.ts";
import { type Manner, noticeLine, saidLines, unsentLine, windowWords } from "./chat-plain-lines.ts";
import type { ChatWindow } from "./chat-window.ts";
import type { Line } from "./lines.ts";
import { linkText } from "./link.ts";

interface PrintedWindow {
  upTo: number;
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
}

export const nothingPrinted: Printed = { windows: new Map(), current: "", hint: "", link: "open" };

const NEW: PrintedWindow = {
  upTo: Number.NEGATIVE_INFINITY,
  waiting: new Set(),
  moves: new Map(),
  slowUntil: 0,
};

/** What is new, and what has been told then. Own lines stand where they were typed. */
export function news(state: ChatState, before: Printed, manner: Manner): { lines: Line[]; printed: Printed } {
  const several = state.windows.length > 1;
  const lines = state.windows.flatMap((window) =>
    ofWindow(window, before.windows.get(window.id) ?? NEW, { ...manner, several, now: state.now }),
  );
  const tell = (text: string): void => void lines.push(noticeLine(text, state.now, manner));
  if (state.link.state !== before.link && state.link.state !== "open") {
    const next = state.link.state === "closed" ? "/quit ends" : "what you type is sent when it is back";
    tell(`${linkText(state.link, state.now).replace(/^\S+ /, "")} · ${next}`);
  }
  if (state.hint !== "" && state.hint !== before.hint) tell(state.hint);
  const window = currentWindow(state);
  if (window.id !== before.current) tell(windowWords(window, manner));
  if (before.current === "") tell("Enter sends what you type · /help lists commands · Ctrl-D ends");
  return { lines, printed: printedOf(state) };
}

const printedOf = (state: ChatState): Printed => ({
  windows: new Map(
    state.windows.map((window) => [
      window.id,
      {
        upTo: window.entries.at(-1)?.id ?? Number.NEGATIVE_INFINITY,
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

function ofWindow(window: ChatWindow, before: PrintedWindow, context: Context): Line[] {
  const { entries, slowUntil } = window;
  const due = entries.filter(({ id }) => id >= before.upTo || before.waiting.has(id));
  const lines = due.flatMap((entry): Line[] => {
    const isNew = entry.id > before.upTo;
    if (entry.moves) {
      // One member's comings and goings are told where the others' are.
      if (window.kind === "direct") return [];
      const text = freshMoves(entry, isNew ? NEW.moves : before.moves);
      const told: Entry = { ...entry, kind: "notice", time: context.now, lines: [text] };
      return text === "" ? [] : saidLines(told, window, context);
    }
    if (entry.delivery === "failed")
      return isNew || before.waiting.has(entry.id) ? [unsentLine(entry, context)] : [];
    const own = entry.key !== undefined;
    return isNew && !own ? saidLines(entry, window, context) : [];
  });
  if (slowUntil > before.slowUntil && slowUntil > context.now) {
    const seconds = Math.ceil((slowUntil - context.now) / 1_000);
    lines.push(noticeLine(`too fast: sending again in ${seconds} s`, context.now, context));
  }
  return lines;
}

/** Each by itself as it comes: a line that is out can't be added to. */
const freshMoves = ({ moves = [] }: Entry, before: ReadonlyMap<string, MoveKind>): string =>
  movesText(
    moves
      .filter(({ peer, kind }) => before.get(peer) !== kind)
      .map(({ peer, name, kind, kept }) => ({ peer, name, kind, kept })),
  );
