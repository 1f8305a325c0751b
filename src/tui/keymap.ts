// Keys as data: what they are called, what they do, and what footer and help say about them. Each screen's are in keymaps/.
import type { Edit } from "./state/input.ts";
import type { Step } from "./state/list.ts";

interface Binding<Action extends string> {
  keys: readonly string[];
  action: Action;
  /** The keys as people know them. */
  label: string;
  help: string;
  /** A word for the footer; without it the key is in the help only. */
  footer?: string;
}

export type Keymap<Action extends string> = readonly Binding<Action>[];

export const actionFor = <Action extends string>(keymap: Keymap<Action>, key: string): Action | undefined =>
  keymap.find(({ keys }) => keys.includes(key))?.action;

export const footerOf = (keymap: Keymap<string>): string =>
  keymap
    .filter(({ footer }) => footer)
    .map(({ label, footer }) => `${label} ${footer}`)
    .join(" · ");

export const helpOf = (keymap: Keymap<string>): { keys: string; help: string }[] =>
  keymap.map(({ label, help }) => ({ keys: label, help }));

/** Editing of a typed line, the same in every screen that has one. */
export const editKeys: Keymap<Edit> = [
  { keys: ["left", "ctrl-b"], action: "left", label: "←", help: "one character left" },
  { keys: ["right", "ctrl-f"], action: "right", label: "→", help: "one character right" },
  { keys: ["ctrl-left", "alt-left", "alt-b"], action: "word-left", label: "Ctrl-←", help: "one word left" },
  {
    keys: ["ctrl-right", "alt-right", "alt-f"],
    action: "word-right",
    label: "Ctrl-→",
    help: "one word right",
  },
  { keys: ["home", "ctrl-a"], action: "start", label: "Home", help: "start of the line" },
  { keys: ["end", "ctrl-e"], action: "end", label: "End", help: "end of the line" },
  { keys: ["backspace"], action: "delete-back", label: "Backspace", help: "delete the character before" },
  { keys: ["delete"], action: "delete-forward", label: "Delete", help: "delete the character after" },
  {
    keys: ["ctrl-w", "alt-backspace"],
    action: "delete-word",
    label: "Ctrl-W",
    help: "delete the word before",
  },
  { keys: ["ctrl-u"], action: "delete-to-start", label: "Ctrl-U", help: "delete to the start" },
  { keys: ["ctrl-k"], action: "delete-to-end", label: "Ctrl-K", help: "delete to the end" },
  { keys: ["ctrl-y"], action: "yank", label: "Ctrl-Y", help: "put deleted words in again" },
  { keys: ["ctrl-_", "alt-u"], action: "undo", label: "Alt-U", help: "undo" },
  { keys: ["up"], action: "up", label: "↑", help: "the line above, or typed before" },
  { keys: ["down"], action: "down", label: "↓", help: "the line below, or typed later" },
  { keys: ["ctrl-p"], action: "older", label: "Ctrl-P", help: "what was typed earlier" },
  { keys: ["ctrl-n"], action: "newer", label: "Ctrl-N", help: "what was typed later" },
];

/** Moving in a list, the same in every screen that has one and where no letters are typed. */
export const listKeys: Keymap<Step> = [
  { keys: ["up", "k", "ctrl-p"], action: "up", label: "↑ k", help: "one row up" },
  { keys: ["down", "j", "ctrl-n"], action: "down", label: "↓ j", help: "one row down" },
  { keys: ["pageup", "ctrl-b"], action: "page-up", label: "PgUp", help: "one page up" },
  { keys: ["pagedown", "ctrl-f"], action: "page-down", label: "PgDn", help: "one page down" },
  { keys: ["g", "home"], action: "top", label: "g", help: "to the first row" },
  { keys: ["G", "end"], action: "bottom", label: "G", help: "to the last row" },
];
