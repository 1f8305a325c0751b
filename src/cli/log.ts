// The log: lines of JSON on stderr, or short readable ones where stderr is a terminal.
import { closeSync, openSync } from "node:fs";
import { type DestinationStream, type Logger, pino } from "pino";
import { usageError } from "./exit.ts";
import { shortFields } from "./log-fields.ts";
import { inert, inertLine } from "./output.ts";
import { withoutSecrets } from "./secrets.ts";

export function createLog(level: string): Logger {
  const stream = process.stderr.isTTY ? readable : lines(pino.destination({ dest: 2, sync: true }));
  return pino({ level, ...shape }, stream);
}

const shape = { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: shortFields } };

/** JSON leaves some of what a terminal acts on as it is, and the line may be read on one later. */
const lines = (out: DestinationStream): DestinationStream => ({
  write: (line) => out.write(inert(withoutSecrets(line))),
});

/** For this user alone. A rotated file is let go on SIGHUP. */
export function openAuditLog(file: string): Logger {
  const out = openFile(file);
  process.on("SIGHUP", () => out.reopen());
  return pino(shape, lines(out));
}

function openFile(file: string) {
  try {
    // Rejected here, with the name of the file, and not later from within.
    closeSync(openSync(file, "a", 0o600));
    return pino.destination({ dest: file, append: true, mode: 0o600, sync: true });
  } catch (error) {
    const why = (error as Error).message;
    throw usageError(
      `The audit log ${file} can't be written: ${why}.`,
      "Name one that can: --audit-log FILE",
    );
  }
}

const readable: DestinationStream = {
  write(line) {
    const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const shown = Object.entries(fields).map(([key, value]) => `${key}=${showValue(value)}`);
    const clock = String(time).slice(11, 19);
    const text = [clock, pino.levels.labels[Number(level)] ?? "", String(msg), ...shown].join(" ");
    process.stderr.write(`${inertLine(withoutSecrets(text))}\n`);
  },
};

const showValue = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
