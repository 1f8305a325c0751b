// The bridge to the terminal: keys in and frames out, until the screen is over and the terminal is as it was.
import chalk from "chalk";
import { Box, render, Text } from "ink";
import { type ComponentType, useSyncExternalStore } from "react";
import { answeredBackground, BACKGROUND_QUESTION, knownBackground } from "./background.ts";
import { Canvas, type Cursor, type Size } from "./canvas.ts";
import { listenToProcess, type ScreenEnd } from "./events.ts";
import { listenToKeys } from "./key-input.ts";
import type { Key } from "./keys.ts";
import { drawsAscii, screenSettings } from "./settings.ts";
import { type Background, type Theme, themeFor } from "./state/theme.ts";
import type { Store } from "./store.ts";
import { HeldTerminal } from "./terminal.ts";
import { LookProvider } from "./views/look.tsx";

export type { ScreenEnd };

export interface Screen {
  readonly size: Size;
  quit(): void;
}

interface ScreenSpec<State> {
  store: Pick<Store<State, never>, "state" | "subscribe" | "flush">;
  View: ComponentType<Size & { state: State }>;
  /** Where a line is typed; null hides the cursor. */
  cursor(state: State, size: Size): Cursor | null;
  onKey(key: Key, screen: Screen): void;
}

/** An answer that comes when the screen is over would be typed at the shell. */
const ANSWER_MS = 100;

const SMALLEST: Size = { columns: 40, rows: 10 };
const fits = ({ columns, rows }: Size): boolean => columns >= SMALLEST.columns && rows >= SMALLEST.rows;

/** Resolves when the screen is over and the terminal is as it was; rejects, after that too, when something broke. */
export function runScreen<State>({ store, View, cursor, onKey }: ScreenSpec<State>): Promise<ScreenEnd> {
  const { stdout } = process;
  return new Promise((resolve, reject) => {
    let over = false;
    /** When the background was asked for; null while nobody waits for an answer. */
    let askedAt: number | null = null;
    let background: Background =
      screenSettings.theme === "auto" ? knownBackground(process.env) : screenSettings.theme;

    const size = (): Size => ({ columns: stdout.columns, rows: stdout.rows });
    const terminal = new HeldTerminal();
    const canvas = new Canvas(size(), (text) => terminal.write(text), {
      ascii: drawsAscii(),
    });
    const screen: Screen = {
      get size() {
        return size();
      },
      quit: () => end("quit"),
    };

    const press = (key: Key): void => {
      if (over) return;
      if (key.name === "ctrl-z") events.suspend();
      else if (key.name === "ctrl-l") canvas.repaint();
      else onKey(key, screen);
    };
    const pressAll = (keys: readonly Key[]): void => {
      keys.forEach(press);
      // What a person did is shown at once; what happens around it can wait its turn.
      if (!over) store.flush();
    };
    const ask = (): void => {
      // With 16 colours they are the terminal's own, and fit.
      if (screenSettings.theme !== "auto" || chalk.level < 2) return;
      askedAt = performance.now();
      terminal.write(BACKGROUND_QUESTION);
    };
    const learn = (answer: Background | undefined): void => {
      if (answer === undefined) return;
      askedAt = null;
      if (answer === background || over) return;
      background = answer;
      app.rerender(frame());
    };

    const placeCursor = (): void => canvas.setCursor(fits(size()) ? cursor(store.state, size()) : null);
    const frame = () => (
      <Frame store={store} View={View} size={size()} theme={themeFor(chalk.level, background)} />
    );
    /** Also after the process was stopped: the window may be another one. */
    const drawAnew = (): void => {
      placeCursor();
      canvas.resize(size());
      app.rerender(frame());
    };

    const end = (how: ScreenEnd | Error): void => {
      if (over) return;
      over = true;
      const left = how === "quit" && askedAt !== null ? askedAt + ANSWER_MS - performance.now() : 0;
      if (left > 0) setTimeout(finish, left, how);
      else finish(how);
    };
    const finish = (how: ScreenEnd | Error): void => {
      terminal.restore();
      unsubscribe();
      app.unmount();
      stopKeys();
      stdout.off("resize", drawAnew);
      events.release();
      if (how instanceof Error) reject(how);
      else resolve(how);
    };

    const events = listenToProcess({
      end,
      restore: terminal.restore,
      resume() {
        if (over) return;
        terminal.take();
        drawAnew();
      },
      isLost: () => terminal.isLost,
    });
    terminal.take();
    const stopKeys = listenToKeys({
      onKeys: pressAll,
      onText: (text) => askedAt !== null && learn(answeredBackground(text)),
    });
    stdout.on("resize", drawAnew);
    ask();
    placeCursor();
    // Before the view's own subscription, so that each frame finds its cursor.
    const unsubscribe = store.subscribe(placeCursor);
    const app = render(frame(), {
      // As far as Ink looks at it, the canvas is a stdout.
      stdout: canvas as unknown as NodeJS.WriteStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    app.waitUntilExit().catch((error: Error) => end(error));
  });
}

interface FrameProps<State> extends Pick<ScreenSpec<State>, "store" | "View"> {
  size: Size;
  theme: Theme;
}

function Frame<State>({ store, View, size, theme }: FrameProps<State>) {
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  const { columns, rows } = size;
  return (
    <Box width={columns} height={rows} flexDirection="column" overflow="hidden">
      {fits(size) ? (
        <LookProvider value={theme}>
          <View state={state} columns={columns} rows={rows} />
        </LookProvider>
      ) : (
        <Text wrap="truncate">{`${columns}×${rows}: needs ${SMALLEST.columns}×${SMALLEST.rows}`}</Text>
      )}
    </Box>
  );
}
