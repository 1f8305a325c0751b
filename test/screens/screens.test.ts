// Every screen in every state and size is what it was, and so are the README's pictures. `npm run screens` makes them anew.
import { readFileSync, statSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { diffOf } from "./difference.ts";
import { jobs, strays } from "./run.ts";

const all = (await jobs()).map((job) => [`${job.screen}, ${job.name}`, job] as const);
const made = new Set<string>();
const MOST_BYTES = 150_000;

const stored = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

describe.concurrent("what is on the terminal", () => {
  it.each(all)("%s", { timeout: 60_000 }, async (_name, { run }) => {
    const differences = [...(await run())].flatMap(([path, text]) => {
      made.add(path);
      const before = stored(path);
      return before === text ? [] : [`${relative(process.cwd(), path)}\n${diffOf(before, text)}`];
    });
    if (differences.length > 0) {
      expect.fail(`${differences.join("\n\n")}\n\nIf it should look like this: npm run screens`);
    }
  });
});

describe("what is stored", () => {
  it("belongs to a scenario, each file of it", () => {
    expect(strays(made)).toEqual([]);
  });

  it("is small where it is a picture", () => {
    const pictures = [...made].filter((path) => path.endsWith(".svg"));
    expect(pictures.length).toBeGreaterThan(3);
    for (const path of pictures) expect(statSync(path).size, path).toBeLessThan(MOST_BYTES);
  });
});
