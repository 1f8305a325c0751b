// docs/findings.md and the tables of findings say the same; and every trigger there is can come.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codes } from "../../src/signals/codes.ts";
import { triggers } from "../../src/signals/triggers.ts";

const root = new URL("../../", import.meta.url).pathname;
const docs = readFileSync(`${root}docs/findings.md`, "utf8");
const rules = readdirSync(`${root}src/signals`, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && file !== "triggers.ts")
  .map((file) => readFileSync(`${root}src/signals/${file}`, "utf8"))
  .join("\n");

describe("docs/findings.md", () => {
  it.each(Object.entries(codes))("has %s with its words", (code, { title, why }) => {
    expect(docs).toContain(`### ${code}: ${title}\n\n${why}\n`);
  });

  it.each(Object.entries(triggers))("has the trigger %s, which a rule brings about", (name, { advice }) => {
    expect(docs).toContain(`| \`${name}\` | ${advice} |`);
    expect(rules).toContain(`"${name}"`);
  });
});
