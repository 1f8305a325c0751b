// The exit codes, and the one way in which any failure becomes a message, a next step and a code.
import { type ErrorCode, RtError } from "../protocol/errors.ts";
import { safeText } from "../protocol/safe-text.ts";
import { inertJson } from "./output.ts";
import { withoutSecrets } from "./secrets.ts";

export const exitCodes = {
  ok: 0,
  error: 1,
  usage: 2,
  unreachable: 3,
  unauthorized: 4,
  not_found: 5,
  unmet: 6,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

export type ExitName = keyof typeof exitCodes;

/** What the exit codes mean, for the end of `--help`. */
export const exitHelp = `
Exit codes:
  0 ok · 1 error · 2 usage · 3 cannot connect · 4 not authorised · 5 not found
  6 condition false or timed out · 130 interrupted · 143 terminated`;

/** What to type next where no server answers. */
export const NO_SERVER = "Start one with: npx rtrooms serve — or say where one is: --url http://HOST:PORT";

interface Failure {
  exit: ExitName;
  /** Stable, for programs. */
  code: string;
  message: string;
  /** One line each, where there is more than one thing to say. */
  details?: readonly string[];
  /** What to type next. */
  next?: string;
}

/** A failure that a command words itself. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export const usageError = (message: string, next: string): CliError =>
  new CliError({ exit: "usage", code: "usage", message, next });

const exitOfCode: Partial<Record<ErrorCode, ExitName>> = {
  unauthorized: "unauthorized",
  forbidden: "unauthorized",
  wrong_password: "unauthorized",
  not_found: "not_found",
  no_such_peer: "not_found",
};

const nextOfCode: Partial<Record<ErrorCode, string>> = {
  unauthorized:
    "Give a token of this server: --token-file FILE, or RTROOMS_TOKEN=… in the environment. See what is in one: npx rtrooms token inspect",
  forbidden: "Give a token that may do this: --token-file FILE, or RTROOMS_TOKEN=… in the environment.",
  wrong_password: "Give the room's password: --password TEXT, or RTROOMS_PASSWORD=… in the environment.",
  not_found: "See what is there: npx rtrooms rooms",
  no_such_peer: "See who is in the room: npx rtrooms rooms get ROOM",
  room_full: "Wait until a seat is free, or open another room: npx rtrooms rooms create NAME --capacity N",
  room_closed: "Open another room: npx rtrooms rooms create NAME",
  room_locked: "Ask its host to open it, or as administrator: npx rtrooms rooms unlock ROOM",
  banned: "Ask who did it to take it back: npx rtrooms rooms unban ROOM PEER",
  already_exists: "Look at it: npx rtrooms rooms get ROOM",
  rate_limited: "Wait a moment, then try again. Why it is: npx rtrooms explain rate_limited",
  too_many_rooms:
    "See which there are: npx rtrooms rooms — and what to raise: npx rtrooms explain too_many_rooms",
  unavailable: "Try again in some seconds, and look at the server: npx rtrooms stats",
};

const meaningOf = (code: string): string => `What it means: npx rtrooms explain ${code}`;

export function describeFailure(error: unknown): Failure {
  if (error instanceof CliError) {
    const { failure } = error;
    return { ...failure, next: failure.next ?? meaningOf(failure.code) };
  }
  if (error instanceof RtError) {
    return {
      exit: exitOfCode[error.code] ?? "error",
      code: error.code,
      message: [
        error.message,
        ...(error.details ?? []).map(({ path, message }) => `${path}: ${message}`),
      ].join(" "),
      next: nextOfCode[error.code] ?? meaningOf(error.code),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = "This is a mistake of rtrooms. With DEBUG=1 in the environment it says where.";
  return { exit: "error", code: "internal", message, next };
}

/** Writes the failure to stderr, as one JSON object for programs, and sets the exit code without ending the process. */
export function reportFailure(error: unknown, options: { json: boolean }): void {
  const { exit, code, message, details, next } = describeFailure(error);
  process.exitCode = exitCodes[exit];
  if (options.json) {
    const line = { v: 1, type: "error", code, message, details, next, exit: exitCodes[exit] };
    process.stderr.write(`${withoutSecrets(inertJson(line))}\n`);
    return;
  }
  const lines = [`error: ${safeText(message)}`, ...(details ?? []).map((each) => `  ${safeText(each)}`)];
  process.stderr.write(withoutSecrets(`${lines.join("\n")}\n${next ? `  ${safeText(next)}\n` : ""}`));
  if (code === "internal" && process.env.DEBUG && error instanceof Error && error.stack) {
    process.stderr.write(withoutSecrets(`${error.stack.split("\n").map(safeText).join("\n")}\n`));
  }
}
