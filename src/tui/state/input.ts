// The line being typed: a cursor that moves by what a reader sees as one character, word deletion, and a history.
import { safeText } from "../../protocol/safe-text.ts";
import { graphemes, width } from "./text.ts";

export interface Input {
  before: string;
  after: string;
  /** Lines entered earlier, oldest first. */
  history: readonly string[];
  /** The place in the history that is shown; its length while a new line is typed. */
  at: number;
  /** The new line, while the history is being looked through. */
  draft: string;
}

export const emptyInput: Input = { before: "", after: "", history: [], at: 0, draft: "" };

const HISTORY = 200;

export const inputText = ({ before, after }: Input): string => before + after;

export type Edit =
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "start"
  | "end"
  | "delete-back"
  | "delete-forward"
  | "delete-word"
  | "delete-to-start"
  | "delete-to-end"
  | "older"
  | "newer";

const lastOf = (text: string): string => graphemes(text).at(-1) ?? "";
const firstOf = (text: string): string => graphemes(text)[0] ?? "";
const WORD_BEFORE = /\S*\s*$/;
const WORD_AFTER = /^\s*\S*/;

const edits: Record<Edit, (input: Input) => Input> = {
  left: (input) => moveTo(input, input.before.length - lastOf(input.before).length),
  right: (input) => moveTo(input, input.before.length + firstOf(input.after).length),
  "word-left": (input) => moveTo(input, input.before.search(WORD_BEFORE)),
  "word-right": (input) => moveTo(input, input.before.length + WORD_AFTER.exec(input.after)![0].length),
  start: (input) => moveTo(input, 0),
  end: (input) => moveTo(input, inputText(input).length),
  "delete-back": (input) => ({
    ...input,
    before: input.before.slice(0, input.before.length - lastOf(input.before).length),
  }),
  "delete-forward": (input) => ({ ...input, after: input.after.slice(firstOf(input.after).length) }),
  "delete-word": (input) => ({ ...input, before: input.before.slice(0, input.before.search(WORD_BEFORE)) }),
  "delete-to-start": (input) => ({ ...input, before: "" }),
  "delete-to-end": (input) => ({ ...input, after: "" }),
  older: (input) => recall(input, input.at - 1),
  newer: (input) => recall(input, input.at + 1),
};

export const edit = (input: Input, what: Edit): Input => edits[what](input);

function moveTo(input: Input, at: number): Input {
  const text = inputText(input);
  return { ...input, before: text.slice(0, at), after: text.slice(at) };
}

function recall(input: Input, at: number): Input {
  if (at < 0 || at > input.history.length) return input;
  const draft = input.at === input.history.length ? inputText(input) : input.draft;
  return { ...input, at, draft, before: input.history[at] ?? draft, after: "" };
}

/** What is pasted keeps its line breaks and tabs and loses every other control character. */
export const insert = (input: Input, text: string): Input => ({
  ...input,
  before:
    input.before + text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ""),
});

/** The line was entered: it goes into the history and the next one starts empty. */
export function entered(input: Input): Input {
  const text = inputText(input);
  const others = text === "" || input.history.at(-1) === text ? input.history : [...input.history, text];
  const history = others.slice(-HISTORY);
  return { ...emptyInput, history, at: history.length };
}

export const cleared = (input: Input): Input => ({
  ...emptyInput,
  history: input.history,
  at: input.history.length,
});

const shown = (text: string): string => safeText(text.replaceAll("\n", "⏎").replaceAll("\t", " "));

/** The part of the line around the cursor that fits `columns`, and the column of the cursor in it. */
export function inputWindow(input: Input, columns: number): { text: string; cursor: number } {
  const before = graphemes(shown(input.before));
  const after = graphemes(shown(input.after));
  const room = Math.max(1, columns - 1);
  const left: string[] = [];
  let used = 0;
  while (before.length > 0 && used + width(before.at(-1)!) <= room) {
    const part = before.pop()!;
    used += width(part);
    left.unshift(part);
  }
  const cursor = used;
  const right: string[] = [];
  for (const part of after) {
    used += width(part);
    if (used > columns) break;
    right.push(part);
  }
  return { text: [...left, ...right].join(""), cursor };
}
