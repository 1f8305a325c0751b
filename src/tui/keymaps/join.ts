// The keys of the join screen.
import type { Keymap } from "../keymap.ts";

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
