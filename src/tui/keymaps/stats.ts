// The keys of the stats screen.
import type { Keymap } from "../keymap.ts";

export type StatsAction = "pause" | "quit";

export const statsKeys: Keymap<StatsAction> = [
  { keys: ["p"], action: "pause", label: "p", help: "pause, and go on", footer: "pause" },
  { keys: ["q", "ctrl-c", "escape"], action: "quit", label: "q", help: "quit", footer: "quit" },
];
