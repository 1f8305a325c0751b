// The bridge to the terminal without a screen: lines printed for good, a few that stay alive below, and keys.
import chalk from "chalk";
import { knownBackground } from "./background.ts";
import { listenToProcess, type ScreenEnd } from "./events.ts";
import { listenToKeys } from "./key-input.ts";
import type { Key } from "./keys.ts";
import { LiveArea } from "./live-area.ts";
import { painted } from "./painted.ts";
import type { Screen } from "./screen.tsx";
import { drawsAscii, screenSettings } from "./settings.ts";
import type { Line } from "./state/lines.ts";
import { themeFor } from "./state/theme.ts";
import type { Store } from "./store.ts";
import { HeldTerminal } from "./terminal.ts";

interface InlineSpec {
  store: Pick<Store<unknown, never>, "subscribe" | "flush">;
  /** What is new since the last time, and what stands below it now. */
  next(columns: number): { above: Line[]; live: Line[]; cursor: { x: number; y: number } };
  onKey(key: Key, screen: Screen): void;
}

/** Resolves when it is over and the terminal is as it was, what was printed above; rejects when something broke. */
export function runInline({ store, next, onKey }: InlineSpec): Promise<ScreenEnd> {
  const { stdout } = process;
  const area = new LiveArea();
  const terminal = new HeldTerminal({ enter: () => "", leave: () => area.erase(stdout.columns) });
  const background = screenSettings.theme === "auto" ? knownBackground(process.env) : screenSettings.theme;
  const theme = themeFor(chalk.level, background);
  const ascii = drawsAscii();

  const draw = (): void => {
    const { columns, rows } = stdout;
    const { above, live, cursor } = next(columns);
    const paint = (lines: readonly Line[]) => lines.map((line) => painted(line, theme, ascii));
    // A window of two rows has no room for more than what is typed.
    const shown = live.slice(-Math.max(1, rows - 1));
    const y = Math.max(0, cursor.y - (live.length - shown.length));
    terminal.write(
      area.draw({ above: paint(above), live: paint(shown), cursor: { x: cursor.x, y } }, columns),
    );
  };

  return new Promise((resolve, reject) => {
    let over = false;
    const end = (how: ScreenEnd | Error): void => {
      if (over) return;
      over = true;
      // What broke may have been the drawing.
      if (!(how instanceof Error)) draw();
      terminal.restore();
      unsubscribe();
      stopKeys();
      stdout.off("resize", draw);
      events.release();
      if (how instanceof Error) reject(how);
      else resolve(how);
    };
    const screen: Screen = {
      get size() {
        return { columns: stdout.columns, rows: stdout.rows };
      },
      quit: () => end("quit"),
    };
    const press = (key: Key): void => {
      if (over) return;
      if (key.name === "ctrl-z") events.suspend();
      else if (key.name === "ctrl-l") {
        terminal.write(area.erase(stdout.columns));
        draw();
      } else onKey(key, screen);
    };
    const events = listenToProcess({
      end,
      restore: terminal.restore,
      resume() {
        if (over) return;
        terminal.take();
        draw();
      },
      isLost: () => terminal.isLost,
    });
    terminal.take();
    const stopKeys = listenToKeys({
      onKeys(keys) {
        keys.forEach(press);
        if (!over) store.flush();
      },
    });
    stdout.on("resize", draw);
    const unsubscribe = store.subscribe(draw);
    draw();
  });
}
