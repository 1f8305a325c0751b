// The chat's state as lines to print and lines that stay alive, from one drawing to the next.
import type { ShowChat } from "./chat-session.ts";
import { runInline } from "./inline.ts";
import type { ChatAction, ChatState } from "./state/chat.ts";
import { liveLines, nothingPrinted, printed } from "./state/chat-inline.ts";
import type { Words } from "./state/chat-screen.ts";
import { helpText } from "./state/help-text.ts";
import type { Line } from "./state/lines.ts";
import type { Store } from "./store.ts";

export const inlineChat: ShowChat = async ({ store, words, onKey, filled }) => {
  await filled();
  return await runInline({ store, next: inlineNext(store, words), onKey });
};

/** Remembers what was printed. The help is too long to stay alive. */
function inlineNext(store: Store<ChatState, ChatAction>, { help }: Words) {
  let before = nothingPrinted;
  return (columns: number): { above: Line[]; live: Line[]; cursor: { x: number; y: number } } => {
    const asked = store.state.help !== null;
    if (asked) store.dispatch({ type: "help", top: null });
    const { lines, printed: now } = printed(store.state, before, columns);
    before = now;
    const { lines: live, cursor } = liveLines(store.state, columns);
    return { above: asked ? [...lines, ...helpText(help, columns)] : lines, live, cursor };
  };
}
