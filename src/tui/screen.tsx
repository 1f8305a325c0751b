// The bridge to the terminal: takes it over for a screen, and gives it back as it was, whatever ends the screen.
import { Box, render, Text, useStdout } from "ink";
import { type ComponentType, useEffect, useState, useSyncExternalStore } from "react";
import { decodeKeys, flushKeys, type Key } from "./keys.ts";
import type { Store } from "./store.ts";

export interface Size {
  columns: number;
  rows: number;
}

export interface Screen {
  readonly size: Size;
  quit(): void;
  /** Draws everything anew, where something else has written on the screen. */
  repaint(): void;
}

interface ScreenSpec<State> {
  store: Pick<Store<State, never>, "state" | "subscribe">;
  View: ComponentType<Size & { state: State }>;
  onKey(key: Key, screen: Screen): void;
}

/** How a screen ended: by its own keys, or by a signal. */
export type ScreenEnd = "quit" | "SIGINT" | "SIGTERM" | "SIGHUP";

const ENTER = "\u001b[?1049h\u001b[?2004h\u001b[2J\u001b[H";
const LEAVE = "\u001b[?2004l\u001b[?1049l\u001b[?25h";
const CLEAR = "\u001b[2J\u001b[H";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const ESCAPE_MS = 50;
/** The end of a paste may come much later than its start. */
const PASTE_MS = 2_000;
/** Longer than a frame takes at the frame rate below. */
const AFTER_RESIZE_MS = 120;
const RESUME_MS = 50;

const SMALLEST: Size = { columns: 40, rows: 10 };

/** Resolves when the screen is over and the terminal is as it was; rejects, after that too, when something broke. */
export function runScreen<State>({ store, View, onKey }: ScreenSpec<State>): Promise<ScreenEnd> {
  const { stdin, stdout } = process;
  return new Promise((resolve, reject) => {
    let over = false;
    let held = false;
    let rest = "";
    let restTimer: NodeJS.Timeout | undefined;
    let write = (text: string): void => void stdout.write(text);

    const screen: Screen = {
      get size() {
        return { columns: stdout.columns, rows: stdout.rows };
      },
      quit: () => end("quit"),
      repaint: () => write(CLEAR),
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
      stdin.setRawMode(false);
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
      screen.repaint();
    };

    const press = (key: Key): void => {
      if (over) return;
      if (key.name === "ctrl-z") suspend();
      else if (key.name === "ctrl-l") screen.repaint();
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

    const handlers = SIGNALS.map((signal) => [signal, () => end(signal)] as const);
    // The terminal went away: there will be no key that ends the screen.
    const onHangup = (): void => end("SIGHUP");
    const onCrash = (error: unknown): void => end(error instanceof Error ? error : new Error(String(error)));

    const end = (how: ScreenEnd | Error): void => {
      if (over) return;
      over = true;
      clearTimeout(restTimer);
      stdin.off("data", onData).off("end", onHangup).off("error", onHangup);
      app.unmount();
      restore();
      for (const [signal, handler] of handlers) process.off(signal, handler);
      process.off("SIGCONT", resume).off("uncaughtException", onCrash).off("unhandledRejection", onCrash);
      if (how instanceof Error) reject(how);
      else resolve(how);
    };

    enter();
    stdin.setEncoding("utf8").on("data", onData).on("end", onHangup).on("error", onHangup);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    process.on("SIGCONT", resume).on("uncaughtException", onCrash).on("unhandledRejection", onCrash);
    const onWriter = (writer: (text: string) => void): void => {
      write = writer;
    };
    const app = render(<Frame store={store} View={View} onWriter={onWriter} repaint={screen.repaint} />, {
      exitOnCtrlC: false,
      patchConsole: false,
      incrementalRendering: true,
      maxFps: 15,
    });
    app.waitUntilExit().catch(onCrash);
  });
}

interface FrameProps<State> extends Omit<ScreenSpec<State>, "onKey"> {
  /** Ink's own writer: it draws the whole frame again after what is written. */
  onWriter(write: (text: string) => void): void;
  repaint(): void;
}

/** One row less than the terminal has: at full height Ink would clear the screen for every frame. */
function Frame<State>({ store, View, onWriter, repaint }: FrameProps<State>) {
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  const { stdout, write } = useStdout();
  const [size, setSize] = useState<Size>({ columns: stdout.columns, rows: stdout.rows });
  useEffect(() => onWriter(write), [onWriter, write]);
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const onResize = (): void => {
      setSize({ columns: stdout.columns, rows: stdout.rows });
      // Terminals reflow what they show; once the new frame is out, draw it on an empty screen.
      clearTimeout(timer);
      timer = setTimeout(repaint, AFTER_RESIZE_MS);
    };
    stdout.on("resize", onResize);
    return () => {
      clearTimeout(timer);
      stdout.off("resize", onResize);
    };
  }, [stdout, repaint]);
  const { columns, rows } = size;
  const fits = columns >= SMALLEST.columns && rows >= SMALLEST.rows;
  return (
    <Box width={columns} height={Math.max(1, rows - 1)} flexDirection="column" overflow="hidden">
      {fits ? (
        <View state={state} columns={columns} rows={rows - 1} />
      ) : (
        <Text wrap="truncate">{`${columns}×${rows}: needs ${SMALLEST.columns}×${SMALLEST.rows}`}</Text>
      )}
    </Box>
  );
}
