// What comes to a screen from outside its keys: signals, a hangup, a crash, and being stopped and continued.

import { constants } from "node:os";

/** How a screen ended: by its own keys, or by a signal. */
export type ScreenEnd = "quit" | "SIGINT" | "SIGTERM" | "SIGHUP";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const CRASHES = ["uncaughtException", "unhandledRejection"] as const;
const RESUME_MS = 50;
const LOST_MS = 2_000;

interface Reactions {
  end(how: ScreenEnd | Error): void;
  /** Gives the terminal back. */
  restore(): void;
  /** Takes it again, as far as it is wanted. */
  resume(): void;
  isLost(): boolean;
}

export interface ProcessEvents {
  /** Stops the process as Ctrl-Z does, and with it what it was started by or started. */
  suspend(): void;
  /** Nothing is listened for any more. */
  release(): void;
}

export function listenToProcess({ end, restore, resume, isLost }: Reactions): ProcessEvents {
  let released = false;
  let resumeTimer: NodeJS.Timeout | undefined;
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    // The screen is over already, and what comes after it takes long.
    if (released) process.exit(128 + constants.signals[signal]);
    end(signal);
  };
  // There will be no key that ends the screen.
  const onHangup = (): void => end("SIGHUP");
  const onCrash = (error: unknown): void => end(error instanceof Error ? error : new Error(String(error)));

  const stop = (whom: number): void => {
    restore();
    // With somebody listening it would stop nothing.
    process.off("SIGTSTP", onStop);
    process.kill(whom, "SIGTSTP");
    // Runs on after a SIGCONT, and also where no shell does job control and nothing was stopped.
    resumeTimer = setTimeout(onContinue, RESUME_MS);
  };
  const onStop = (): void => stop(process.pid);
  const onContinue = (): void => {
    clearTimeout(resumeTimer);
    process.off("SIGTSTP", onStop).on("SIGTSTP", onStop);
    resume();
  };

  for (const signal of SIGNALS) process.on(signal, onSignal);
  for (const event of CRASHES) process.on(event, onCrash);
  process.on("SIGTSTP", onStop).on("SIGCONT", onContinue).on("exit", restore);
  process.stdin.on("end", onHangup).on("error", onHangup);
  const lostTimer = setInterval(() => isLost() && onHangup(), LOST_MS).unref();

  return {
    suspend: () => stop(0),
    release() {
      released = true;
      clearTimeout(resumeTimer);
      clearInterval(lostTimer);
      for (const event of CRASHES) process.off(event, onCrash);
      process.off("SIGTSTP", onStop).off("SIGCONT", onContinue).off("exit", restore);
      process.stdin.off("end", onHangup).off("error", onHangup);
      // Ink listens for signals too, and ends the process on the spot where it finds nobody else listening.
      setImmediate(() => {
        for (const signal of SIGNALS) process.off(signal, onSignal);
      });
    },
  };
}
