// A seat on a terminal where no screen is drawn: what happens as lines, and typed lines as what is said and done.
import type { ScreenEnd } from "./events.ts";
import { type JoinSetting, openSeat } from "./join-session.ts";
import type { Key } from "./keys.ts";
import { columnsOf, linePrinter, listenToLines } from "./lines-out.ts";
import { news, nothingPrinted, overlayText } from "./state/join-plain.ts";

const ENTER: Key = { name: "enter", text: "" };

export function joinLines(setting: JoinSetting, readOut: boolean): Promise<ScreenEnd> {
  const { store, onKey, stop } = openSeat(setting);
  const { dispatch } = store;
  const print = linePrinter();
  let before = nothingPrinted;
  const show = (): void => {
    const manner = { readOut, columns: columnsOf(process.stdout) };
    const { lines, printed } = news(store.state, before, manner);
    before = printed;
    print(lines);
    if (store.state.overlay) {
      print(overlayText(store.state, manner));
      dispatch({ type: "overlay", overlay: null });
    }
  };
  return new Promise((resolve) => {
    const end = (how: ScreenEnd): void => {
      stopLines();
      unsubscribe();
      stop();
      show();
      resolve(how);
    };
    const screen = {
      get size() {
        return { columns: process.stdout.columns, rows: process.stdout.rows };
      },
      quit: () => end("quit"),
    };
    const unsubscribe = store.subscribe(() => {
      show();
      // Nothing more can happen, and what to type next is for a shell.
      if (store.state.ended) end("quit");
    });

    const answer = (text: string): void => {
      const { asking } = store.state;
      if (asking?.by === "key") {
        onKey({ name: /^y(es)?$/i.test(text.trim()) ? "y" : "n", text: "" }, screen);
        return;
      }
      dispatch({ type: "line", kind: "command", text });
      onKey(ENTER, screen);
      const { asking: still, hint } = store.state;
      if (!still) return;
      // A wrong name is a no.
      dispatch({ type: "ask", asking: null });
      dispatch({ type: "hint", text: hint });
    };
    const say = (text: string): void => {
      dispatch({ type: "typing", on: false });
      dispatch({ type: "typing", on: true });
      dispatch({ type: "insert", text });
      onKey(ENTER, screen);
    };
    const obey = (text: string): void => {
      dispatch({ type: "typing", on: false });
      dispatch({ type: "line", kind: "command", text });
      store.flush();
      onKey(ENTER, screen);
    };
    const stopLines = listenToLines({
      onLine(text) {
        if (text.trim() === "") return;
        if (store.state.asking) answer(text);
        else if (/^[:/]\w/.test(text)) obey(text.slice(1));
        else say(text);
        store.flush();
      },
      onEnd: () => end("quit"),
      onSignal: end,
    });
    show();
  });
}
