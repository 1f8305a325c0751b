// The keys of the chat screen.
import type { Keymap } from "../keymap.ts";

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
