// Recordings of pages in Chromium that are written wrong: the tracker finds in each file what it found in the page.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CaptureReader } from "../../../src/signals/capture/read.ts";
import { Redactor } from "../../../src/signals/capture/redact.ts";
import { Replay } from "../../../src/signals/capture/replay.ts";
import type { TraceRecord } from "../../../src/signals/trace.ts";

const MDNS = "hint only-mdns";
const files: Record<string, string[]> = {
  "glare.jsonl": ["sure glare-both-yielded"],
  "captures/answer-twice.jsonl": ["hint sent-again", "sure answer-unexpected"],
  "captures/before-it-joined.jsonl": ["sure no-such-peer"],
  "captures/both-impolite.jsonl": [MDNS, MDNS, "likely glare-unanswered"],
  "captures/candidates-to-the-newest.jsonl": [MDNS, MDNS, "sure candidate-of-another"],
  "captures/json-twice.jsonl": ["sure text-damaged"],
  "captures/no-candidates.jsonl": ["likely no-candidates"],
  "captures/no-fingerprint.jsonl": ["sure no-fingerprint"],
  "captures/no-handler.jsonl": [MDNS, "likely no-answer"],
  "captures/page-reloaded.jsonl": ["sure answered-by-the-old"],
  "captures/plus-to-space.jsonl": ["sure bad-credentials"],
  "captures/remote-sent-back.jsonl": ["likely type-differs", "sure own-description"],
  "captures/right.jsonl": ["hint offer-again", "hint one-way", MDNS, MDNS],
  "captures/sections-moved.jsonl": ["sure sections-differ"],
  "captures/setup-edited.jsonl": ["sure setup-conflict"],
};

function read(file: string): { records: TraceRecord[]; reader: CaptureReader } {
  const reader = new CaptureReader();
  const text = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), "utf8");
  return { records: [...reader.piece(text), ...reader.last()], reader };
}

function foundIn(records: readonly TraceRecord[], { head, endedAt }: CaptureReader): string[] {
  const replay = new Replay(head!.complete);
  for (const record of records) replay.take(record);
  replay.until(endedAt!);
  return [...replay.exchanges]
    .flatMap(({ ledger }) => ledger.counted.map(({ strength, trigger }) => `${strength} ${trigger}`))
    .sort();
}

describe("a recording", () => {
  it.each(Object.entries(files))("%s: %j", (file, expected) => {
    const { records, reader } = read(file);
    expect(foundIn(records, reader)).toEqual(expected);
  });

  it.each(Object.entries(files))("%s says the same when it is redacted once more", (file, expected) => {
    const { records, reader } = read(file);
    const redactor = new Redactor();
    const redacted = records.map((record) => redactor.record(record));
    expect(foundIn(redacted, reader)).toEqual(expected);
  });
});
