// What each chaos run says of itself before it runs, as one line of JSON: for the script that runs them.
import { readdirSync } from "node:fs";
import type { ChaosRun } from "./run.ts";

const folder = new URL("runs/", import.meta.url);
const runs = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
  const { run } = (await import(new URL(file, folder).href)) as { run: ChaosRun };
  const { row, title, needs = [], suites = [] } = run;
  runs.push({ file, row, title, needs, suites, runs: run.run !== undefined });
}
const number = (row: string): number => Number(row.slice(1));
runs.sort((a, b) => number(a.row) - number(b.row) || a.file.localeCompare(b.file));
process.stdout.write(`${JSON.stringify(runs)}\n`);
