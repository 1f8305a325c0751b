// `rtrooms explain`: what a code means, why it comes, and what to do about it.
import { Command } from "commander";
import { CliError } from "../exit.ts";
import type { Entry } from "../explain/entries.ts";
import { printJson, printLine } from "../output.ts";

const KINDS = {
  error: "error code, in replies and over HTTP",
  close: "close code of a WebSocket",
  exit: "exit code of a command",
  command: "code of a command's own failure",
  audit: "reason in the audit log",
  finding: "finding in a WebRTC negotiation",
} as const;

export function explainCommand(): Command {
  return new Command("explain")
    .description(
      "say what a code means, why it comes and what to do: of errors, closes, exits, commands, audits, negotiations",
    )
    .argument("[code]", "its name or number; without one: all of them")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      `
Examples:
  $ npx rtrooms explain room_full
  $ npx rtrooms explain 4500
  $ npx rtrooms explain SIG007
  $ npx rtrooms explain --json | jq '.entries[] | select(.kind == "close")'`,
    )
    .action(run);
}

async function run(code: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const { entries, find } = await import("../explain/entries.ts");
  const found = code === undefined ? entries : find(code);
  if (found.length === 0) throw await unknown(code!);
  if (json) printJson({ v: 1, type: "explanation", entries: found });
  else if (code === undefined) printLines(await list(found));
  else printLines(found.map(text).join("\n\n"));
}

async function unknown(code: string): Promise<CliError> {
  const { near } = await import("../explain/entries.ts");
  const meant = near(code);
  return new CliError({
    exit: "not_found",
    code: "unknown_code",
    message: `There is no code "${code}".${meant.length > 0 ? ` Did you mean ${meant.join(", ")}?` : ""}`,
    next: meant[0] ? `npx rtrooms explain ${meant[0]}` : "See all of them: npx rtrooms explain",
  });
}

const headOf = ({ code, number }: Entry): string =>
  number === null || code === String(number) ? code : `${code} (${number})`;

const text = (entry: Entry): string =>
  [
    `${headOf(entry)}: ${KINDS[entry.kind]}`,
    `  ${entry.means}`,
    `  why      ${entry.why}`,
    `  do       ${entry.advice}`,
    `  retry    ${entry.retry}`,
    `  example  ${entry.example}`,
  ].join("\n");

async function list(all: readonly Entry[]): Promise<string> {
  const { pairs } = await import("../columns.ts");
  const parts = Object.entries(KINDS).map(([kind, title]) => {
    const rows = all.filter((each) => each.kind === kind);
    return [title, ...pairs(rows.map((each) => [`  ${headOf(each)}`, each.means]))].join("\n");
  });
  return parts.join("\n\n");
}

function printLines(text: string): void {
  for (const line of text.split("\n")) printLine(line);
}
