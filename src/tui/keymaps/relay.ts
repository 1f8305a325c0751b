// The keys of relay: of the list of exchanges, of the ladder, and of what fills the screen in its place.
import { type Keymap, listKeys } from "../keymap.ts";
import type { Step } from "../state/list.ts";

export type RelayKeyAction =
  | Step
  | "open"
  | "room"
  | "back"
  | "filter"
  | "find"
  | "next"
  | "previous"
  | "sort-left"
  | "sort-right"
  | "reverse"
  | "follow"
  | "pause"
  | "mark"
  | "compare"
  | "raw"
  | "times"
  | "wider"
  | "narrower"
  | "pane-down"
  | "pane-up"
  | "copy"
  | "save"
  | "help"
  | "quit";

type Part = Keymap<RelayKeyAction>;

const help: Part = [{ keys: ["?"], action: "help", label: "?", help: "this help", footer: "help" }];
const ending: Part = [
  { keys: ["A"], action: "follow", label: "A", help: "follow what comes" },
  { keys: ["p"], action: "pause", label: "p", help: "hold still, and go on", footer: "pause" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "quit" },
];

export const exchangeKeys: Part = [
  ...help,
  { keys: ["enter", "right"], action: "open", label: "⏎", help: "its ladder", footer: "ladder" },
  { keys: ["r"], action: "room", label: "r", help: "the whole room's ladder", footer: "room" },
  { keys: ["/"], action: "filter", label: "/", help: "filter; Tab completes", footer: "filter" },
  { keys: [">", "."], action: "sort-right", label: ">", help: "order by the next column", footer: "sort" },
  { keys: ["<", ","], action: "sort-left", label: "<", help: "order by the column before" },
  { keys: ["R"], action: "reverse", label: "R", help: "the other way round" },
  { keys: ["s"], action: "save", label: "s", help: "save what is shown in a file, redacted", footer: "save" },
  { keys: ["y"], action: "copy", label: "y", help: "copy what it says" },
  { keys: ["escape"], action: "back", label: "Esc", help: "show all exchanges again" },
  ...ending,
  ...listKeys,
];

export const ladderKeys: Part = [
  ...help,
  { keys: ["escape", "left"], action: "back", label: "Esc", help: "back", footer: "back" },
  {
    keys: ["enter", "right"],
    action: "open",
    label: "⏎",
    help: "all of it, on the whole screen",
    footer: "open",
  },
  { keys: [" "], action: "mark", label: "Space", help: "mark one of two to compare", footer: "mark" },
  {
    keys: ["c", "d"],
    action: "compare",
    label: "c",
    help: "compare marked, or with the one before",
    footer: "diff",
  },
  { keys: ["t"], action: "raw", label: "t", help: "the text as it was sent", footer: "raw" },
  { keys: ["w"], action: "times", label: "w", help: "since start, between rows, of the day", footer: "time" },
  { keys: ["/"], action: "filter", label: "/", help: "filter; Tab completes", footer: "filter" },
  { keys: ["f"], action: "find", label: "f", help: "find a text, in descriptions too" },
  { keys: ["n"], action: "next", label: "n", help: "the next one found; else the next finding" },
  { keys: ["N"], action: "previous", label: "N", help: "the one before" },
  { keys: ["r"], action: "room", label: "r", help: "the whole room" },
  { keys: ["J"], action: "pane-down", label: "J", help: "the pane, a line down" },
  { keys: ["K"], action: "pane-up", label: "K", help: "the pane, a line up" },
  { keys: ["9"], action: "wider", label: "9", help: "a larger pane" },
  { keys: ["0"], action: "narrower", label: "0", help: "a smaller one" },
  { keys: ["s"], action: "save", label: "s", help: "save what is shown in a file, redacted", footer: "save" },
  { keys: ["y"], action: "copy", label: "y", help: "copy what it says" },
  ...ending,
  ...listKeys,
];

export const longKeys: Part = [
  ...help,
  {
    keys: ["escape", "left", "enter"],
    action: "back",
    label: "Esc",
    help: "back to the ladder",
    footer: "back",
  },
  { keys: ["t"], action: "raw", label: "t", help: "the text as it was sent", footer: "raw" },
  { keys: ["y"], action: "copy", label: "y", help: "copy what it says", footer: "copy" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "quit", footer: "quit" },
  ...listKeys,
];
