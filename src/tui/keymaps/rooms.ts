// The keys of the console of rooms: of the list, and of a room that is open in it.
import { type Keymap, listKeys } from "../keymap.ts";
import type { Step } from "../state/list.ts";

type Shared =
  | Step
  | "kick"
  | "ban"
  | "lock"
  | "close"
  | "announce"
  | "invite"
  | "set"
  | "create"
  | "command"
  | "copy"
  | "pause"
  | "refresh"
  | "members"
  | "messages"
  | "signals"
  | "settings"
  | "back"
  | "help"
  | "quit";

export type RoomsKeyAction =
  | Shared
  | "filter"
  | "sort-left"
  | "sort-right"
  | "reverse"
  | "next-tab"
  | "previous-tab";

type Part = Keymap<RoomsKeyAction>;

const help: Part = [{ keys: ["?"], action: "help", label: "?", help: "this help", footer: "help" }];
const looking: Part = [
  { keys: ["l"], action: "messages", label: "l", help: "its messages, as they come", footer: "tail" },
  { keys: ["d"], action: "settings", label: "d", help: "its settings and data", footer: "describe" },
  { keys: ["s"], action: "signals", label: "s", help: "its signals, as they come", footer: "signals" },
];
const acting: Part = [
  { keys: ["L"], action: "lock", label: "L", help: "lock the room, or unlock it", footer: "lock" },
  {
    keys: ["ctrl-d"],
    action: "close",
    label: "^D",
    help: "close it; asks for its name",
    footer: "close",
  },
  {
    keys: ["b"],
    action: "announce",
    label: "b",
    help: "tell everyone in the room",
    footer: "announce",
  },
  { keys: ["i"], action: "invite", label: "i", help: "copy its invite code" },
  { keys: ["e"], action: "set", label: "e", help: "change its settings" },
  { keys: ["c"], action: "create", label: "c", help: "create a room" },
];
const ending: Part = [
  { keys: ["y"], action: "copy", label: "y", help: "copy the room's name" },
  { keys: ["p"], action: "pause", label: "p", help: "hold still, and go on" },
  { keys: ["r"], action: "refresh", label: "r", help: "look again now" },
  { keys: ["q", "ctrl-c"], action: "quit", label: "q", help: "quit" },
];

export const roomListKeys: Part = [
  ...help,
  { keys: ["enter", "right"], action: "members", label: "⏎", help: "look into the room", footer: "open" },
  { keys: ["/"], action: "filter", label: "/", help: "filter the list", footer: "filter" },
  { keys: [":"], action: "command", label: ":", help: "a command; Tab completes it", footer: "cmd" },
  ...looking,
  ...acting,
  ...ending,
  { keys: ["K"], action: "kick", label: "K", help: "remove a member" },
  { keys: ["B"], action: "ban", label: "B", help: "ban a member" },
  { keys: ["escape"], action: "back", label: "Esc", help: "show all rooms again" },
  { keys: [">", "."], action: "sort-right", label: ">", help: "order by the next column" },
  { keys: ["<", ","], action: "sort-left", label: "<", help: "order by the column before" },
  { keys: ["R"], action: "reverse", label: "R", help: "the other way round" },
  ...listKeys,
];

export const openRoomKeys: Part = [
  ...help,
  { keys: ["escape", "left"], action: "back", label: "Esc", help: "back to the list", footer: "back" },
  { keys: [":"], action: "command", label: ":", help: "a command; Tab completes it", footer: "cmd" },
  { keys: ["tab", "]"], action: "next-tab", label: "Tab ]", help: "the next tab" },
  { keys: ["shift-tab", "["], action: "previous-tab", label: "[", help: "the tab before" },
  { keys: ["K"], action: "kick", label: "K", help: "remove the member; asks", footer: "kick" },
  { keys: ["B"], action: "ban", label: "B", help: "ban the member; asks", footer: "ban" },
  ...acting,
  ...looking.map((binding) => ({ ...binding, footer: undefined })),
  { keys: ["m"], action: "members", label: "m", help: "who is in it" },
  ...ending,
  ...listKeys,
];
