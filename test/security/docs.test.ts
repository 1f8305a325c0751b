// The table of threats held against the tests: each row is shown by a test with its number, and no test has one without a row.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const rows = [
  ...readFileSync(`${root}docs/security.md`, "utf8").matchAll(/^\| \*\*\[(T\d+)\]\*\* \| (.+) \| (.+) \|$/gm),
].map(([, id]) => id!);

const cited = new Map<string, string>();
for (const file of readdirSync(`${root}test`, { recursive: true, encoding: "utf8" })) {
  if (!/\.tsx?$/.test(file) || file === "security/docs.test.ts") continue;
  // In a title of a test, or of a row that becomes one; a comment shows nothing.
  const code = readFileSync(`${root}test/${file}`, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  for (const [, title] of code.matchAll(/["'`]([^"'`\n]*\[T\d+\][^"'`\n]*)/g)) {
    for (const [, id] of title!.matchAll(/\[(T\d+)\]/g)) cited.set(id!, file);
  }
}

it("has a row for each number once", () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(new Set(rows).size).toBe(rows.length);
});

it.each(rows)("%s is shown by a test", (id) => {
  expect(cited.get(id), `a test whose title has [${id}]`).toBeDefined();
});

it("knows every number that a test cites", () => {
  expect([...cited.keys()].filter((id) => !rows.includes(id))).toEqual([]);
});
