// Recordings of pages that are written wrong: where each is, and what is found in it.
import { CaptureReader } from "../../../src/signals/capture/read.ts";
import { Replay } from "../../../src/signals/capture/replay.ts";
import type { TraceRecord } from "../../../src/signals/trace.ts";
import type { Engine } from "../../support/stage.ts";

/** In test/fixtures. */
export function captureFile(engine: Engine, page: string): string {
  if (engine === "firefox") return `captures/firefox/${page}.jsonl`;
  return page === "both-polite" ? "glare.jsonl" : `captures/${page}.jsonl`;
}

export function readText(text: string): { records: TraceRecord[]; reader: CaptureReader } {
  const reader = new CaptureReader();
  return { records: [...reader.piece(text), ...reader.last()], reader };
}

/** With how sure each finding is, in the order of the alphabet. */
export function foundIn(records: readonly TraceRecord[], { head, endedAt }: CaptureReader): string[] {
  const replay = new Replay(head!.complete);
  for (const record of records) replay.take(record);
  replay.until(endedAt!);
  return [...replay.exchanges]
    .flatMap(({ ledger }) => ledger.counted.map(({ strength, trigger }) => `${strength} ${trigger}`))
    .sort();
}

export function foundInText(text: string): string[] {
  const { records, reader } = readText(text);
  return foundIn(records, reader);
}
