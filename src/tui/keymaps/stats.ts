// The keys of the stats screen.
import type { Keymap } from "../keymap.ts";
import type { PanelName } from "../state/stats.ts";

export type StatsKey =
  | "help"
  | "pause"
  | "shorter"
  | "longer"
  | "next"
  | "previous"
  | "back"
  | "sort"
  | "reset"
  | "quit"
  | PanelName;

export const statsKeys: Keymap<StatsKey> = [
  { keys: ["?", "h"], action: "help", label: "?", help: "this help", footer: "help" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "quit", footer: "quit" },
  {
    keys: ["p", " "],
    action: "pause",
    label: "p",
    help: "hold the figures still, and go on",
    footer: "pause",
  },
  {
    keys: ["tab"],
    action: "next",
    label: "Tab",
    help: "one panel alone, then the next one",
    footer: "panel",
  },
  { keys: ["shift-tab"], action: "previous", label: "Shift-Tab", help: "the panel before" },
  { keys: ["1"], action: "traffic", label: "1", help: "messages in and out alone, and back" },
  { keys: ["2"], action: "server", label: "2", help: "the server alone, as charts" },
  { keys: ["3"], action: "latency", label: "3", help: "latency alone, of more requests" },
  { keys: ["4"], action: "rooms", label: "4", help: "more of the busiest rooms" },
  { keys: ["5"], action: "refusals", label: "5", help: "all that was refused" },
  { keys: ["6"], action: "signals", label: "6", help: "signals and links alone" },
  { keys: ["escape"], action: "back", label: "Esc", help: "all panels again" },
  { keys: ["s"], action: "sort", label: "s", help: "rooms by rate, seats or name", footer: "sort" },
  { keys: ["+", "=", "right"], action: "longer", label: "+", help: "ask less often" },
  { keys: ["-", "_", "left"], action: "shorter", label: "-", help: "ask more often" },
  { keys: ["r"], action: "reset", label: "r", help: "begin charts and counts anew", footer: "anew" },
];
