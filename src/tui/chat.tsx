// The chat screen put together: a room's events into the state, keys into actions, typed lines into the outbox.
import { randomUUID } from "node:crypto";
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import type { Message } from "../protocol/shapes.ts";
import type { Size } from "./canvas.ts";
import { actionFor, editKeys, footerOf, helpOf } from "./keymap.ts";
import { chatKeys } from "./keymaps/chat.ts";
import type { Key } from "./keys.ts";
import { watchLink } from "./link-watch.ts";
import { createOutbox } from "./outbox.ts";
import { runScreen, type Screen, type ScreenEnd } from "./screen.tsx";
import { type ChatAction, type ChatState, initialChat, reduceChat, refusal, unsent } from "./state/chat.ts";
import { scrolled } from "./state/chat-rows.ts";
import { inputText } from "./state/input.ts";
import { createStore } from "./store.ts";
import { ChatView, chatCursor, chatLayout } from "./views/chat.tsx";
import { endWords } from "./words.ts";

interface Options {
  client: Client;
  room: Room;
  /** What was said before, oldest first. */
  messages: readonly Message[];
  /** More of that, for the screen to show when it is there. */
  older(): Promise<readonly Message[]>;
}

const footer = footerOf(chatKeys);
const keys = [...helpOf(chatKeys), ...helpOf(editKeys)];

const View = ({ state, ...size }: Size & { state: ChatState }) => (
  <ChatView state={state} waiting={unsent(state)} footer={footer} keys={keys} {...size} />
);

export async function chatScreen({ client, room, messages, older }: Options): Promise<ScreenEnd> {
  const store = createStore<ChatState, ChatAction>(initialChat(room.id, Date.now()), reduceChat);
  const { dispatch } = store;
  const seat = () => ({ view: room.view, self: room.self.peer, members: room.members.values() });
  dispatch({ type: "joined", ...seat(), messages, again: false });

  const outbox = createOutbox(client, room, {
    onSent: (key, { offset }) => dispatch({ type: "sent", key, offset }),
    onFailed: (key, { message }) => dispatch({ type: "failed", key, message }),
  });
  const stops = [
    ...(["resumed", "joined"] as const).map((how) =>
      room.on(how, () => dispatch({ type: "joined", ...seat(), messages: [], again: true })),
    ),
    room.on("message", (message) => dispatch({ type: "message", message })),
    room.on("member.joined", ({ member }) => dispatch({ type: "member.joined", member })),
    room.on("member.left", ({ peer, reason }) => dispatch({ type: "member.left", peer, reason })),
    room.on("member.held", ({ member }) => dispatch({ type: "member.held", member })),
    room.on("member.returned", ({ member }) => dispatch({ type: "member.returned", member })),
    room.on("host.changed", ({ host }) => dispatch({ type: "host.changed", host })),
    room.on("room.updated", ({ view }) => dispatch({ type: "room", view })),
    room.on("room.started", ({ view }) => dispatch({ type: "room", view })),
    room.on("room.finished", ({ view }) => dispatch({ type: "room", view })),
    room.on("closed", (end) => dispatch({ type: "ended", why: endWords(end) })),
    watchLink(
      client,
      (link) => dispatch({ type: "link", link }),
      () => dispatch({ type: "tick" }),
    ),
    outbox.close,
  ];

  const commands: Record<string, (screen: Screen) => true> = {
    "/quit": (screen) => {
      screen.quit();
      return true;
    },
    "/help": () => {
      dispatch({ type: "clear" });
      dispatch({ type: "help", open: true });
      return true;
    },
  };

  older().then(
    (found) => dispatch({ type: "older", messages: found }),
    (error: Error) => dispatch({ type: "hint", text: `older messages can't be shown: ${error.message}` }),
  );

  const submit = (screen: Screen): void => {
    const text = inputText(store.state.input);
    if (text.trim() === "") return;
    if (text.startsWith("/") && !text.startsWith("//")) {
      commands[text]?.(screen) ?? dispatch({ type: "hint", text: UNKNOWN });
      return;
    }
    const refused = refusal(store.state, text);
    if (refused) {
      dispatch({ type: "hint", text: refused });
      return;
    }
    const said = text.startsWith("//") ? text.slice(1) : text;
    const key = randomUUID();
    dispatch({ type: "send", key, text: said, name: room.members.get(room.self.peer)?.name ?? "you" });
    outbox.send(key, said);
  };

  const scroll = ({ size: { columns, rows } }: Screen, pages: number): void => {
    const layout = chatLayout(columns, rows);
    const by = pages * Math.max(1, layout.height - 1);
    dispatch({ type: "scroll", anchor: scrolled(store.state, by, layout.columns, layout.height) });
  };

  const actions = {
    send: submit,
    newline: () => dispatch({ type: "insert", text: "\n" }),
    "page-up": (screen: Screen) => scroll(screen, -1),
    "page-down": (screen: Screen) => scroll(screen, 1),
    bottom: () => dispatch({ type: "scroll", anchor: null }),
    help: () => dispatch({ type: "help", open: true }),
    interrupt: (screen: Screen) =>
      inputText(store.state.input) === "" ? screen.quit() : dispatch({ type: "clear" }),
    "end-of-input": (screen: Screen) => inputText(store.state.input) === "" && screen.quit(),
  };

  const onKey = (key: Key, screen: Screen): void => {
    if (store.state.help) {
      dispatch({ type: "help", open: false });
      return;
    }
    const action = actionFor(chatKeys, key.name);
    const edit = actionFor(editKeys, key.name);
    if (action) actions[action](screen);
    else if (edit) dispatch({ type: "edit", edit });
    else if (key.text !== "") dispatch({ type: "insert", text: key.text });
  };

  try {
    return await runScreen({ store, View, cursor: chatCursor, onKey });
  } finally {
    for (const stop of stops) stop();
  }
}

const UNKNOWN = "there is /help and /quit; a message that starts with / is typed with //";
