// The chat as a screen.
import type { Size } from "./canvas.ts";
import type { ShowChat } from "./chat-session.ts";
import { runScreen } from "./screen.tsx";
import type { ChatState } from "./state/chat.ts";
import { chatCursor } from "./state/chat-screen.ts";
import { ChatView } from "./views/chat.tsx";

export const chatScreen: ShowChat = ({ store, words, onKey }) => {
  const View = ({ state, ...size }: Size & { state: ChatState }) => (
    <ChatView state={state} words={words} {...size} />
  );
  return runScreen({ store, View, cursor: chatCursor, onKey });
};
