// What a configuration file is told about its mistakes: all of them at once, each with its place.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { problemsOf } from "../../../src/cli/config/read.ts";
import { ConfigSource } from "../../../src/cli/config/source.ts";

const FILE = "mistakes.config";
const text = readFileSync(new URL(FILE, import.meta.url), "utf8");

/** As they are printed, with the folder of the test taken out. */
function told(text: string): string[] {
  const source = new ConfigSource(FILE, text);
  return problemsOf(source).map(({ offset, message }) => {
    const { line, column } = source.place(offset);
    return `${line}:${column}: ${message.replace(process.cwd(), "…")}`;
  });
}

it("names every mistake once, with line, column, what is expected and what was meant", async () => {
  await expect(`${told(text).join("\n")}\n`).toMatchFileSnapshot("mistakes.expected");
});

it.each([
  ["", "1:1: The file is empty: settings are expected: { … }."],
  ["[]", "1:1: The file is []: settings: { … } is expected."],
  ['{\n  "port": }', "2:11: a value is expected here"],
  ['{ "port" 1 }', "1:10: a colon is missing before this"],
  ["{ port: 1 }", "1:3: this is no JSON; texts stand in double quotes"],
  ['{ "host": "x', "1:11: this text does not end"],
  ["{ /* ", "1:3: this comment does not end"],
  ['{ "port": 1', "1:12: a } is missing"],
  ["{} {}", "1:4: nothing is expected after the end"],
])("says what is no JSON: %s", (text, first) => {
  expect(told(text)[0]).toBe(first);
});

it("takes comments and trailing commas", () => {
  expect(told('{ // here\n "port": 1, /* and */ "namespaces": { "game": {}, }, }')).toEqual([]);
});

it("shows nobody what was put where a secret belongs", () => {
  const tokens = [{ name: "a", scopes: ["join"], sha256: "hunter2" }];
  const iceServers = [{ urls: "turn:x", credential: ["hunter2"] }];
  const shown = told(JSON.stringify({ iceServers, defaults: { auth: { tokens } } }));
  expect(shown).toHaveLength(2);
  expect(shown.join()).not.toContain("hunter2");
});
