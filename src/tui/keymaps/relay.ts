// The keys of the relay screen.
import type { Keymap } from "../keymap.ts";

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
