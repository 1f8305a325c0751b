// Keys of the chat screen into what they do: in the help, at the question about a paste, and while something is typed.
import { actionFor, editKeys } from "./keymap.ts";
import { type ChatKey, chatKeys } from "./keymaps/chat.ts";
import type { Key } from "./keys.ts";
import type { Screen } from "./screen.tsx";
import { type ChatAction, type ChatState, currentWindow } from "./state/chat.ts";
import { lastHelpTop } from "./state/chat-help.ts";
import { fitsLine, MOST_MESSAGES, pasteOf } from "./state/chat-paste.ts";
import { chatLayout, type Words } from "./state/chat-screen.ts";
import { scrolled } from "./state/chat-scroll.ts";
import { inputText } from "./state/input.ts";
import type { Store } from "./store.ts";

interface Setting {
  store: Store<ChatState, ChatAction>;
  words: Words;
  submit(screen: Screen): void;
  sendPaste(screen: Screen, messages: readonly string[]): void;
  /** Something was typed or put in. */
  typed(): void;
  loadOlder(): void;
  /** The name of a room is about to be completed. */
  completeRoom(): void;
}

const WINDOW_KEY = /^alt-([0-9])$/;

export function chatHandlers(setting: Setting): { onKey(key: Key, screen: Screen): void } {
  const { store, words, submit, sendPaste, typed, loadOlder, completeRoom } = setting;
  const { dispatch } = store;

  const scroll = ({ size }: Screen, pages: number): void => {
    const window = currentWindow(store.state);
    const layout = chatLayout(store.state, size);
    const { anchor, near } = scrolled(window, pages * Math.max(1, layout.height - 1), layout);
    dispatch({ type: "window", id: window.id, action: { type: "scroll", anchor } });
    if (pages < 0 && near) loadOlder();
  };
  const toBottom = (): void => {
    const { id } = currentWindow(store.state);
    dispatch({ type: "window", id, action: { type: "scroll", anchor: null } });
  };
  const complete = (back: boolean): void => {
    if (/^\/j(oin)?\s/i.test(inputText(currentWindow(store.state).input))) completeRoom();
    dispatch({ type: "tab", back });
  };
  const isEmpty = (): boolean => inputText(currentWindow(store.state).input) === "";

  const actions: Record<ChatKey, (screen: Screen) => void> = {
    send: submit,
    newline: () => dispatch({ type: "insert", text: "\n" }),
    complete: () => complete(false),
    "complete-back": () => complete(true),
    activity: () => dispatch({ type: "go", to: "activity" }),
    "next-window": () => dispatch({ type: "go", to: { step: 1 } }),
    "previous-window": () => dispatch({ type: "go", to: { step: -1 } }),
    "last-window": () => dispatch({ type: "go", to: "previous" }),
    "page-up": (screen) => scroll(screen, -1),
    "page-down": (screen) => scroll(screen, 1),
    bottom: toBottom,
    members: () => dispatch({ type: "members" }),
    help: () => dispatch({ type: "help", top: 0 }),
    interrupt: (screen) => (isEmpty() ? screen.quit() : dispatch({ type: "clear-input" })),
    "end-of-input": (screen) => {
      if (isEmpty()) screen.quit();
    },
  };

  const inHelp = (key: Key, { size }: Screen): void => {
    const { help } = store.state;
    const { height } = chatLayout(store.state, size);
    const last = lastHelpTop(words.help, size.columns, height);
    const by = { pageup: 2 - height, pagedown: height - 2, up: -1, down: 1, home: -last, end: last }[
      key.name
    ];
    const top = by === undefined ? null : Math.max(0, Math.min(last, (help ?? 0) + by));
    dispatch({ type: "help", top });
  };

  /** Only what was asked for does anything: an Enter behind the paste sends nothing. */
  const atPaste = (key: Key, screen: Screen): void => {
    const { paste } = store.state;
    if (!paste) return;
    const { messages, text } = paste;
    if (key.name === "escape" || key.name === "ctrl-c") dispatch({ type: "paste", paste: null });
    else if (key.name === "s" && messages.length <= MOST_MESSAGES) {
      dispatch({ type: "paste", paste: null });
      sendPaste(screen, messages);
    } else if (key.name === "e" && fitsLine(paste)) {
      dispatch({ type: "paste", paste: null });
      dispatch({ type: "insert", text });
    }
  };

  const put = (key: Key): void => {
    const paste = key.name === "paste" ? pasteOf(key.text) : null;
    if (paste) dispatch({ type: "paste", paste });
    else dispatch({ type: "insert", text: key.text });
    typed();
  };

  return {
    onKey(key, screen) {
      if (store.state.help !== null) return inHelp(key, screen);
      if (store.state.paste) return atPaste(key, screen);
      const number = WINDOW_KEY.exec(key.name);
      const action = actionFor(chatKeys, key.name);
      const edit = actionFor(editKeys, key.name);
      if (number) dispatch({ type: "go", to: Number(number[1]) || 10 });
      else if (action) actions[action](screen);
      else if (edit) dispatch({ type: "edit", edit });
      else if (key.text !== "") put(key);
    },
  };
}
