// The keys of the join screen.
import type { Keymap } from "../keymap.ts";

export type JoinKey =
  | ("ready" | "type" | "start" | "invite" | "open" | "focus" | "focus-back" | "copy" | "pause")
  | (
      | "data"
      | "filter"
      | "command"
      | "finish"
      | "kick"
      | "ban"
      | "lock"
      | "host"
      | "announce"
      | "set"
      | "close"
    )
  | ("help" | "quit" | "interrupt");

export const joinKeys: Keymap<JoinKey> = [
  { keys: [" "], action: "ready", label: "Space", help: "ready, or not any more", footer: "ready" },
  { keys: ["c"], action: "type", label: "c", help: "type a chat message", footer: "chat" },
  { keys: ["s"], action: "start", label: "s", help: "start the room (host)", footer: "start" },
  { keys: ["f"], action: "finish", label: "f", help: "finish the room (host)", footer: "finish" },
  { keys: ["i"], action: "invite", label: "i", help: "invite: code, link and QR code", footer: "invite" },
  { keys: ["K"], action: "kick", label: "K", help: "kick the selected member (host)", footer: "kick" },
  { keys: [":"], action: "command", label: ":", help: "a command; Tab completes it", footer: "command" },
  { keys: ["tab"], action: "focus", label: "Tab", help: "the next panel", footer: "panel" },
  { keys: ["shift-tab"], action: "focus-back", label: "Shift-Tab", help: "the panel before" },
  {
    keys: ["enter"],
    action: "open",
    label: "Enter",
    help: "open what is selected; else chat",
    footer: "open",
  },
  { keys: ["L"], action: "lock", label: "L", help: "lock the room, or unlock it (host)", footer: "lock" },
  { keys: ["d"], action: "data", label: "d", help: "your own data, key=value" },
  { keys: ["B"], action: "ban", label: "B", help: "ban the selected member (host)" },
  { keys: ["H"], action: "host", label: "H", help: "make the selected member host (host)" },
  { keys: ["A"], action: "announce", label: "A", help: "a notice to everybody (host)" },
  { keys: ["D"], action: "set", label: "D", help: "data of the room, key=value (host)" },
  { keys: ["X"], action: "close", label: "X", help: "close the room (host)" },
  {
    keys: ["/"],
    action: "filter",
    label: "/",
    help: "show events that have this in them; !this: that have not",
  },
  { keys: ["p"], action: "pause", label: "p", help: "hold the events still, and go on" },
  { keys: ["y"], action: "copy", label: "y", help: "copy what is selected, or the invitation" },
  { keys: ["?"], action: "help", label: "?", help: "this help", footer: "help" },
  { keys: ["q"], action: "quit", label: "q", help: "leave the room", footer: "leave" },
  { keys: ["ctrl-c"], action: "interrupt", label: "Ctrl-C", help: "leave the room at once" },
];
