// Records saved from the screen of relay: a capture of its own, redacted as every other.
import { open, rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { safeText } from "../protocol/safe-text.ts";
import { endLine, headLine, recordLine } from "../signals/capture/lines.ts";
import { REDACTED, Redactor } from "../signals/capture/redact.ts";
import type { TraceRecord } from "../signals/trace.ts";
import { version } from "../version.ts";

/** So many at once: keys and frames have their turn in between. */
const PIECE = 200;

/** Says what became of it. Throws what is to be read in its place; a file that is there stays as it is. */
export async function saveRecords(
  file: string,
  records: readonly TraceRecord[],
  until: number | null,
): Promise<string> {
  const out = await open(file, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${safeText(file)} ${WHY[error.code ?? ""] ?? `can't be written: ${error.code}`}`);
  });
  const redactor = new Redactor();
  try {
    const time = records[0]?.time ?? Date.now();
    await out.write(headLine({ time, redacted: REDACTED, server: version, room: null, complete: false }));
    for (let at = 0; at < records.length; at += PIECE) {
      const piece = records.slice(at, at + PIECE);
      await out.write(piece.map((record) => recordLine(redactor.record(record))).join(""));
      await setImmediate();
    }
    await out.write(endLine(until ?? time));
  } catch (error) {
    await rm(file, { force: true });
    throw new Error(`${safeText(file)} can't be written: ${(error as NodeJS.ErrnoException).code}`);
  } finally {
    await out.close();
  }
  return `${records.length} records, redacted, in ${safeText(file)}`;
}

const WHY: Readonly<Record<string, string>> = {
  EEXIST: "is there already: type another name",
  ENOENT: "is in no folder that is there",
  EACCES: "can't be written by this user",
};
