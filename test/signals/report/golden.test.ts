// The report of a glare in every format: what people paste and programs read stays as it is. UPDATE=1 writes them anew.
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { harOf } from "../../../src/signals/capture/export-har.ts";
import { mermaidOf } from "../../../src/signals/capture/export-mermaid.ts";
import { junitReport } from "../../../src/signals/report/junit.ts";
import { markdownReport } from "../../../src/signals/report/markdown.ts";
import { type Report, reportOf } from "../../../src/signals/report/report.ts";
import { textReport } from "../../../src/signals/report/text.ts";
import { fixture, recorded, replayed } from "../../support/capture.ts";

const { records, reader } = recorded(fixture("glare.jsonl"));
const head = reader.head!;
const replay = replayed(records, head.complete, reader.endedAt);
const source = { file: "glare.jsonl", what: "capture", until: reader.endedAt, ...head } as const;
const report: Report = reportOf(replay, source, { codes: new Set(), strength: "sure" });
const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

const golden: Record<string, string> = {
  "glare.txt": text(textReport(report)),
  "glare.json": `${JSON.stringify({ v: 1, type: "report", ...report }, null, 2)}\n`,
  "glare.md": text(markdownReport(report)),
  "glare.xml": text(junitReport(report)),
  "glare.mmd": text(mermaidOf(records, replay, null).lines),
  "glare.har": [...harOf(records, { ...head, until: reader.endedAt }, "0.1.0")].join(""),
};

describe("a glare", () => {
  it.each(Object.entries(golden))("is %s", (file, content) => {
    const path = new URL(`../../fixtures/reports/${file}`, import.meta.url);
    if (process.env.UPDATE) writeFileSync(path, content);
    expect(content).toBe(fixture(`reports/${file}`));
  });
});
