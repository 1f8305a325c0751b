// What a report says of recordings: outcomes, times and findings, as the tracker has them.
import { describe, expect, it } from "vitest";
import { parseFailOn } from "../../../src/signals/capture/fail-on.ts";
import { junitReport } from "../../../src/signals/report/junit.ts";
import { markdownReport } from "../../../src/signals/report/markdown.ts";
import { type Report, reportOf, type Source } from "../../../src/signals/report/report.ts";
import { textReport } from "../../../src/signals/report/text.ts";
import { duration, spreadOf } from "../../../src/signals/report/times.ts";
import type { TraceRecord } from "../../../src/signals/trace.ts";
import { fixture, HOSTILE, named, recorded, replayed } from "../../support/capture.ts";

function reportOfText(content: string, failOn = "sure", more: Partial<Source> = {}): Report {
  const { records, reader } = recorded(content);
  const head = { ...reader.head!, ...more };
  const replay = replayed(records, head.complete, reader.endedAt);
  const source = { file: "call.jsonl", what: "capture", until: reader.endedAt, ...head } as const;
  return reportOf(replay, source, parseFailOn(failOn)!);
}

/** A report of a link, or a member that leaves, at the end of a recording. */
function after(file: string, ...records: Partial<TraceRecord>[]): string {
  const lines = fixture(file).trim().split("\n");
  const end = lines.pop()!;
  const last = JSON.parse(lines.at(-1)!);
  const added = records.map((record, at) => {
    const { v, namespace, room, seq, time } = last;
    return JSON.stringify({ v, namespace, room, seq: seq + at + 1, time: time + at + 1, ...record });
  });
  return [...lines, ...added, end].join("\n");
}

const link = (state: string) =>
  ({ type: "watch.signals", kind: "report", from: "a", to: "b", bytes: 0, state }) as Partial<TraceRecord>;
const leaves = { type: "watch.members", peer: "a", name: "ada", what: "left" } as Partial<TraceRecord>;

describe("an outcome", () => {
  it.each([
    ["open", []],
    ["connected", [link("connected")]],
    ["failed", [link("connected"), link("failed")]],
    ["connected", [link("connected"), leaves]],
    ["ended", [leaves]],
  ])("is %s after %j", (outcome, records) => {
    const report = reportOfText(after("glare.jsonl", ...records));
    expect(report.exchanges.map((one) => one.outcome)).toEqual([outcome]);
    expect(Object.values(report.outcomes).reduce((all, one) => all + one)).toBe(1);
    expect(report.outcomes).toMatchObject({ [outcome]: 1 });
  });
});

describe("times", () => {
  it("are those of the exchanges, from the first offer on", () => {
    const { exchanges, times } = reportOfText(after("glare.jsonl", link("connected")));
    expect(exchanges).toMatchObject([{ outcome: "connected", answerMs: 19, connectMs: 147 }]);
    expect(times.connected).toEqual({ count: 1, min: 147, median: 147, p95: 147, max: 147 });
  });

  it("are spread as they should be", () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect(spreadOf(hundred)).toEqual({ count: 100, min: 1, median: 51, p95: 95, max: 100 });
    expect(spreadOf([40, 20])).toMatchObject({ median: 30, p95: 40 });
    expect(spreadOf([])).toBeNull();
    expect([0, 999, 1_000, 99_990, 240_000].map(duration)).toEqual([
      "0 ms",
      "999 ms",
      "1.00 s",
      "99.99 s",
      "4 min",
    ]);
  });
});

describe("findings", () => {
  it("point to their exchange and its signals, and fail by what was asked for", () => {
    const { findings, codes } = reportOfText(fixture("captures/answer-twice.jsonl"), "SIG017");
    expect(codes.map(({ code, sure, hint }) => [code, sure, hint])).toEqual([
      ["SIG011", 1, 0],
      ["SIG017", 0, 1],
    ]);
    expect(findings.map(({ code, fails }) => `${code} ${fails}`).sort()).toEqual([
      "SIG011 false",
      "SIG017 true",
    ]);
    for (const { exchange, messages } of findings) {
      expect(exchange).toBe(1);
      expect(messages.at(-1)).toMatchObject({ kind: "answer", fromName: expect.stringMatching(/ada|bob/) });
    }
  });

  it("say whom they are about where no signal shows it", () => {
    const report = reportOfText(fixture("captures/no-candidates.jsonl"), "likely");
    const finding = { ...report.findings[0]!, messages: [], name: "a|b" };
    const about = { ...report, findings: [finding] };
    expect(textReport(about)).toContain("    about a|b");
    expect(markdownReport(about)).toContain("  - about <code>a&#124;b</code>");
    expect(junitReport(about)).toContain("  about a|b");
  });

  it("carry nothing of a record but what is known of records", () => {
    const lines = fixture("glare.jsonl").replaceAll('"kind":"offer"', '"kind":"offer","extra":"x"');
    expect(JSON.stringify(reportOfText(lines))).not.toContain("extra");
  });
});

describe("what isn't seen", () => {
  it("is told by what the recording is", () => {
    const unseen = (more: Partial<Source>) =>
      reportOfText(fixture("glare.jsonl"), "sure", more).unseen.join("\n");
    expect(unseen({})).not.toContain("before the recording began");
    expect(unseen({ complete: false })).toContain("before the recording began");
    expect(unseen({ what: "internals" })).toContain("other browser");
    expect(unseen({})).toContain("of 1 exchange there is none");
  });
});

/** What XML 1.0 allows: production 2. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

describe("what strangers wrote", () => {
  const report = reportOfText(named(HOSTILE));

  it("is in JUnit as text: whole elements, legal characters, no entity that isn't one", () => {
    const xml = junitReport(report).join("\n");
    expect(xml).not.toMatch(ILLEGAL);
    expect(xml.replace(/&#\d+;/g, "")).not.toContain("&");
    const open: string[] = [];
    const TAG = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)\s*(\/?)>|<\?xml [^<]*\?>/g;
    for (const [tag, closing, name, , empty] of xml.matchAll(TAG)) {
      if (tag.startsWith("<?") || empty) continue;
      if (closing) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
    expect(xml.replace(TAG, "")).not.toMatch(/[<>]/);
    expect(xml.match(/<testcase /g)).toHaveLength(report.exchanges.length);
  });

  it("is in Markdown no mention, no link, no picture, no element and no cell", () => {
    const lines = markdownReport(report);
    const shown = lines.map((line) => line.replace(/`[\p{L}\p{N} _.:-]+`/gu, "").replace(/&#\d+;/g, ""));
    for (const line of shown) {
      expect(line).not.toMatch(/[@\\[\]~`]|:\/\/|www\.|!\(|[^#]#\d/);
      expect(line.replace(/<\/?(?:code|details|summary)>/g, "")).not.toMatch(/[<>]/);
      expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
    }
    const rows = shown.filter((line) => line.startsWith("| ") && !line.startsWith("| offer"));
    for (const row of rows) expect(row.split("|")).toHaveLength(8);
    expect(rows.length).toBeGreaterThan(20);
  });

  it("is inert on a terminal", () => {
    for (const line of textReport(report)) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });
});
