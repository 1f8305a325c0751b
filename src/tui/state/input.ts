// What is being typed: a cursor that moves by what a reader sees as one character, words, lines, a history, and a way back.
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
  /** What was deleted last by a word or more, to be put in again. */
  killed: string;
  /** What stood there before each change, the newest last. */
  past: readonly Pick<Input, "before" | "after">[];
}

export const emptyInput: Input = {
  before: "",
  after: "",
  history: [],
  at: 0,
  draft: "",
  killed: "",
  past: [],
};

const HISTORY = 200;
const UNDOS = 100;

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
  | "yank"
  | "undo"
  | "up"
  | "down"
  | "older"
  | "newer";

const lastOf = (text: string): string => graphemes(text).at(-1) ?? "";
const firstOf = (text: string): string => graphemes(text)[0] ?? "";
const WORD_BEFORE = /\S*\s*$/;
const WORD_AFTER = /^\s*\S*/;
const LINE_BEFORE = /[^\n]*$/;
const LINE_AFTER = /^[^\n]*/;

const edits: Record<Edit, (input: Input) => Input> = {
  left: (input) => moveTo(input, input.before.length - lastOf(input.before).length),
  right: (input) => moveTo(input, input.before.length + firstOf(input.after).length),
  "word-left": (input) => moveTo(input, input.before.search(WORD_BEFORE)),
  "word-right": (input) => moveTo(input, input.before.length + WORD_AFTER.exec(input.after)![0].length),
  start: (input) => moveTo(input, input.before.search(LINE_BEFORE)),
  end: (input) => moveTo(input, input.before.length + LINE_AFTER.exec(input.after)![0].length),
  "delete-back": (input) => changed(input, input.before.slice(0, -lastOf(input.before).length || undefined)),
  "delete-forward": (input) => changed(input, input.before, input.after.slice(firstOf(input.after).length)),
  "delete-word": (input) => deletedBack(input, input.before.search(WORD_BEFORE)),
  "delete-to-start": (input) => deletedBack(input, input.before.search(LINE_BEFORE)),
  "delete-to-end": (input) => {
    const killed = LINE_AFTER.exec(input.after)![0];
    return killed === ""
      ? input
      : { ...changed(input, input.before, input.after.slice(killed.length)), killed };
  },
  yank: (input) => changed(input, input.before + input.killed),
  undo: (input) => ({ ...input, ...input.past.at(-1), past: input.past.slice(0, -1) }),
  up: (input) => (input.before.includes("\n") ? lineUp(input) : recall(input, input.at - 1)),
  down: (input) => (input.after.includes("\n") ? lineDown(input) : recall(input, input.at + 1)),
  older: (input) => recall(input, input.at - 1),
  newer: (input) => recall(input, input.at + 1),
};

export const edit = (input: Input, what: Edit): Input => edits[what](input);

/** Other text in place of what stands there, which can be had back. */
function changed(input: Input, before: string, after = input.after): Input {
  if (before === input.before && after === input.after) return input;
  const past = [...input.past, { before: input.before, after: input.after }].slice(-UNDOS);
  return { ...input, before, after, past };
}

function deletedBack(input: Input, to: number): Input {
  const killed = input.before.slice(to);
  return killed === "" ? input : { ...changed(input, input.before.slice(0, to)), killed };
}

/** To the same column of the line above. */
function lineUp(input: Input): Input {
  const column = LINE_BEFORE.exec(input.before)![0].length;
  const above = input.before.slice(0, input.before.length - column - 1);
  const start = above.search(LINE_BEFORE);
  return moveTo(input, Math.min(start + column, above.length));
}

function lineDown(input: Input): Input {
  const column = LINE_BEFORE.exec(input.before)![0].length;
  const next = input.before.length + LINE_AFTER.exec(input.after)![0].length + 1;
  const length = LINE_AFTER.exec(inputText(input).slice(next))![0].length;
  return moveTo(input, next + Math.min(column, length));
}

function moveTo(input: Input, at: number): Input {
  const text = inputText(input);
  return { ...input, before: text.slice(0, at), after: text.slice(at) };
}

function recall(input: Input, at: number): Input {
  if (at < 0 || at > input.history.length) return input;
  const draft = input.at === input.history.length ? inputText(input) : input.draft;
  return { ...input, at, draft, before: input.history[at] ?? draft, after: "" };
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What is pasted keeps its line breaks and tabs and loses every other control character. */
export const pasted = (text: string): string => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "");

/** Letter by letter only whole words are had back. */
export function insert(input: Input, text: string): Input {
  const clean = pasted(text);
  const next = changed(input, input.before + clean);
  const inWord = /^\S$/u.test(clean) && /\S$/.test(input.before) && input.past.length > 0;
  return inWord ? { ...next, past: input.past } : next;
}

/** The text in place of all that stands there, with the cursor behind `before`. */
export const replaced = (input: Input, before: string, after = ""): Input => changed(input, before, after);

/** The line was entered: it goes into the history and the next one starts empty. */
export function entered(input: Input, keep = true): Input {
  const text = inputText(input);
  const others =
    !keep || text === "" || input.history.at(-1) === text ? input.history : [...input.history, text];
  const history = others.slice(-HISTORY);
  return { ...emptyInput, killed: input.killed, history, at: history.length };
}

/** Empty, and to be had back. */
export const cleared = (input: Input): Input => ({
  ...changed(input, "", ""),
  at: input.history.length,
  draft: "",
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
