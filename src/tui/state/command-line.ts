// The line at the bottom of a screen on which a filter or a command is typed, with what was typed on it before.
import { cleared, type Edit, edit, emptyInput, entered, type Input, inputText, insert } from "./input.ts";

export type LineKind = "filter" | "command" | "save";

export interface CommandLine {
  /** Null while nothing is typed: keys mean actions then. */
  open: LineKind | null;
  input: Input;
}

export const closedLine: CommandLine = { open: null, input: emptyInput };

export const opened = (line: CommandLine, kind: LineKind, text = ""): CommandLine => ({
  open: kind,
  input: insert(cleared(line.input), text),
});

export const typed = (line: CommandLine, text: string): CommandLine => ({
  ...line,
  input: insert(line.input, text.replaceAll("\n", " ")),
});

export const edited = (line: CommandLine, what: Edit): CommandLine => ({
  ...line,
  input: edit(line.input, what),
});

/** Closed with what stood on it kept for the next time. */
export const accepted = (line: CommandLine): CommandLine => ({ open: null, input: entered(line.input) });

export const cancelled = (line: CommandLine): CommandLine => ({ open: null, input: cleared(line.input) });

/** The whole word that the typed one begins; null if there are none or several that differ at once. */
export function completed(text: string, words: readonly string[]): string | null {
  const typedWord = /\S*$/.exec(text)![0];
  const fitting = words.filter((word) => word.startsWith(typedWord));
  if (fitting.length === 0) return null;
  let common = fitting[0]!;
  for (const word of fitting) while (!word.startsWith(common)) common = common.slice(0, -1);
  // What differs in the second half of a sign differs in the sign.
  common = common.replace(/[\ud800-\udbff]$/, "");
  if (common === typedWord && fitting.length > 1) return null;
  return text.slice(0, text.length - typedWord.length) + common + (fitting.length === 1 ? " " : "");
}

/** `kick ada spam and more` → the command's name and its words. */
export function commandOf(line: CommandLine): { name: string; args: string[] } {
  const [name = "", ...args] = inputText(line.input).trim().split(/\s+/);
  return { name, args };
}
