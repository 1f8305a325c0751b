// Lines for a terminal on which no screen is drawn: out once each, and typed ones in as the terminal hands them over.
import { createInterface } from "node:readline";
import chalk from "chalk";
import { safeText } from "../protocol/safe-text.ts";
import { knownBackground } from "./background.ts";
import type { ScreenEnd } from "./events.ts";
import { asciiText, unmeasured } from "./painted.ts";
import { drawsAscii, screenSettings } from "./settings.ts";
import { type Line, plainText } from "./state/lines.ts";
import { themeFor } from "./state/theme.ts";

/** A dumb terminal gets text alone: it knows neither colours nor how wide signs are. */
export function linePrinter(): (lines: readonly Line[]) => void {
  const ascii = drawsAscii();
  const isDumb = process.env.TERM === "dumb";
  const background = screenSettings.theme === "auto" ? knownBackground(process.env) : screenSettings.theme;
  const theme = themeFor(chalk.level, background);
  const textOf = (line: Line): string => {
    if (!isDumb) return unmeasured(line, theme, ascii);
    const text = safeText(plainText(line).replace(/[\u2068\u2069]/g, ""));
    return ascii ? asciiText(text) : text;
  };
  return (lines) => {
    if (lines.length > 0) process.stdout.write(lines.map((line) => `${textOf(line)}\n`).join(""));
  };
}

/** Some terminals don't say how wide they are. */
export const columnsOf = ({ columns }: { columns?: number }): number => columns || 80;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface TypedLines {
  onLine(text: string): void;
  /** There are no more. */
  onEnd(): void;
  onSignal(signal: ScreenEnd): void;
}

/** Editing and echo are the terminal's own. Ends with what it gives back. */
export function listenToLines({ onLine, onEnd, onSignal }: TypedLines): () => void {
  const input = createInterface({ input: process.stdin, terminal: false });
  input.on("line", onLine).once("close", onEnd);
  const stops = SIGNALS.map((signal) => {
    const handler = (): void => onSignal(signal);
    process.on(signal, handler);
    return () => void process.off(signal, handler);
  });
  return () => {
    input.off("close", onEnd).close();
    process.stdin.destroy();
    for (const stop of stops) stop();
  };
}
