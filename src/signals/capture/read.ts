// Reads a capture line by line, and tells whether a file is one, or a document of a browser.
import type { TraceRecord } from "../trace.ts";
import { recordsOfHar } from "./har.ts";
import { recordsOfInternals } from "./internals.ts";
import { CaptureError, type CaptureHead, VERSION } from "./lines.ts";
import { isFields, isRecord, isTime } from "./records.ts";

/** What is known of a file that has no line which says it. */
export const NO_HEAD: CaptureHead = { time: 0, redacted: [], server: null, room: null, complete: false };

/** Longer than any record: what a server takes in one message is a tenth of it. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** Text in pieces, records out. Throws `CaptureError`, and nothing else. */
export class CaptureReader {
  head: CaptureHead | null = null;
  /** Until when it was listened; null for a file that was cut off or is still being written. */
  endedAt: number | null = null;
  #rest = "";
  #lines = 0;

  piece(text: string): TraceRecord[] {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    if (this.#rest.length > LONGEST_LINE)
      throw new CaptureError(
        `has on line ${this.#lines + lines.length + 1} more than ${LONGEST_LINE} characters.`,
      );
    return lines.flatMap((line) => this.#line(line, false));
  }

  /** What was being written when the recording was cut off is no record yet, and no mistake. */
  last(): TraceRecord[] {
    const rest = this.#rest;
    this.#rest = "";
    return this.#line(rest, true);
  }

  #line(line: string, mayBeCut: boolean): TraceRecord[] {
    this.#lines++;
    const text = this.#lines === 1 && line.startsWith("\uFEFF") ? line.slice(1) : line;
    if (text.trim() === "") return [];
    const value = parsed(text);
    if (isRecord(value)) {
      if (this.head === null) this.#begin(NO_HEAD);
      return [value];
    }
    if (value === undefined && mayBeCut && this.head !== null) return [];
    const { type, time } = isFields(value) ? value : {};
    if (type === "capture" && this.head === null) this.#begin(headOf(value as Record<string, unknown>));
    else if (type === "end" && isTime(time)) this.endedAt = time;
    // What `--ndjson` prints between the signals is found again by reading them.
    else if (type !== "finding" || this.head === null) throw new CaptureError(this.#wrong(value));
    return [];
  }

  #begin(head: CaptureHead): void {
    this.head = head;
  }

  #wrong(value: unknown): string {
    if (this.head === null) return "is no capture: its first line is neither a capture's nor a signal's.";
    if (value === undefined) return `is no JSON on line ${this.#lines}.`;
    return `has something else than a signal or a member on line ${this.#lines}.`;
  }
}

function headOf(value: Record<string, unknown>): CaptureHead {
  const { v, time, redacted, server, room, complete } = value;
  if (typeof v === "number" && v > VERSION)
    throw new CaptureError(`was written by a newer version (format ${v}, this one reads ${VERSION}).`);
  return {
    time: typeof time === "number" && Number.isFinite(time) ? time : 0,
    redacted: Array.isArray(redacted) ? redacted.filter((one) => typeof one === "string") : [],
    server: typeof server === "string" ? server : null,
    room: typeof room === "string" ? room : null,
    complete: complete === true,
  };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By its beginning: lines of a capture, or one document, which has to be read whole. */
export function isLines(start: string): boolean {
  const first = start.replace(/^\uFEFF/, "").split("\n", 1)[0]!;
  const value = parsed(first);
  if (isFields(value)) return !("log" in value || "PeerConnections" in value);
  return /^\s*\{\s*(?:"v"\s*:\s*\d+\s*,\s*)?"type"\s*:\s*"(?:capture|watch\.)/.test(first);
}

export interface Document {
  what: "har" | "internals";
  head: CaptureHead;
  records: TraceRecord[];
  /** Until when it was listened; as far as is known, until the last record. */
  endedAt: number | null;
}

/** A HAR file, or a dump of chrome://webrtc-internals. Throws `CaptureError`, and nothing else. */
export function readDocument(text: string): Document {
  const value = parsed(text.replace(/^\uFEFF/, ""));
  if (text.trim() === "") throw new CaptureError("is empty.");
  if (value === undefined) throw new CaptureError("is neither a capture nor whole JSON.");
  const what =
    isFields(value) && (isFields(value.log) ? "har" : isFields(value.PeerConnections) ? "internals" : null);
  if (!what)
    throw new CaptureError("is JSON, but no capture, no HAR file and no dump of chrome://webrtc-internals.");
  const records = what === "har" ? recordsOfHar(value.log) : recordsOfInternals(value.PeerConnections);
  const last = records.at(-1)?.time ?? null;
  const own = isFields(value.log) && isFields(value.log._rtrooms) ? value.log._rtrooms : null;
  if (!own) return { what, records, head: { ...NO_HEAD, time: records[0]?.time ?? 0 }, endedAt: last };
  // It was written from a capture, and says what that one said of itself.
  return { what, records, head: headOf(own), endedAt: isTime(own.until) ? own.until : null };
}
