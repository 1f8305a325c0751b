// Looking through a history on disk: checksums and offsets, the ends of all streams first, the rest while there is time.
import { setImmediate as turn } from "node:timers/promises";
import { isTopic, type Stream } from "../../core/engine.ts";
import type { DiskFile } from "./disk-file.ts";
import { streamAfter, upward } from "./key-range.ts";
import type { Quarantine } from "./quarantine.ts";
import { decodeRecord } from "./record.ts";

export interface Finding {
  stream: Stream;
  offset: number;
  what: "damaged" | "missing" | "moved aside";
  /** For the person who runs the server. */
  message: string;
}

export interface Walked {
  streams: number;
  records: number;
  findings: number;
  /** False: the time was over before everything was looked at. */
  whole: boolean;
}

/** Records between two looks at the clock, with a turn for everything else. */
const SLICE = 2_000;

/** Without a quarantine nothing is changed. */
export async function walk(
  file: DiskFile,
  quarantine: Quarantine | null,
  onFinding: (finding: Finding) => void,
  budgetMs: number,
): Promise<Walked> {
  const until = performance.now() + budgetMs;
  const walked: Walked = { streams: 0, records: 0, findings: 0, whole: true };
  const found = (finding: Finding): void => {
    walked.findings++;
    onFinding(finding);
  };
  for (let stream = streamAfter(file.records, ""); stream; stream = streamAfter(file.records, stream)) {
    // One of a format that is not known here is met again below, and told of there.
    await quarantine?.newestOf(stream).catch(() => null);
    walked.streams++;
    if (performance.now() > until) return { ...walked, whole: false };
  }
  for (let stream = streamAfter(file.records, ""); stream; stream = streamAfter(file.records, stream)) {
    let last = 0;
    for (;;) {
      const slice = Array.from(
        file.records.getRange({ ...upward(stream, last, Number.MAX_SAFE_INTEGER), limit: SLICE }),
      );
      for (const { key, value } of slice) {
        if (last > 0 && key[1] !== last + 1) found(missing(stream, last + 1, key[1] - 1));
        last = key[1];
        const flaw = flawOf(stream, last, value);
        if (flaw) found({ stream, offset: last, what: "damaged", message: flaw });
      }
      walked.records += slice.length;
      if (performance.now() > until) return { ...walked, whole: false };
      if (slice.length < SLICE) break;
      await turn();
    }
  }
  return walked;
}

function flawOf(stream: Stream, offset: number, bytes: Buffer): string | null {
  try {
    decodeRecord(stream, offset, bytes);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function missing(stream: Stream, offset: number, last: number): Finding {
  const which = offset === last ? `${offset} is` : `${offset} to ${last} are`;
  const whose = isTopic(stream) ? `topic ${stream.slice(1)}` : `room ${stream}`;
  return { stream, offset, what: "missing", message: `In the history of ${whose} ${which} missing.` };
}
