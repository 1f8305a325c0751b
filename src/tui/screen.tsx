// The bridge to the terminal: takes it over for a screen, and gives it back as it was, whatever ends the screen.
import chalk from "chalk";
import { Box, render, Text } from "ink";
import { type ComponentType, useSyncExternalStore } from "react";
import { Canvas, type Cursor, type Size } from "./canvas.ts";
import { decodeKeys, flushKeys, type Key } from "./keys.ts";
import { themeFor } from "./state/theme.ts";
import type { Store } from "./store.ts";
import { LookProvider } from "./views/look.tsx";

export interface Screen {
  readonly size: Size;
  quit(): void;
}

interface ScreenSpec<State> {
  store: Pick<Store<State, never>, "state" | "subscribe">;
  View: ComponentType<Size & { state: State }>;
  /** Where a line is typed; null hides the cursor. */
  cursor(state: State, size: Size): Cursor | null;
  onKey(key: Key, screen: Screen): void;
}

/** How a screen ended: by its own keys, or by a signal. */
export type ScreenEnd = "quit" | "SIGINT" | "SIGTERM" | "SIGHUP";

/** The alternate screen, with bracketed paste and without automatic wrapping. */
const ENTER = "\u001b[?1049h\u001b[?2004h\u001b[?7l";
const LEAVE = "\u001b[?7h\u001b[?2004l\u001b[?1049l\u001b[?25h";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const ESCAPE_MS = 50;
/** The end of a paste may come much later than its start. */
const PASTE_MS = 2_000;
const RESUME_MS = 50;

const SMALLEST: Size = { columns: 40, rows: 10 };
const fits = ({ columns, rows }: Size): boolean => columns >= SMALLEST.columns && rows >= SMALLEST.rows;

/** Resolves when the screen is over and the terminal is as it was; rejects, after that too, when something broke. */
export function runScreen<State>({ store, View, cursor, onKey }: ScreenSpec<State>): Promise<ScreenEnd> {
  const { stdin, stdout } = process;
  return new Promise((resolve, reject) => {
    let over = false;
    let held = false;
    let rest = "";
    let restTimer: NodeJS.Timeout | undefined;

    const size = (): Size => ({ columns: stdout.columns, rows: stdout.rows });
    const canvas = new Canvas(size(), (text) => held && stdout.write(text));
    const screen: Screen = {
      get size() {
        return size();
      },
      quit: () => end("quit"),
    };

    const enter = (): void => {
      held = true;
      stdin.setRawMode(true);
      stdin.resume();
      stdout.write(ENTER);
    };
    const restore = (): void => {
      if (!held) return;
      held = false;
      try {
        stdin.setRawMode(false);
      } catch {
        // The terminal is gone, and its modes with it.
      }
      stdin.pause();
      stdout.write(LEAVE);
    };

    const suspend = (): void => {
      restore();
      process.kill(0, "SIGTSTP");
      // Runs on after a SIGCONT, and also where no shell does job control and nothing was stopped.
      setTimeout(resume, RESUME_MS);
    };
    const resume = (): void => {
      if (over) return;
      if (!held) enter();
      // The shell may have set the terminal up for itself.
      else stdin.setRawMode(true);
      canvas.repaint();
    };

    const press = (key: Key): void => {
      if (over) return;
      if (key.name === "ctrl-z") suspend();
      else if (key.name === "ctrl-l") canvas.repaint();
      else onKey(key, screen);
    };
    const flush = (): void => {
      const pressed = flushKeys(rest);
      rest = "";
      pressed.forEach(press);
    };
    const onData = (chunk: string): void => {
      clearTimeout(restTimer);
      const decoded = decodeKeys(rest + chunk);
      rest = decoded.rest;
      decoded.keys.forEach(press);
      if (rest !== "") restTimer = setTimeout(flush, rest.length > 6 ? PASTE_MS : ESCAPE_MS);
    };

    const placeCursor = (): void => canvas.setCursor(fits(size()) ? cursor(store.state, size()) : null);
    const frame = () => <Frame store={store} View={View} size={size()} />;
    const onResize = (): void => {
      placeCursor();
      canvas.resize(size());
      app.rerender(frame());
    };

    const handlers = SIGNALS.map((signal) => [signal, () => end(signal)] as const);
    // The terminal went away: there will be no key that ends the screen.
    const onHangup = (): void => end("SIGHUP");
    const onCrash = (error: unknown): void => end(error instanceof Error ? error : new Error(String(error)));

    const end = (how: ScreenEnd | Error): void => {
      if (over) return;
      over = true;
      clearTimeout(restTimer);
      restore();
      unsubscribe();
      app.unmount();
      stdin.off("data", onData).off("end", onHangup).off("error", onHangup);
      stdout.off("resize", onResize);
      // Ink listens for signals too, and ends the process on the spot where it finds nobody else listening.
      setImmediate(() => {
        for (const [signal, handler] of handlers) process.off(signal, handler);
      });
      process.off("SIGCONT", resume).off("uncaughtException", onCrash).off("unhandledRejection", onCrash);
      if (how instanceof Error) reject(how);
      else resolve(how);
    };

    enter();
    stdin.setEncoding("utf8").on("data", onData).on("end", onHangup).on("error", onHangup);
    stdout.on("resize", onResize);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    process.on("SIGCONT", resume).on("uncaughtException", onCrash).on("unhandledRejection", onCrash);
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
    app.waitUntilExit().catch(onCrash);
  });
}

const theme = themeFor(chalk.level, "dark");

interface FrameProps<State> extends Pick<ScreenSpec<State>, "store" | "View"> {
  size: Size;
}

function Frame<State>({ store, View, size }: FrameProps<State>) {
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
