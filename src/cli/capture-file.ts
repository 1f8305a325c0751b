// A capture on disk, read in pieces: a line that says what it is, then a record on each.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { safeText } from "../protocol/safe-text.ts";
import type { TraceRecord } from "../signals/trace.ts";
import { usageError } from "./exit.ts";

export interface CaptureHead {
  /** Everything was recorded from the first signal of each room on. */
  complete: boolean;
}

/** Of this size a piece is parsed in a few milliseconds. */
const PIECE = 256 * 1024;
const TYPES = new Set(["watch.signals", "watch.members"]);

const wrong = (path: string, message: string): Error =>
  usageError(
    `${safeText(path)} ${message}`,
    "A capture is JSON, a record on each line, as `rtrooms relay --ndjson` prints them.",
  );

export async function readHead(path: string): Promise<CaptureHead & { bytes: number }> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw wrong(path, error.code === "ENOENT" ? "is not there." : `can't be read: ${error.message}`);
  });
  try {
    const { size: bytes } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE), 0, PIECE, 0);
    const first = buffer.toString("utf8", 0, bytesRead).split("\n", 1)[0]!;
    const head = parsed(path, first, 1) as { type?: unknown; complete?: unknown };
    if (head?.type !== "capture" && !TYPES.has(head?.type as string))
      throw wrong(path, "is no capture: its first line is neither a capture's nor a record.");
    return { complete: head.complete === true, bytes };
  } finally {
    await file.close();
  }
}

/** The records of each piece, with the bytes read until then; the next piece is read when this one is done with. */
export async function readCapture(
  path: string,
  onRecords: (records: TraceRecord[], bytes: number) => Promise<void>,
): Promise<void> {
  let rest = "";
  let bytes = 0;
  let number = 0;
  const stream = createReadStream(path, { encoding: "utf8", highWaterMark: PIECE });
  for await (const chunk of stream as AsyncIterable<string>) {
    bytes += Buffer.byteLength(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    await onRecords(recordsOf(lines), bytes);
  }
  // What was being written when the recording was cut off.
  if (rest.trim() !== "" && isWhole(rest)) await onRecords(recordsOf([rest]), bytes);

  function recordsOf(lines: readonly string[]): TraceRecord[] {
    return lines.flatMap((line) => {
      number++;
      if (line.trim() === "") return [];
      const value = parsed(path, line, number);
      if (isRecord(value)) return [value];
      if ((value as { type?: unknown } | null)?.type === "capture") return [];
      throw wrong(path, `has something else than a record on line ${number}.`);
    });
  }
}

function parsed(path: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw wrong(path, `is no JSON on line ${number}.`);
  }
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const isText = (value: unknown): boolean => typeof value === "string";

/** As much of its shape as the screens rely on. */
function isRecord(value: unknown): value is TraceRecord {
  const record = value as Record<string, unknown> | null;
  if (typeof record !== "object" || record === null || !TYPES.has(record.type as string)) return false;
  const { seq, time, namespace, room } = record;
  if (![seq, time].every(Number.isFinite) || ![namespace, room].every(isText)) return false;
  if (record.type === "watch.members") return [record.peer, record.name, record.what].every(isText);
  return [record.from, record.to, record.kind].every(isText) && Number.isFinite(record.bytes);
}
