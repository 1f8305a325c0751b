// `rtrooms relay export FILE`: a recording in the form of other tools: HAR for browsers, Mermaid for a bug report.
import { basename } from "node:path";
import { Command, Option } from "commander";
import type { TraceRecord } from "../signals/trace.ts";
import { type CaptureHead, readCapture } from "./capture-file.ts";
import { CliError } from "./exit.ts";
import { parseCount } from "./options.ts";
import {
  jsonOf,
  linesOf,
  type OutputOptions,
  outputOptions,
  targetOf,
  warnOfContents,
  writeOut,
} from "./relay-output.ts";

interface ExportOptions extends OutputOptions {
  format: "har" | "mermaid";
  exchange?: number;
}

export function relayExportCommand(): Command {
  const command = new Command("export")
    .description("turn a recording into a HAR file or a sequence diagram")
    .argument("<file>", "a capture, a HAR file of a browser, or a dump of chrome://webrtc-internals")
    .addOption(new Option("--format <format>", "into what").choices(["har", "mermaid"]).makeOptionMandatory())
    .addOption(
      new Option(
        "--exchange <number>",
        "with mermaid: only the one that has this number in a report",
      ).argParser(parseCount(1)),
    );
  for (const option of outputOptions()) command.addOption(option);
  return command
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms relay export call.jsonl --format har --output call.har        for the network panel of a browser
  $ rtrooms relay export call.jsonl --format mermaid                      for an issue, between \`\`\`mermaid and \`\`\`
  $ rtrooms relay export call.jsonl --format mermaid --exchange 2

What was redacted stays so. A diagram shows kinds, sizes and candidates' types, but neither addresses nor keys.`,
    )
    .action(run);
}

async function run(file: string, options: ExportOptions): Promise<void> {
  const target = targetOf(options);
  const records: TraceRecord[] = [];
  const head = await readCapture(file, (some) => {
    for (const record of some) records.push(record);
  });
  if (options.format === "har") await toHar(file, head, records, target);
  else await toMermaid(file, head, records, { target, only: options.exchange ?? null });
}

type Out = ReturnType<typeof targetOf>;

async function toHar(
  file: string,
  head: CaptureHead,
  records: readonly TraceRecord[],
  target: Out,
): Promise<void> {
  const [{ harOf }, { version }] = await Promise.all([
    import("../signals/capture/export-har.ts"),
    import("../version.ts"),
  ]);
  const { time, redacted, server, room, complete, endedAt } = head;
  const kept = { time, redacted, server, room, complete, until: endedAt };
  warnOfContents(basename(file), head);
  writeOut(target, head, jsonOf(harOf(records, kept, version)));
}

async function toMermaid(
  file: string,
  head: CaptureHead,
  records: readonly TraceRecord[],
  { target, only }: { target: Out; only: number | null },
): Promise<void> {
  const [{ Replay }, { mermaidOf }, { note }] = await Promise.all([
    import("../signals/capture/replay.ts"),
    import("../signals/capture/export-mermaid.ts"),
    import("./output.ts"),
  ]);
  const replay = new Replay(head.complete);
  for (const record of records) replay.take(record);
  if (head.endedAt !== null) replay.until(head.endedAt);
  const chosen = only === null ? null : [...replay.exchanges][only - 1];
  if (chosen === undefined)
    throw new CliError({
      exit: "not_found",
      code: "no_exchange",
      message: `${basename(file)} has no exchange ${only}: there are ${replay.exchanges.size}.`,
      next: `See which there are: npx rtrooms relay report ${file}`,
    });
  const { lines, left } = mermaidOf(records, replay, chosen);
  writeOut(target, head, linesOf(lines));
  if (left > 0)
    note(
      `${left} signals more are not in it, for a diagram may have 50 000 characters: choose an exchange with --exchange NUMBER.`,
    );
}
