// Makes the golden screens and the pictures anew, or says how what is there differs from what would be made.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { diffOf } from "./difference.ts";
import { inParallel, jobs, strays } from "./run.ts";

const { check = false, only } = JSON.parse(process.argv[2] ?? "{}") as { check?: boolean; only?: string };
const begun = performance.now();
const made = new Set<string>();
let changed = 0;
let failed = 0;

const stored = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};
const say = (path: string, what: string): void => console.log(`${relative(process.cwd(), path)}: ${what}`);

const all = await jobs(only);
if (all.length === 0) {
  console.error(`There is no screen "${only}": a file of test/screens/scenarios names each.`);
  process.exit(2);
}
await inParallel(all, async ({ screen, name, run }) => {
  try {
    for (const [path, text] of await run()) {
      made.add(path);
      const before = stored(path);
      if (before === text) continue;
      changed += 1;
      if (check) say(path, before === null ? "is not there" : `differs\n${diffOf(before, text)}`);
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        say(path, before === null ? "new" : "changed");
      }
    }
  } catch (error) {
    failed += 1;
    console.error(`${screen}, ${name}: ${(error as Error).stack}`);
  }
});
if (failed === 0) {
  for (const path of strays(made, only)) {
    changed += 1;
    say(path, "belongs to no scenario");
    if (!check) rmSync(path);
  }
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(`${made.size} files, ${changed} ${check ? "differ" : "changed"}, ${failed} failed, ${seconds} s`);
process.exit(failed > 0 || (check && changed > 0) ? 1 : 0);
