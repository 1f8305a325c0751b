// A chat put together, however it is shown: rooms and their windows, keys into actions, typed lines into messages and commands.
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";
import { type ChatContext, runCommand, say } from "./chat-actions.ts";
import { chatHandlers } from "./chat-handlers.ts";
import { attachRoom, type ChatRoom } from "./chat-room.ts";
import { copyToClipboard } from "./clipboard.ts";
import { editKeys, footerOf, helpOf } from "./keymap.ts";
import { chatKeys } from "./keymaps/chat.ts";
import type { Key } from "./keys.ts";
import { watchLink } from "./link-watch.ts";
import type { Screen, ScreenEnd } from "./screen.tsx";
import { type ChatAction, type ChatState, currentWindow, initialChat, reduceChat } from "./state/chat.ts";
import { commandHelp, parseLine } from "./state/chat-commands.ts";
import type { Words } from "./state/chat-screen.ts";
import { inputText } from "./state/input.ts";
import { createStore, type Store } from "./store.ts";

export interface ChatOptions {
  /** Messages to show from before one came, in each room. */
  history: number;
  /** Whether others are told that one is typing. */
  typing: boolean;
  /** Whether a bell rings when one is meant. */
  bell: boolean;
}

export interface Chat {
  /** Listens to the room from now on. */
  enter(room: Room): void;
  /** Something that was not possible, in the first window. */
  note(text: string): void;
  /** Until it is quit. */
  run(show: ShowChat): Promise<ScreenEnd>;
}

/** What a terminal shows of it, and does with it. */
export interface ShownChat {
  store: Store<ChatState, ChatAction>;
  words: Words;
  onKey(key: Key, screen: Screen): void;
  /** Does what stands in the line. */
  submit(screen: Screen): void;
  /** Resolves when as much from before is there as was asked for: it can't be put above what was printed. */
  filled(): Promise<unknown>;
}

export type ShowChat = (chat: ShownChat) => Promise<ScreenEnd>;

const taken = new Set(chatKeys.flatMap(({ keys }) => keys));
const words = {
  footer: footerOf(chatKeys),
  help: [
    { title: "Keys", entries: helpOf(chatKeys) },
    { title: "What is being typed", entries: helpOf(editKeys.filter(({ keys }) => !taken.has(keys[0]!))) },
    { title: "Commands · //text says text that begins with a slash", entries: commandHelp() },
  ],
};

const TICK_MS = 1_000;
/** A server that does not answer a farewell keeps nobody waiting. */
const FAREWELL_MS = 500;

export function createChat(client: Client, { history, typing, bell }: ChatOptions): Chat {
  const store = createStore<ChatState, ChatAction>(initialChat(Date.now()), reduceChat);
  const { dispatch } = store;
  const rooms = new Map<string, ChatRoom>();
  const filling: Promise<void>[] = [];

  const enter = (room: Room, focus: boolean): ChatRoom => {
    const messages = history === 0 ? [] : room.messages.slice(-history);
    const entered = attachRoom({ client, room, store, tells: typing, messages, focus });
    rooms.get(entered.id)?.close();
    rooms.set(entered.id, entered);
    filling.push(fill(entered, history));
    return entered;
  };

  /** Pages of history until as much is there as was asked for. */
  const fill = async (entered: ChatRoom, count: number): Promise<void> => {
    for (let before = -1; ; ) {
      const window = store.state.windows.find(({ id }) => id === entered.id);
      if (!window || window.entries.length >= count || window.entries.length === before) return;
      before = window.entries.length;
      await entered.loadOlder();
    }
  };

  const contextOf = (screen: Screen): ChatContext => ({
    client,
    store,
    room: () => rooms.get(currentWindow(store.state).room),
    rooms: () => rooms.values(),
    enter: (room) => enter(room, true),
    drop: (id) => {
      const left = rooms.get(id);
      rooms.delete(id);
      left?.close();
      void left?.room.leave();
    },
    copy: copyToClipboard,
    quit: () => screen.quit(),
  });

  const submit = (screen: Screen): void => {
    const { id, input } = currentWindow(store.state);
    const text = inputText(input);
    if (text.trim() === "") return;
    const line = parseLine(text);
    const context = contextOf(screen);
    if (line.kind === "message") {
      say(context, id, line.text, false, true);
    } else if (line.kind === "error") {
      dispatch({ type: "hint", text: line.message });
    } else {
      // What was typed goes first: a command may go to another window.
      const secret = line.name === "join" && line.args.length > 1;
      dispatch({ type: "window", id, action: { type: "entered", keep: !secret } });
      void runCommand(context, line.name, line.args);
    }
  };

  const handlers = chatHandlers({
    store,
    words,
    submit,
    sendPaste: (screen, messages) => {
      const { id } = currentWindow(store.state);
      for (const text of messages) if (!say(contextOf(screen), id, text)) return;
    },
    typed: () => {
      const { room, peer, kind, input } = currentWindow(store.state);
      const command = parseLine(inputText(input));
      if (command.kind !== "message" && !(command.kind === "command" && command.name === "me")) return;
      rooms.get(room)?.typing(kind === "direct" ? (peer as PeerId) : undefined);
    },
    loadOlder: () => void rooms.get(currentWindow(store.state).id)?.loadOlder(),
    completeRoom: once(async () => {
      const { rooms: found } = await client.request("rooms", {});
      dispatch({ type: "rooms", names: found.map(({ room }) => room) });
    }),
  });

  const stopWatching = watchLink(
    client,
    (link) => dispatch({ type: "link", link }),
    () => dispatch({ type: "tick" }),
  );
  const counting = setInterval(() => {
    const { windows, now } = store.state;
    if (windows.some((window) => window.typing.length > 0 || window.slowUntil > now))
      dispatch({ type: "tick" });
  }, TICK_MS).unref();

  let calls = 0;
  const stopRinging = store.subscribe(() => {
    if (bell && store.state.calls > calls) process.stdout.write("\u0007");
    calls = store.state.calls;
  });

  return {
    enter: (room) => void enter(room, false),
    note: (text) => {
      const { id } = currentWindow(store.state);
      dispatch({ type: "window", id, action: { type: "notice", texts: [text] } });
    },
    async run(show) {
      try {
        const filled = () => Promise.all(filling);
        return await show({ store, words, onKey: handlers.onKey, submit, filled });
      } finally {
        clearInterval(counting);
        stopRinging();
        stopWatching();
        for (const room of rooms.values()) room.close();
        const farewells = Promise.all([...rooms.values()].map(({ room }) => room.leave()));
        await Promise.race([farewells, new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref())]);
      }
    },
  };
}

/** Asked for once; where that fails, once more the next time. */
function once(ask: () => Promise<void>): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    ask().catch(() => {
      asked = false;
    });
  };
}
