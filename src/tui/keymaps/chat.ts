// The keys of the chat screen: those of weechat and irssi where they have one.
import type { Keymap } from "../keymap.ts";

export type ChatKey =
  | "send"
  | "newline"
  | "complete"
  | "complete-back"
  | "activity"
  | "next-window"
  | "previous-window"
  | "last-window"
  | "page-up"
  | "page-down"
  | "bottom"
  | "members"
  | "help"
  | "interrupt"
  | "end-of-input";

export const chatKeys: Keymap<ChatKey> = [
  { keys: ["enter"], action: "send", label: "Enter", help: "send", footer: "send" },
  {
    keys: ["alt-enter", "shift-enter", "ctrl-j"],
    action: "newline",
    label: "Alt-Enter",
    help: "break the line; Ctrl-J too",
  },
  { keys: ["tab"], action: "complete", label: "Tab", help: "complete; again: the next one" },
  { keys: ["shift-tab"], action: "complete-back", label: "Shift-Tab", help: "the one before" },
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
    keys: ["alt-a"],
    action: "activity",
    label: "Alt-A",
    help: "to where something is new",
  },
  {
    keys: ["alt-right", "ctrl-n"],
    action: "next-window",
    label: "Alt-→",
    help: "next window; Alt-1 … by number",
  },
  { keys: ["alt-left", "ctrl-p"], action: "previous-window", label: "Alt-←", help: "previous window" },
  { keys: ["alt-l"], action: "last-window", label: "Alt-L", help: "the window before this one" },
  {
    keys: ["alt-n", "alt-N"],
    action: "members",
    label: "Alt-N",
    help: "members, shown or not",
  },
  {
    keys: ["ctrl-c"],
    action: "interrupt",
    label: "Ctrl-C",
    help: "clear the line, then quit",
    footer: "quit",
  },
  { keys: ["ctrl-d"], action: "end-of-input", label: "Ctrl-D", help: "quit, on an empty line" },
];
