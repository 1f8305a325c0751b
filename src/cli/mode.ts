// How a command shows what it has: a screen, plain lines, or NDJSON.

export type Mode = "screen" | "plain" | "ndjson";

interface Surroundings {
  stdinIsTTY: boolean;
  stdoutIsTTY: boolean;
  env: NodeJS.ProcessEnv;
}

/** A screen only where there is a person at a terminal that can draw one. */
export function chooseMode(
  flags: { ndjson?: boolean; json?: boolean; tui?: boolean },
  around = here(),
): Mode {
  if (flags.ndjson || flags.json) return "ndjson";
  const { stdinIsTTY, stdoutIsTTY, env } = around;
  const drawable = stdinIsTTY && stdoutIsTTY && env.TERM !== "dumb" && !isCi(env.CI);
  return drawable && flags.tui !== false ? "screen" : "plain";
}

const here = (): Surroundings => ({
  stdinIsTTY: process.stdin.isTTY === true,
  stdoutIsTTY: process.stdout.isTTY === true,
  env: process.env,
});

/** As Ink's own check reads it: with `CI` set it draws the last frame only. */
const isCi = (ci: string | undefined): boolean => ci !== undefined && ci !== "0" && ci !== "false";

/** Colours, unless somebody asked for none; what is asked on the command line counts more than the environment. */
export function wantsColor(env: NodeJS.ProcessEnv, argv: readonly string[]): boolean {
  if (argv.includes("--no-color")) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return !env.NO_COLOR && env.TERM !== "dumb";
}
