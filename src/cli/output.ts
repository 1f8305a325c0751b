// What goes to stdout: lines and JSON; a reader that goes away early is no failure.

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

export const printLine = (line: string): boolean => process.stdout.write(`${line}\n`);

/** What JSON leaves as it is and a terminal or a reader's eye would trip over: C1 controls, bidi, zero width. */
const UNESCAPED = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** JSON means the same after it to whoever parses it. */
export const inert = (json: string): string => json.replace(UNESCAPED, escaped);

export const inertJson = (value: unknown): string => inert(JSON.stringify(value));

export const printJson = (value: unknown): boolean => printLine(inertJson(value));

/** One event of a stream. `v` is the version of these lines. */
export const printEvent = (event: object): boolean => printJson({ v: 1, ...event });

/** Something for people, which is no data. */
export const note = (text: string): boolean => process.stderr.write(`${text}\n`);
