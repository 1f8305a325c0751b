// The chat on a terminal where no screen is drawn: lines out, typed lines in.
import type { ShowChat, ShownChat } from "./chat-session.ts";
import type { ScreenEnd } from "./events.ts";
import { columnsOf, linePrinter, listenToLines } from "./lines-out.ts";
import { news, nothingPrinted } from "./state/chat-plain.ts";
import { helpText, spokenHelp } from "./state/help-text.ts";

export const linedChat =
  (readOut: boolean): ShowChat =>
  async (chat) => {
    await chat.filled();
    return await talk(chat, readOut);
  };

function talk({ store, words, submit }: ShownChat, readOut: boolean): Promise<ScreenEnd> {
  const print = linePrinter();
  let before = nothingPrinted;
  return new Promise((resolve) => {
    let ending = false;
    const end = (how: ScreenEnd): void => {
      stop();
      unsubscribe();
      show();
      resolve(how);
    };
    const show = (): void => {
      const manner = { readOut, columns: columnsOf(process.stdout) };
      const { lines, printed } = news(store.state, before, manner);
      before = printed;
      print(lines);
      if (store.state.help !== null) {
        const commands = words.help.slice(-1);
        print(readOut ? spokenHelp(commands) : helpText(commands, manner.columns));
        store.dispatch({ type: "help", top: null });
      }
    };
    /** What is on its way is waited for, as long as there is a way. */
    const endOnceSent = (): void => {
      const { windows, link } = store.state;
      if (ending && (link.state === "closed" || windows.every(({ pending }) => pending === 0))) end("quit");
    };
    const screen = {
      get size() {
        return { columns: process.stdout.columns, rows: process.stdout.rows };
      },
      quit: () => end("quit"),
    };
    const unsubscribe = store.subscribe(() => {
      show();
      endOnceSent();
    });
    const stop = listenToLines({
      onLine(text) {
        // What was refused is not to stand before it.
        store.dispatch({ type: "clear-input" });
        store.dispatch({ type: "insert", text });
        store.flush();
        submit(screen);
        store.flush();
      },
      onEnd() {
        ending = true;
        endOnceSent();
      },
      onSignal: end,
    });
    show();
  });
}
