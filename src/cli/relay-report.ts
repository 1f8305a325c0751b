// `rtrooms relay report FILE`: what a recording comes to, for people, programs, issues and CIs.
import { basename } from "node:path";
import { Command, Option } from "commander";
import { type FailOn, isReason } from "../signals/capture/fail-on.ts";
import type { Report, Source } from "../signals/report/report.ts";
import type { CaptureHead } from "./capture-file.ts";
import { failOnOption, failureOf } from "./relay-options.ts";
import { linesOf, type OutputOptions, outputOptions, targetOf, writeOut } from "./relay-output.ts";

type Format = "text" | "json" | "markdown" | "junit";

interface ReportOptions extends OutputOptions {
  format: Format;
  failOn?: FailOn;
}

const FORMATS: readonly Format[] = ["text", "json", "markdown", "junit"];
const SURE: FailOn = { codes: new Set(), strength: "sure" };

export function relayReportCommand(): Command {
  const command = new Command("report")
    .description("sum a recording up: outcomes, times, what was found, and what can't be known from it")
    .argument("<file>", "a capture, a HAR file of a browser, or a dump of chrome://webrtc-internals")
    .addOption(new Option("--format <format>", "how").choices(FORMATS).default("text"))
    .addOption(failOnOption());
  for (const option of outputOptions()) command.addOption(option);
  return command
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms relay report call.jsonl
  $ rtrooms relay report call.jsonl --format markdown            for an issue
  $ rtrooms relay report call.jsonl --format junit --output report.xml --fail-on sure
  $ rtrooms relay report page.har --format json | jq .outcomes

It exits with 0, whatever it finds, unless --fail-on says on what it shall exit with 6. In JUnit an exchange fails by what --fail-on
says, without it by what is sure.`,
    )
    .action(run);
}

async function run(file: string, options: ReportOptions): Promise<void> {
  const { format, failOn } = options;
  const target = targetOf(options);
  const [{ replayFile }, { reportOf }] = await Promise.all([
    import("./relay-replay.ts"),
    import("../signals/report/report.ts"),
  ]);
  const { replay, head } = await replayFile(file);
  const report = reportOf(replay, sourceOf(file, head), failOn ?? SURE);
  writeOut(target, head, linesOf(await FORMAT[format](report)));
  if (!failOn) return;
  const reasons = [...replay.exchanges].flatMap((exchange) =>
    exchange.ledger.all
      .filter((finding) => isReason(failOn, finding))
      .map((finding) => ({ exchange, finding })),
  );
  if (reasons.length > 0) throw failureOf(reasons);
}

export function sourceOf(file: string, head: CaptureHead): Source {
  const { what, time, endedAt, room, server, complete, redacted } = head;
  return {
    file: basename(file),
    what,
    time: time || null,
    until: endedAt,
    ...{ room, server, complete, redacted },
  };
}

const FORMAT: Readonly<Record<Format, (report: Report) => Promise<Iterable<string>>>> = {
  text: async (report) => (await import("../signals/report/text.ts")).textReport(report),
  markdown: async (report) => (await import("../signals/report/markdown.ts")).markdownReport(report),
  junit: async (report) => (await import("../signals/report/junit.ts")).junitReport(report),
  json: async (report) => {
    const { inertJson } = await import("./output.ts");
    return [inertJson({ v: 1, type: "report", ...report })];
  },
};
