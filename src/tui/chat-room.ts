// One room of the chat screen: its events into the state, what is typed for it on its way, and its history page by page.
import { randomUUID } from "node:crypto";
import type { Client } from "../client/connect.ts";
import type { Room, RoomEnd } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Message } from "../protocol/shapes.ts";
import { createOutbox, type How } from "./outbox.ts";
import type { ChatAction, ChatState } from "./state/chat.ts";
import { roomWindowId } from "./state/chat-window.ts";
import type { WindowAction } from "./state/chat-window-actions.ts";
import { firstOffset } from "./state/chat-window-messages.ts";
import type { Store } from "./store.ts";
import { createTyping } from "./typing.ts";
import { endWords } from "./words.ts";

export interface ChatRoom {
  readonly id: string;
  readonly room: Room;
  /** What is said, in the window of the room or of one member. */
  say(window: string, text: string, how?: How, typed?: boolean): void;
  /** Once more what could not be sent; how many there were. */
  resend(window: string): number;
  /** At most every few seconds; `to` one member alone. */
  typing(to?: PeerId): void;
  /** A page of history, if there is one and none is under way. */
  loadOlder(): Promise<void>;
  close(): void;
}

interface Setting {
  client: Client;
  room: Room;
  store: Store<ChatState, ChatAction>;
  /** Whether typing is told. */
  tells: boolean;
  messages: readonly Message[];
  focus: boolean;
}

interface Said {
  window: string;
  text: string;
  how: How;
  failed: boolean;
}

/** What to do about a room that is over. */
function nextStep({ reason }: RoomEnd, name: string): string {
  if (reason === "disconnected") return "/quit ends";
  if (reason === "ban") return "/part closes this window";
  if (reason === "leave") return "";
  return reason === "kick"
    ? `/join ${name} comes back`
    : `/join ${name} makes it again, /part closes this window`;
}

export function attachRoom({ client, room, store, tells, messages, focus }: Setting): ChatRoom {
  const { dispatch } = store;
  const id = roomWindowId(room.id);
  const heard = (action: WindowAction): void => dispatch({ type: "room", id, action });
  const seat = () => ({ view: room.view, self: room.self.peer, members: room.members.values() });
  dispatch({ type: "open", room: room.id, messages, focus, ...seat() });

  const said = new Map<string, Said>();
  const own = (key: string, action: WindowAction): void => {
    const window = said.get(key)?.window;
    if (window) dispatch({ type: "window", id: window, action });
  };
  const outbox = createOutbox(client, room, {
    onSent: (key, { offset }) => {
      own(key, { type: "sent", key, offset });
      said.delete(key);
    },
    onFailed: (key, { message }) => {
      own(key, { type: "failed", key, message });
      const line = said.get(key);
      if (line) line.failed = true;
    },
    onSlow: (key, retryInMs) => own(key, { type: "slow", until: Date.now() + retryInMs }),
  });
  const typing = createTyping(room);

  const stops = [
    ...(["resumed", "joined"] as const).map((how) =>
      room.on(how, ({ missed, complete }) => heard({ type: "rejoined", ...seat(), missed, complete })),
    ),
    room.on("moved", () => heard({ type: "rejoined", ...seat(), missed: 0, complete: true })),
    room.on("message", (message) =>
      heard({ type: message.event === "typing" ? "typing" : "message", message }),
    ),
    room.on("member.joined", ({ member }) => heard({ type: "member.joined", member })),
    room.on("member.left", ({ peer, reason }) => heard({ type: "member.left", peer, reason })),
    room.on("member.held", ({ member }) => heard({ type: "member.held", member })),
    room.on("member.returned", ({ member }) => heard({ type: "member.returned", member })),
    room.on("member.updated", ({ member }) => heard({ type: "member.updated", member })),
    room.on("host.changed", ({ host }) => heard({ type: "host.changed", host })),
    room.on("notice", ({ text, from }) => heard({ type: "announcement", text, from })),
    ...(["room.updated", "room.started", "room.finished"] as const).map((type) =>
      room.on(type, ({ view }) => heard({ type: "room", view })),
    ),
    room.on("closed", (end) => heard({ type: "ended", why: endWords(end), next: nextStep(end, room.id) })),
    outbox.close,
  ];

  const window = () => store.state.windows.find((one) => one.id === id);

  return {
    id,
    room,
    say(windowId, text, how = {}, typed = false) {
      const key = randomUUID();
      said.set(key, { window: windowId, text, how, failed: false });
      const name = room.members.get(room.self.peer)?.name ?? "you";
      const action = { type: "send", key, text, name, act: how.action, typed } as const;
      dispatch({ type: "window", id: windowId, action });
      outbox.send(key, text, how);
      typing.said();
    },
    resend(windowId) {
      const again = [...said].filter(([, line]) => line.failed && line.window === windowId);
      for (const [key, line] of again) {
        line.failed = false;
        dispatch({ type: "window", id: windowId, action: { type: "resend", key } });
        outbox.send(key, line.text, line.how);
      }
      return again.length;
    },
    typing: (to) => {
      if (tells) typing.tell(to);
    },
    async loadOlder() {
      const now = window();
      if (now?.older !== "more" || room.ended) return;
      heard({ type: "loading", loading: true });
      try {
        const before = firstOffset(now);
        const page = await room.history({ before, limit: limits.historyPage });
        heard({ type: "older", messages: page.messages, more: page.more });
      } catch (error) {
        heard({ type: "loading", loading: false });
        dispatch({ type: "hint", text: `older messages can't be had now: ${(error as Error).message}` });
      }
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
