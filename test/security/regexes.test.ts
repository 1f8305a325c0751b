// Every regular expression in the sources: none repeats what repeats, which is how one text can take minutes.
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const src = new URL("../../src/", import.meta.url).pathname;
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));

interface Found {
  file: string;
  regex: string;
}

function regexesIn(file: string): Found[] {
  const found: Found[] = [];
  const source = ts.createSourceFile(file, readFileSync(src + file, "utf8"), ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      found.push({ file, regex: node.text.slice(1, node.text.lastIndexOf("/")) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A group that is repeated without end, and in which something is. Lookarounds count as groups; sets are passed over. */
function nestsRepetition(regex: string): boolean {
  const groups: { repeats: boolean }[] = [{ repeats: false }];
  const endless = (at: number): boolean => /^(?:[*+]|\{\d+,\})/.test(regex.slice(at));
  for (let i = 0; i < regex.length; i++) {
    const sign = regex[i];
    if (sign === "\\") i++;
    else if (sign === "[") {
      while (regex[++i] !== "]") if (regex[i] === "\\") i++;
    } else if (sign === "(") groups.push({ repeats: false });
    else if (sign === ")") {
      const group = groups.pop()!;
      const repeated = endless(i + 1);
      if (group.repeats && repeated) return true;
      groups.at(-1)!.repeats ||= group.repeats || repeated;
      continue;
    }
    if (endless(i + 1)) groups.at(-1)!.repeats = true;
  }
  return false;
}

describe("[T9] regular expressions", () => {
  const all = files.flatMap(regexesIn);

  it("are found", () => {
    expect(all.length).toBeGreaterThan(40);
    expect(all.map(({ regex }) => regex)).toContain("^Bearer +(\\S+)$");
  });

  it.each(["(a+)+", "(a*)*$", "^(\\w+\\s?)*$", "(?:(?:a|b)+c?)+", "([a-z]+){2,}", "(?:x[^)]*)+"])(
    "of the form %s would be refused",
    (regex) => expect(nestsRepetition(regex)).toBe(true),
  );

  it.each(["a+b*", "(a+)?", "[(a+)+]+", "(a{1,4})+", "\\(a+\\)+", "(?:ab)+c"])(
    "of the form %s are fine",
    (regex) => expect(nestsRepetition(regex)).toBe(false),
  );

  it("repeat nothing that repeats", () => {
    expect(all.filter(({ regex }) => nestsRepetition(regex))).toEqual([]);
  });
});
