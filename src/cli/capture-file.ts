// A capture on disk, read in pieces; browsers' own files, HAR and dumps of chrome://webrtc-internals, are read whole.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { safeText } from "../protocol/safe-text.ts";
import { CaptureError, type CaptureHead as Head } from "../signals/capture/lines.ts";
import { CaptureReader, isLines, NO_HEAD, readDocument } from "../signals/capture/read.ts";
import type { TraceRecord } from "../signals/trace.ts";
import { CliError } from "./exit.ts";

export interface CaptureHead extends Head {
  what: "capture" | "har" | "internals";
  /** Until when it was listened; null where the file doesn't say. */
  endedAt: number | null;
  /** Of the file. */
  bytes: number;
}

/** Of this size a piece is parsed in a few milliseconds. */
const PIECE = 256 * 1024;
/** What is no capture stands in memory as a whole. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** What the file says of itself at its beginning. */
export async function readHead(path: string): Promise<CaptureHead> {
  let found: CaptureHead | null = null;
  await readCapture(path, (_records, _bytes, head) => {
    found = head;
    return "enough";
  });
  return found!;
}

type OnRecords = (records: TraceRecord[], bytes: number, head: CaptureHead) => unknown;

/**
 * The records of each piece, with how much of the file was read until then; the next piece is read when this one is done
 * with. `onRecords` ends it with "enough".
 */
export async function readCapture(path: string, onRecords: OnRecords): Promise<CaptureHead> {
  try {
    return await read(path, onRecords);
  } catch (error) {
    throw wordsOf(path, error);
  }
}

async function read(path: string, onRecords: OnRecords): Promise<CaptureHead> {
  const { bytes, isGzip } = await lookAt(path);
  const reader = new CaptureReader();
  const decoder = new StringDecoder();
  const head = (what: CaptureHead["what"], of: Head, endedAt: number | null): CaptureHead => ({
    ...of,
    ...{ what, endedAt, bytes },
  });
  const now = () => head("capture", reader.head ?? NO_HEAD, reader.endedAt);
  let document: string | null = null;
  let begun = false;
  for await (const { chunk, at } of pieces(path, isGzip)) {
    const text = decoder.write(chunk);
    if (!begun) {
      begun = true;
      if (!isLines(text)) document = "";
    }
    if (document === null) {
      if ((await onRecords(reader.piece(text), at, now())) === "enough") return now();
      continue;
    }
    document += text;
    if (document.length > LARGEST_DOCUMENT)
      throw new CaptureError(
        `is no capture, and too large to be read whole: ${LARGEST_DOCUMENT >> 20} MiB are the most.`,
      );
  }
  if (document !== null) {
    const { what, records, head: of, endedAt } = readDocument(document + decoder.end());
    const whole = head(what, of, endedAt);
    await onRecords(records, bytes, whole);
    return whole;
  }
  const last = [...reader.piece(decoder.end()), ...reader.last()];
  if (reader.head === null) throw new CaptureError("is empty.");
  await onRecords(last, bytes, now());
  return now();
}

async function lookAt(path: string): Promise<{ bytes: number; isGzip: boolean }> {
  const file = await open(path);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new CaptureError("is a folder.");
    const { buffer, bytesRead } = stat.isFile()
      ? await file.read(Buffer.alloc(2), 0, 2, 0)
      : { buffer: Buffer.alloc(2), bytesRead: 0 };
    return { bytes: stat.size, isGzip: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b };
  } finally {
    await file.close();
  }
}

/** Chromium packs its dumps, and captures are packed to be sent. */
async function* pieces(path: string, isGzip: boolean): AsyncGenerator<{ chunk: Buffer; at: number }> {
  const file = createReadStream(path, { highWaterMark: PIECE });
  if (!isGzip) {
    for await (const chunk of file as AsyncIterable<Buffer>) yield { chunk, at: file.bytesRead };
    return;
  }
  const plain = createGunzip({ chunkSize: PIECE });
  file.on("error", (error) => plain.destroy(error));
  try {
    for await (const chunk of file.pipe(plain) as AsyncIterable<Buffer>) yield { chunk, at: file.bytesRead };
  } finally {
    file.destroy();
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "is not there.",
  EACCES: "may not be read by this user.",
  Z_BUF_ERROR: "is packed, and was cut off: its end is missing.",
  Z_DATA_ERROR: "is packed, and damaged.",
};

function wordsOf(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    error instanceof CaptureError ? error.message : code && (WHY[code] ?? `can't be read: ${code}.`);
  if (!why) return error;
  const message = `${safeText(path)} ${why}`;
  const next =
    "Record one: npx rtrooms relay --record FILE. HAR files and dumps of chrome://webrtc-internals are read too.";
  return code === "ENOENT"
    ? new CliError({ exit: "not_found", code: "no_capture", message, next })
    : new CliError({ exit: "error", code: "bad_capture", message, next });
}
