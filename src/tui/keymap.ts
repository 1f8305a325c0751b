// The keys of each screen as data: what they are called, what they do, and what footer and help say about them.
import type { Edit } from "./state/input.ts";

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
  { keys: ["up", "ctrl-p"], action: "older", label: "↑", help: "an earlier line" },
  { keys: ["down", "ctrl-n"], action: "newer", label: "↓", help: "a later line" },
];

export type ChatAction =
  | "send"
  | "newline"
  | "page-up"
  | "page-down"
  | "bottom"
  | "help"
  | "interrupt"
  | "end-of-input";

export const chatKeys: Keymap<ChatAction> = [
  { keys: ["enter"], action: "send", label: "Enter", help: "send the line", footer: "send" },
  {
    keys: ["alt-enter", "shift-enter", "ctrl-j"],
    action: "newline",
    label: "Alt-Enter",
    help: "break the line in the message",
  },
  { keys: ["pageup"], action: "page-up", label: "PgUp", help: "older messages", footer: "older" },
  { keys: ["pagedown"], action: "page-down", label: "PgDn", help: "newer messages" },
  {
    keys: ["escape", "alt-end", "ctrl-end"],
    action: "bottom",
    label: "Esc",
    help: "back to the newest message",
  },
  { keys: ["ctrl-o", "alt-?"], action: "help", label: "Ctrl-O", help: "this help", footer: "help" },
  {
    keys: ["ctrl-c"],
    action: "interrupt",
    label: "Ctrl-C",
    help: "clear the line; on an empty line, quit",
    footer: "quit",
  },
  { keys: ["ctrl-d"], action: "end-of-input", label: "Ctrl-D", help: "quit, on an empty line" },
];

export type JoinAction = "up" | "down" | "ready" | "start" | "kick" | "type" | "help" | "quit";

export const joinKeys: Keymap<JoinAction> = [
  { keys: ["up"], action: "up", label: "↑", help: "select the seat above" },
  { keys: ["down", "j"], action: "down", label: "↓", help: "select the seat below" },
  { keys: ["c", "enter"], action: "type", label: "c", help: "type a chat message", footer: "chat" },
  { keys: [" "], action: "ready", label: "Space", help: "ready, or not any more", footer: "ready" },
  { keys: ["s"], action: "start", label: "s", help: "start the room (as its host)", footer: "start" },
  { keys: ["k"], action: "kick", label: "k", help: "kick the selected member (as host)", footer: "kick" },
  { keys: ["?"], action: "help", label: "?", help: "this help", footer: "help" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "leave the room", footer: "leave" },
];

export type RelayAction =
  | "pause"
  | "filter"
  | "up"
  | "down"
  | "page-up"
  | "page-down"
  | "top"
  | "bottom"
  | "show-all"
  | "help"
  | "quit";

export const relayKeys: Keymap<RelayAction> = [
  { keys: ["p"], action: "pause", label: "p", help: "pause, and follow again", footer: "pause" },
  { keys: ["/"], action: "filter", label: "/", help: "show only rows that contain a text", footer: "filter" },
  { keys: ["up", "k"], action: "up", label: "↑", help: "one row up" },
  { keys: ["down", "j"], action: "down", label: "↓", help: "one row down" },
  { keys: ["pageup", "ctrl-b"], action: "page-up", label: "PgUp", help: "one page up" },
  { keys: ["pagedown", "ctrl-f"], action: "page-down", label: "PgDn", help: "one page down" },
  { keys: ["g", "home"], action: "top", label: "g", help: "the oldest row" },
  { keys: ["G", "end"], action: "bottom", label: "G", help: "the newest row, following" },
  { keys: ["escape"], action: "show-all", label: "Esc", help: "show all rows again" },
  { keys: ["?"], action: "help", label: "?", help: "this help", footer: "help" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "quit", footer: "quit" },
];

export type StatsAction = "pause" | "quit";

export const statsKeys: Keymap<StatsAction> = [
  { keys: ["p"], action: "pause", label: "p", help: "pause, and go on", footer: "pause" },
  { keys: ["q", "ctrl-c", "escape"], action: "quit", label: "q", help: "quit", footer: "quit" },
];
