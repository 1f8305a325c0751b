// How a command shows what it has: a screen, plain lines, or NDJSON.

import { usageError } from "./exit.ts";

export type Mode = "screen" | "plain" | "ndjson";

interface Surroundings {
  stdinIsTTY: boolean;
  stdoutIsTTY: boolean;
  env: NodeJS.ProcessEnv;
}

/** A screen only where there is a person at a terminal that can draw one. */
export function chooseMode(
  flags: { ndjson?: boolean; json?: boolean; tui?: boolean; screenReader?: boolean },
  around = here(),
): Mode {
  if (flags.ndjson || flags.json) return "ndjson";
  const { env } = around;
  const onTerminal = isOnTerminal(around);
  if (flags.tui === false) return "plain";
  if (flags.tui) {
    if (onTerminal) return "screen";
    throw usageError(
      "A screen needs a terminal for both input and output.",
      "Leave --tui out for lines, or run it in a terminal.",
    );
  }
  const drawable = onTerminal && env.TERM !== "dumb" && !isCi(env.CI) && !isReadOut(flags, env);
  return drawable ? "screen" : "plain";
}

/** What is drawn over and over is not to be followed by ear. */
export const isReadOut = (flags: { screenReader?: boolean }, env = process.env): boolean =>
  flags.screenReader === true || env.INK_SCREEN_READER === "true";

export const isOnTerminal = ({ stdinIsTTY, stdoutIsTTY } = here()): boolean => stdinIsTTY && stdoutIsTTY;

const here = (): Surroundings => ({
  stdinIsTTY: process.stdin.isTTY === true,
  stdoutIsTTY: process.stdout.isTTY === true,
  env: process.env,
});

/** A line may be drawn over and over: a person looks at it as it changes. */
export const isLive = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env.TERM !== "dumb" && !isCi(env.CI);

/**
 * Set to nothing it is not set. Ink takes it for CI, which changes nothing where it hands its frames to a canvas; nor does
 * it with `--tui`.
 */
const isCi = (ci = ""): boolean => !["", "0", "false"].includes(ci);

/** Colours, unless somebody asked for none; what is asked on the command line counts more than the environment. */
export function wantsColor(env: NodeJS.ProcessEnv, argv: readonly string[]): boolean {
  if (argv.includes("--no-color")) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return !env.NO_COLOR && env.TERM !== "dumb";
}
