// `rtrooms relay lint FILE`: what is wrong in a recording, and an exit code that says whether something is.
import { Command, Option } from "commander";
import { type FailOn, isReason } from "../../signals/capture/fail-on.ts";
import { failOnOption, failureOf } from "../relay-options.ts";

interface LintOptions {
  json?: boolean;
  failOn: FailOn;
}

export const relayLintCommand = (): Command =>
  new Command("lint")
    .description("say what is wrong in a recording; exit 6 if something is")
    .argument("<file>", "a capture, a HAR file of a browser, or a dump of chrome://webrtc-internals")
    .addOption(new Option("--json", "print one JSON document"))
    .addOption(failOnOption().default({ codes: new Set(), strength: "sure" }, "sure"))
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms relay lint call.jsonl
  $ rtrooms relay lint page.har --fail-on likely
  $ rtrooms relay lint webrtc_internals_dump.gz --json | jq -r '.findings[].code'`,
    )
    .action(run);

async function run(file: string, { json, failOn }: LintOptions): Promise<void> {
  const [{ replayFile }, { countedIn, foundData, foundText }, { note, printJson, printLine }] =
    await Promise.all([import("../relay-replay.ts"), import("../relay-found.ts"), import("../output.ts")]);
  const { replay, head } = await replayFile(file);
  const found = countedIn(replay);
  if (json) {
    const { what, redacted, complete } = head;
    printJson({
      ...{ what, redacted, complete, signals: replay.signals, exchanges: replay.exchanges.size },
      findings: found.map((one) => foundData(replay, one)),
    });
  } else {
    for (const [at, one] of found.entries()) {
      if (at > 0) printLine("");
      for (const line of foundText(replay, one)) printLine(line);
    }
    const { exchanges, signals } = replay;
    if (found.length === 0)
      note(
        `Nothing found: ${exchanges.size} exchange${exchanges.size === 1 ? "" : "s"}, ${signals} signals.`,
      );
  }
  const reasons = found.filter(({ finding }) => isReason(failOn, finding));
  if (reasons.length > 0) throw failureOf(reasons);
}
