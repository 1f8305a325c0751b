// What goes to stdout: lines and JSON; a reader that goes away early is no failure.
import { safeText } from "../protocol/safe-text.ts";
import { withoutSecrets } from "./secrets.ts";

/** `| head -1` closes the pipe: everything that was wanted has been read. */
export function endQuietlyOnClosedPipe(): void {
  const onError = (error: NodeJS.ErrnoException): void => {
    // EIO: the terminal itself is gone. Nothing can be written any more, so nothing is lost by ending here.
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    process.exit(process.exitCode ?? 0);
  };
  process.stdout.on("error", onError);
  process.stderr.on("error", onError);
}

/**
 * The last door of a line for people: whatever was put into it, and by whom, it is inert. What sets parts apart that are
 * written from right to left is our own, and means something to terminals only.
 */
export function inertLine(line: string, onTerminal = false): string {
  const signs = (line.match(ISOLATES) ?? []).join("");
  // Opened and closed by turns, or none of them is ours.
  if (!/^(?:\u2068\u2069)*$/.test(signs)) return safeText(line);
  const parts = line.split(ISOLATES).map(safeText);
  return parts.reduce((all, part, at) => all + (onTerminal ? signs[at - 1] : "") + part);
}

const ISOLATES = /[\u2068\u2069]/g;

export const printLine = (line: string): boolean =>
  process.stdout.write(`${inertLine(line, process.stdout.isTTY)}\n`);

const PLAIN = /^[\n\u0020-\u007e]*$/;
/** What JSON leaves as it is and a terminal or a reader's eye would trip over: C1 controls, all that can't be seen, floods of marks. */
const UNESCAPED = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{4})\p{M}/gu;
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");

/** JSON means the same after it to whoever parses it. */
export const inert = (json: string): string => (PLAIN.test(json) ? json : json.replace(UNESCAPED, escaped));

export const inertJson = (value: unknown): string => inert(JSON.stringify(value));

/** JSON that is written already, perhaps over several lines. */
export const printDocument = (json: string): boolean => process.stdout.write(`${inert(json)}\n`);

export const printJson = (value: unknown): boolean => printDocument(JSON.stringify(value));

/** One event of a stream. `v` is the version of these lines. */
export const printEvent = (event: object): boolean => printJson({ v: 1, ...event });

type Voice = "quiet" | "usual" | "verbose";

let voice: Voice = "usual";

/** For the rest of this process. */
export function speak(how: Voice): void {
  voice = how;
}

/** Something to know that is no data; `--quiet` drops it. */
export function note(text: string): void {
  if (voice !== "quiet") process.stderr.write(`${inertLine(text)}\n`);
}

/** Something to heed. */
export const warn = (text: string): boolean => process.stderr.write(`${inertLine(text)}\n`);

export const isQuiet = (): boolean => voice === "quiet";
export const isVerbose = (): boolean => voice === "verbose";

/** What `--verbose` adds. Not into the middle of a screen or a question, which have the terminal to themselves. */
export function detail(text: string): void {
  if (!isVerbose() || (process.stdin.isRaw && process.stderr.isTTY)) return;
  process.stderr.write(withoutSecrets(`* ${inertLine(text)}\n`));
}
