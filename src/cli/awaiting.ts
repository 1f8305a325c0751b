// What a person at a terminal reads while a server takes its time: one line on stderr, gone when there is more to show.
import { safeText } from "../protocol/safe-text.ts";
import { isLive } from "./mode.ts";
import { isQuiet } from "./output.ts";

/** Before that nobody has begun to wonder. */
const UNNOTICED_MS = 500;
const SECOND_MS = 1_000;

/** The same promise. Nothing is said while a screen or a question has the terminal. */
export async function awaited<T>(answer: Promise<T>, url: string): Promise<T> {
  if (isQuiet() || !isLive(process.stderr, process.env) || process.stdin.isRaw) return await answer;
  const since = performance.now();
  let over = false;
  let end = (): void => {};
  const begin = async (): Promise<void> => {
    const [{ StatusLine }, { truncate, width }] = await Promise.all([
      import("./status-line.ts"),
      import("../tui/state/text.ts"),
    ]);
    if (over) return;
    const line = new StatusLine(process.stderr);
    const draw = (): void => {
      const seconds = Math.floor((performance.now() - since) / SECOND_MS);
      const time = seconds > 0 ? ` · ${seconds}s` : "";
      line.show((columns) => {
        const wordings = [` to ${safeText(url)}`, ""].map(
          (to) => `○ connecting${to}${time} · Ctrl-C gives up`,
        );
        const text = wordings.find((wording) => width(wording) <= columns) ?? `○ connecting${time}`;
        return [{ text: truncate(text, columns), role: "faint" }];
      });
    };
    const timer = setInterval(draw, SECOND_MS);
    end = () => {
      clearInterval(timer);
      line.end();
    };
    draw();
  };
  const timer = setTimeout(begin, UNNOTICED_MS);
  try {
    return await answer;
  } finally {
    over = true;
    clearTimeout(timer);
    end();
  }
}
