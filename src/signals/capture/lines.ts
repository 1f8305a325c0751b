// The lines of a capture: one that says what it is, the records as they came, and one that says until when it was listened.
import type { TraceRecord } from "../trace.ts";

/** Of what this version reads and writes. */
export const VERSION = 1;

export interface CaptureHead {
  time: number;
  /** What was replaced in it by other things of the same kind. */
  redacted: readonly string[];
  /** The version of who wrote it. */
  server: string | null;
  /** What was listened to, if that was one room. */
  room: string | null;
  /** Everything is in it from the first signal on. */
  complete: boolean;
}

export const headLine = (head: CaptureHead): string => lineOf({ v: VERSION, type: "capture", ...head });
export const recordLine = (record: TraceRecord): string => lineOf({ v: VERSION, ...record });
export const endLine = (time: number): string => lineOf({ v: VERSION, type: "end", time });

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/** What is wrong with a file, in words that go on after its name. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
}
