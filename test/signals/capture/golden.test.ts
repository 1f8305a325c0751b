// Recordings of pages in Chromium and in Firefox that are written wrong: the tracker finds in each file what it found in the page.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Redactor } from "../../../src/signals/capture/redact.ts";
import type { Engine } from "../../support/stage.ts";
import { expectedOf, pages } from "../pages/findings.ts";
import { captureFile, foundIn, readText } from "./recorded.ts";

const textOf = (file: string): string =>
  readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), "utf8");
const files: [file: string, found: string[]][] = Object.entries(JSON.parse(textOf("captures/findings.json")));
const engines: readonly Engine[] = ["chromium", "firefox"];

describe("a recording", () => {
  it.each(files)("%s: %j", (file, expected) => {
    const { records, reader } = readText(textOf(file));
    expect(foundIn(records, reader)).toEqual(expected);
  });

  it.each(files)("%s says the same when it is redacted once more", (file, expected) => {
    const { records, reader } = readText(textOf(file));
    const redactor = new Redactor();
    const redacted = records.map((record) => redactor.record(record));
    expect(foundIn(redacted, reader)).toEqual(expected);
  });
});

describe.each(engines)("of each page in %s that is wrong there", (engine) => {
  const wrong = Object.entries(pages).flatMap(([name, row]) => {
    const expected = expectedOf(row, [engine, engine]);
    return expected ? [[name, expected] as const] : [];
  });
  const golden = new Map(files);

  it.each(wrong)("there is a recording: %s, %s", (name, expected) => {
    const found = golden.get(captureFile(engine, name)) ?? [];
    expect(found).toContain(expected);
    // A second offer is refused for what it is.
    const others = found.filter((one) => one.startsWith("sure") && one !== expected);
    expect(others).toEqual(name === "offers-in-a-row" ? ["sure sections-differ"] : []);
  });

  it("there is one of a page that is right, in which nothing is sure", () => {
    const found = golden.get(captureFile(engine, "right"))!;
    expect(found.filter((one) => one.startsWith("sure"))).toEqual([]);
  });
});
