// A chat's state for tests: what a room of two says, and what is shown of it.
import type { Member, Message, RoomView } from "../../src/protocol/shapes.ts";
import {
  type ChatAction,
  type ChatState,
  currentWindow,
  initialChat,
  reduceChat,
} from "../../src/tui/state/chat.ts";
import { chatLines } from "../../src/tui/state/chat-screen.ts";
import { shownRows } from "../../src/tui/state/chat-scroll.ts";
import type { WindowAction } from "../../src/tui/state/chat-window-actions.ts";
import { plainText } from "../../src/tui/state/lines.ts";

export const NOW = new Date(2026, 10, 25, 12, 0).getTime();

export const member = (peer: string, name: string, seat: number, more: Partial<Member> = {}): Member =>
  ({
    peer,
    name,
    seat,
    role: "player",
    data: {},
    joinedAt: 0,
    state: "online",
    ready: false,
    ...more,
  }) as Member;

export const said = (offset: number | undefined, text: string, from = "p2", name = "bob"): Message =>
  ({ type: "message", room: "r", offset, from, name, event: "chat", data: { text }, time: NOW }) as Message;

export const withData = (message: Message, data: object): Message => ({
  ...message,
  data: { ...(message.data as object), ...data },
});

export const view = (room: string, more: Partial<RoomView> = {}): RoomView =>
  ({
    room,
    status: "waiting",
    capacity: 8,
    host: "p1",
    hold: 30_000,
    locked: false,
    data: {},
    ...more,
  }) as RoomView;

/** A reader, ada, in rooms with bob. */
export class Reader {
  state: ChatState = initialChat(NOW);
  now = NOW;

  constructor(...rooms: string[]) {
    for (const room of rooms) this.open(room);
  }

  open(room: string, messages: Message[] = [], focus = false): void {
    const members = [member("p1", "ada", 1), member("p2", "bob", 2)];
    this.does({ type: "open", room, view: view(room), self: "p1", members, messages, focus });
  }

  does(...actions: ChatAction[]): ChatState {
    for (const action of actions) this.state = reduceChat(this.state, action, this.now);
    return this.state;
  }

  /** What the room says. */
  hears(room: string, ...actions: WindowAction[]): void {
    for (const action of actions) this.does({ type: "room", id: `#${room}`, action });
  }

  /** What happens to the window that is looked at. */
  acts(...actions: WindowAction[]): void {
    for (const action of actions) this.does({ type: "window", id: this.window.id, action });
  }

  type(text: string): void {
    this.does({ type: "insert", text });
  }

  tab(back = false): string {
    this.does({ type: "tab", back });
    return this.window.input.before;
  }

  get window() {
    return currentWindow(this.state);
  }

  /** `bob: hello`, of each entry. */
  get said(): string[] {
    return this.window.entries.map(({ name, lines }) => `${name || "--"}: ${lines.join("|")}`);
  }

  rows(columns = 80, height = 5): string[] {
    return shownRows(this.window, { columns, height, now: this.now }).map(({ line }) =>
      plainText(line).trimEnd(),
    );
  }

  screen(columns = 80, rows = 24): string[] {
    const words = {
      footer: "Enter send",
      help: [{ title: "Keys", entries: [{ keys: "Enter", help: "send" }] }],
    };
    return chatLines(this.state, { columns, rows }, words).map(plainText);
  }
}
