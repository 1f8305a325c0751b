// Files that are no recordings, or were ones: each is read, or refused in words, and never is it a crash or a wait.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { type CaptureHead, readCapture } from "../../src/cli/capture-file.ts";
import { CliError } from "../../src/cli/exit.ts";
import { sourceOf } from "../../src/cli/relay-report.ts";
import { harOf } from "../../src/signals/capture/export-har.ts";
import { mermaidOf } from "../../src/signals/capture/export-mermaid.ts";
import { Redactor } from "../../src/signals/capture/redact.ts";
import { Replay } from "../../src/signals/capture/replay.ts";
import { junitReport } from "../../src/signals/report/junit.ts";
import { markdownReport } from "../../src/signals/report/markdown.ts";
import { reportOf } from "../../src/signals/report/report.ts";
import { textReport } from "../../src/signals/report/text.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";
import { fixture, recorded } from "../support/capture.ts";
import { mangled } from "../support/mangle.ts";
import { runSeed, SeededRandom } from "../support/seeded-random.ts";

const folder = mkdtempSync(join(tmpdir(), "rtrooms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function har(): string {
  const { records, reader } = recorded(fixture("glare.jsonl"));
  return [...harOf(records, { ...reader.head!, until: reader.endedAt }, "0.1.0")].join("");
}

/** As chrome://webrtc-internals writes one. */
function dump(): string {
  const { records } = recorded(fixture("captures/right.jsonl"));
  const updateLog = records.flatMap((record) => {
    if (record.type !== "watch.signals" || record.data === undefined) return [];
    const { kind, from, data, time } = record;
    const own = from === "a";
    const value = JSON.stringify(data);
    if (kind === "candidate") return [{ time, type: own ? "onicecandidate" : "addIceCandidate", value }];
    if (kind !== "offer" && kind !== "answer") return [];
    return own
      ? [
          { time, type: "setLocalDescription", value },
          { time, type: "setLocalDescriptionOnSuccess", value: "" },
        ]
      : [{ time, type: "setRemoteDescription", value }];
  });
  return JSON.stringify({ PeerConnections: { "1-1": { url: "https://example.org/", updateLog } } });
}

let files = 0;
function written(content: string | Buffer): string {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, content);
  return path;
}

interface Read {
  head: CaptureHead;
  records: TraceRecord[];
}

async function read(path: string): Promise<Read> {
  const records: TraceRecord[] = [];
  const head = await readCapture(path, (some) => {
    for (const record of some) records.push(record);
  });
  return { head, records };
}

/** All that commands make of a file. */
function use(path: string, { head, records }: Read): void {
  const replay = new Replay(head.complete);
  const redactor = new Redactor();
  for (const record of records) {
    replay.take(record);
    redactor.record(record);
  }
  if (head.endedAt !== null) replay.until(head.endedAt);
  const report = reportOf(replay, sourceOf(path, head), { codes: new Set(), strength: "sure" });
  for (const lines of [textReport(report), markdownReport(report), junitReport(report)])
    expect(lines.length).toBeGreaterThan(3);
  JSON.stringify(report);
  mermaidOf(records, replay, null);
  for (const part of harOf(records, { ...head, until: head.endedAt }, "0.1.0")) expect(part).not.toBe("");
}

async function refusal(content: string | Buffer): Promise<string> {
  const error = await read(written(content)).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(CliError);
  return (error as CliError).message.replace(/^\S+ /, "");
}

const kinds = { capture: fixture("glare.jsonl"), har: har(), internals: dump() };

describe("a dump of chrome://webrtc-internals", () => {
  it("is read as what this browser sent and got", async () => {
    const { head, records } = await read(written(kinds.internals));
    expect(head.what).toBe("internals");
    expect(
      records.filter((record) => record.type === "watch.signals" && record.kind === "answer"),
    ).not.toEqual([]);
  });
});

describe("a file that was mangled", () => {
  const seed = runSeed();
  it.each(Object.entries(kinds))(
    `of the kind %s is read or refused in words (seed ${seed})`,
    async (_, text) => {
      const random = new SeededRandom(seed);
      let refused = 0;
      for (let round = 0; round < 150; round++) {
        const content = mangled(text, random);
        const packed =
          random.below(8) === 0
            ? gzipSync(content)
            : Buffer.from(content, random.below(5) ? "utf8" : "latin1");
        const path = written(
          random.below(8) === 0 ? packed.subarray(0, random.below(packed.length + 1)) : packed,
        );
        try {
          const whole = await read(path);
          use(path, whole);
        } catch (error) {
          if (!(error instanceof CliError)) throw new Error(`round ${round}: ${path}`, { cause: error });
          refused++;
          expect(error.message).toMatch(/^\S+ .*\.$/);
          expect(error.message).not.toMatch(/[\u0000-\u001f]/);
        } finally {
          rmSync(path);
        }
      }
      expect(refused).toBeGreaterThan(10);
      expect(refused).toBeLessThan(140);
    },
    120_000,
  );
});

describe("a file", () => {
  const lines = kinds.capture.split("\n");
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

  it.each([
    ["empty", "", "is empty."],
    ["blank", "\n\n  \n", "is empty."],
    [
      "a picture",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      "is neither a capture nor whole JSON.",
    ],
    ["of another kind", "{}", "is no capture: "],
    ["damaged on line 4", lines.with(3, "{oops").join("\n"), "is no JSON on line 4."],
    ["with something else on line 3", lines.with(2, '{"type":"watch.signals"}').join("\n"), "on line 3."],
    [
      "with a line of 10 MB",
      [...lines.slice(0, 4), "x".repeat(10 << 20), ...lines.slice(4)].join("\n"),
      "on line 5 more than",
    ],
    [
      "packed and cut off",
      gzipSync(kinds.capture).subarray(0, 500),
      "is packed, and was cut off: its end is missing.",
    ],
    [
      "packed and damaged",
      Buffer.concat([gzipSync(kinds.capture).subarray(0, 10), Buffer.alloc(300, 0xff)]),
      "is packed, and damaged.",
    ],
    [
      "deep on line 4",
      lines.with(3, lines[3]!.replace('"data":', `"data":${deep(5_000)},"x":`)).join("\n"),
      "on line 4.",
    ],
    [
      "of a newer version",
      lines.with(0, lines[0]!.replace('"v":1', '"v":2')).join("\n"),
      "was written by a newer version",
    ],
  ])("that is %s is refused in words", async (_, content, words) => {
    expect(await refusal(content)).toContain(words);
  });

  it("that is deep in a socket's frame, or in a browser's dump, is read without that frame", async () => {
    for (const text of [kinds.har, kinds.internals]) {
      const path = written(
        text.replaceAll(/\\"sdp\\":/g, `\\"x\\":${deep(4_000).replaceAll('"', '\\"')},\\"sdp\\":`),
      );
      use(path, await read(path));
    }
  });

  it("that has a mark of byte order and CRLF is the same as without", async () => {
    const plain = await read(written(kinds.capture));
    const odd = await read(written(`\uFEFF${kinds.capture.replaceAll("\n", "\r\n")}`));
    expect(odd.records).toEqual(plain.records);
  });

  it.each(["1e308", "1e400", "9007199254740993", "-1"])(
    "whose times are %s is read in no time at all",
    async (time) => {
      for (const text of Object.values(kinds)) {
        const path = written(text.replaceAll(/"(time|timestamp)":[\d.]+/g, `"$1":${time}`));
        const whole = await read(path).catch(() => null);
        if (whole) use(path, whole);
      }
    },
  );

  it("that is packed is the same as unpacked", async () => {
    expect((await read(written(gzipSync(kinds.har)))).records).toEqual(
      (await read(written(kinds.har))).records,
    );
  });

  it("whose records are in another order is read in the one that it has", async () => {
    const [head, ...rest] = kinds.capture.trim().split("\n");
    const path = written([head, ...rest.toReversed()].join("\n"));
    const whole = await read(path);
    expect(whole.records.map(({ seq }) => seq)).toEqual(
      recorded(kinds.capture)
        .records.map(({ seq }) => seq)
        .reverse(),
    );
    use(path, whole);
  });

  it("is not kept as it was typed in the message", async () => {
    const error = await read(join(folder, "no\u001b[31m such")).catch((error: unknown) => error);
    expect((error as CliError).message).not.toContain("\u001b");
    expect(readFileSync(written("x"), "utf8")).toBe("x");
  });
});
