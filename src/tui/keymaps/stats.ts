// The keys of the stats screen.
import type { Keymap } from "../keymap.ts";

export type StatsKey =
  | "help"
  | "quit"
  | "pause"
  | "next"
  | "panel"
  | "back"
  | "sort"
  | "reset"
  | "longer"
  | "shorter"
  | "previous";

/** Those that a small screen has no room for in its help are last. */
export const statsKeys: Keymap<StatsKey> = [
  { keys: ["?", "h"], action: "help", label: "?", help: "this help", footer: "help" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "quit", footer: "quit" },
  { keys: ["p", " "], action: "pause", label: "p", help: "hold still, and go on", footer: "pause" },
  { keys: ["tab"], action: "next", label: "Tab", help: "the next panel alone", footer: "panel" },
  { keys: ["1", "2", "3", "4", "5", "6"], action: "panel", label: "1 – 6", help: "that panel, and back" },
  { keys: ["escape"], action: "back", label: "Esc", help: "all panels again" },
  { keys: ["s"], action: "sort", label: "s", help: "rooms by rate, seats, name", footer: "sort" },
  { keys: ["r"], action: "reset", label: "r", help: "begin charts, counts anew", footer: "anew" },
  { keys: ["+", "=", "right"], action: "longer", label: "+", help: "ask less often" },
  { keys: ["-", "_", "left"], action: "shorter", label: "-", help: "ask more often" },
  { keys: ["shift-tab"], action: "previous", label: "Shift-Tab", help: "the panel before" },
];
