// R22: how much of the core and the protocol the fast suites run, and that no dependency is one with a known hole.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChaosRun } from "../run.ts";

const SUITES = ["test/core", "test/protocol", "test/engines", "test/sim", "test/server"];

export const run: ChaosRun = {
  row: "R22",
  title: "coverage of core and protocol, versions without known holes",
  suites: ["test/security/advisories.test.ts"],
  async run(size, report) {
    // The suites are part of npm test already: to run them once more there would tell nothing new.
    if (size === "small") return;
    const folder = await mkdtemp(join(tmpdir(), "rtrooms-coverage-"));
    try {
      const code = await cover(folder);
      if (code !== 0) report.fail("the suites under coverage did not pass");
      const text = await readFile(join(folder, "coverage-summary.json"), "utf8");
      const { total } = JSON.parse(text) as { total: Record<"lines" | "branches", Covered> };
      report.try("lines", total.lines.total);
      report.atLeast("lines run", total.lines.pct, 95, "%");
      report.atLeast("branches run", total.branches.pct, 90, "%");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Covered {
  total: number;
  pct: number;
}

function cover(folder: string): Promise<number | null> {
  const options = [
    "--coverage.enabled",
    "--coverage.provider=v8",
    "--coverage.include=src/core/**",
    "--coverage.include=src/protocol/**",
    "--coverage.reporter=json-summary",
    `--coverage.reportsDirectory=${folder}`,
  ];
  const child = spawn("npx", ["vitest", "run", ...options, ...SUITES], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve) => child.on("close", resolve));
}
