// What is watched, written into a file as it comes: redacted, unless asked otherwise.
import { closeSync, openSync, writeSync } from "node:fs";
import type { Client } from "../client/connect.ts";
import { endLine, headLine, recordLine } from "../signals/capture/lines.ts";
import { REDACTED, Redactor } from "../signals/capture/redact.ts";
import type { TraceRecord } from "../signals/trace.ts";
import { version } from "../version.ts";
import { CliError } from "./exit.ts";
import { note, warn } from "./output.ts";

export interface RecordOptions {
  record?: string;
  unredacted?: boolean;
  room?: string;
}

export interface Recorder {
  /** Throws what went wrong with the file. */
  end(): void;
}

/**
 * To be opened before the watching is asked for. Lines are whole, and written as they come: what was killed leaves a file
 * that can be read.
 */
export function openRecorder(
  { record: file, unredacted, room }: RecordOptions,
  client: Client,
): Recorder | null {
  if (file === undefined) return null;
  const fd = attempt(file, () => openSync(file, "w", 0o600));
  const redactor = unredacted ? null : new Redactor();
  let count = 0;
  const write = (line: string): void => attempt(file, () => void writeSync(fd, line));
  const head = { time: Date.now(), server: version, room: room ?? null, complete: false };
  write(headLine({ ...head, redacted: redactor ? REDACTED : [] }));
  if (!redactor) {
    warn(
      `${file} keeps what people's pages send: their IP addresses, ICE passwords, fingerprints, and their own messages. ` +
        "Give it to nobody who may not see these.",
    );
  }
  let failure: unknown;
  const take = (record: TraceRecord): void => {
    if (failure) return;
    count++;
    try {
      write(recordLine(redactor?.record(record) ?? record));
    } catch (error) {
      failure = error;
      // There is nothing to watch for any more.
      void client.close();
    }
  };
  const stops = [client.on("watch.signals", take), client.on("watch.members", take)];
  return {
    end() {
      for (const stop of stops) stop();
      if (failure) {
        closeSync(fd);
        throw failure;
      }
      write(endLine(Date.now()));
      closeSync(fd);
      note(`${count} records in ${file}. What is wrong in it: npx rtrooms relay lint ${file}`);
    },
  };
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError({
      exit: "error",
      code: "unwritable",
      message: `${file} can't be written: ${code ?? (error as Error).message}.`,
      next: "Name a file in a folder that is there and yours, on a disk that has room: --record FILE",
    });
  }
}
