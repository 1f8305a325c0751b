// One chaos run in a process of its own: `main.ts <file of the run> <small | full>`; its report is the last line of stdout.
import { type ChaosRun, Report, type Size } from "./run.ts";

const [file, size] = process.argv.slice(2) as [string, Size];
const { run } = (await import(new URL(`runs/${file}`, import.meta.url).href)) as { run: ChaosRun };
const report = new Report(size);
try {
  await run.run?.(size, report);
} catch (error) {
  report.fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
const { tried, lost, controls, figures, failures, passed } = report;
// Something may still be open that nobody waits for.
process.stdout.write(`${JSON.stringify({ tried, lost, controls, figures, failures, passed })}\n`, () =>
  process.exit(passed ? 0 : 1),
);
