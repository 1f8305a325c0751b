// A recording as a sequence diagram: what it shows, and that nobody's name ends it.
import { describe, expect, it } from "vitest";
import { mermaidOf } from "../../../src/signals/capture/export-mermaid.ts";
import { fixture, HOSTILE, named, recorded, replayed } from "../../support/capture.ts";

function diagram(text: string, exchange: number | null = null) {
  const { records, reader } = recorded(text);
  const replay = replayed(records, reader.head!.complete, reader.endedAt);
  const only = exchange === null ? null : [...replay.exchanges][exchange - 1]!;
  return mermaidOf(records, replay, only);
}

/** The statements of Mermaid's grammar that are used: none has what begins a comment, a directive or another statement. */
const TEXT = String.raw`(?:[^#;\n%{}<>$@]|#\d+;|<br/>)+`;
const STATEMENT = new RegExp(
  `^ {2}(?:participant (?:S|p\\d+) as ${TEXT}|(?:S|p\\d+)(?:->>|-->>|-x|--\\))(?:S|p\\d+): ${TEXT}|Note over (?:S|p\\d+)(?:,p\\d+)?: ${TEXT})$`,
);

describe("a diagram", () => {
  it("folds candidates, names codes where they show, and says what came of the link", () => {
    const lines = diagram(fixture("captures/right.jsonl")).lines.join("\n");
    expect(lines).toContain("2 candidates host, then no more");
    expect(lines).toMatch(/offer 6\.2 kB \(SIG024\)\n {2}Note over p1,p2: SIG024 hint/);
    expect(lines).toContain("link to bob connected");
  });

  it("ends at the server what nobody got", () => {
    expect(diagram(fixture("captures/before-it-joined.jsonl")).lines.join("\n")).toMatch(
      /p\d-xS: .*no peer .*SIG010/,
    );
  });

  it.each([
    ["hostile names", named(HOSTILE)],
    ["glare", fixture("glare.jsonl")],
  ])("of %s has only statements that Mermaid knows", (_, text) => {
    const [first, ...lines] = diagram(text).lines;
    expect(first).toBe("sequenceDiagram");
    for (const line of lines) expect(line).toMatch(STATEMENT);
  });

  it("tells two of one name apart, and calls somebody without one by the id", () => {
    const { lines } = diagram(named(["ada", "ada", "  "]));
    expect(lines.slice(1, 5).map((line) => line.replace(/.* as /, ""))).toEqual([
      "ada (p-0)",
      "server",
      "ada (p-1)",
      "p-2",
    ]);
  });

  it("is of one exchange, if asked", () => {
    const text = named(["ada", "bob", "eve", "mallory"]);
    const { lines } = diagram(text, 2);
    expect(
      lines.filter((line) => line.includes("participant")).map((line) => line.replace(/.* as /, "")),
    ).toEqual(["bob", "server", "eve"]);
  });

  it("stays below what Mermaid draws, and says what was left out", () => {
    const { lines, left } = diagram(named(Array.from({ length: 2_000 }, (_, at) => `${at}`.repeat(20))));
    expect(lines.join("\n").length).toBeLessThan(50_000);
    expect(left).toBeGreaterThan(1_000);
  });
});
