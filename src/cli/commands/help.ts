// `rtrooms help`: the help of a command by its name, or one of the topics that are no command's.
import { Command } from "commander";
import { childOf } from "../argv.ts";
import { nearest } from "../config/near.ts";
import { variablesOf } from "../environment.ts";
import { usageError } from "../exit.ts";
import { printJson, printLine } from "../output.ts";

export const helpCommand = (): Command =>
  new Command("help")
    .description("the help of a command, or a topic: environment, exit-codes, precedence, output")
    .argument("[topic...]", "a command with its subcommand, or a topic")
    .option("--json", "the table of `help environment` as one JSON document")
    .action(run)
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms help rooms wait
  $ rtrooms help environment    the variables that count
  $ rtrooms help exit-codes`,
    );

async function run(words: string[], { json }: { json?: boolean }, command: Command): Promise<void> {
  const program = command.parent!;
  const { topics } = await import("../help-topics.ts");
  const [word = ""] = words;
  if (json) {
    if (word !== "environment")
      throw usageError("Only the environment is told as JSON.", "rtrooms help environment --json");
    return void printJson({ variables: variablesOf(program) });
  }
  if (words.length === 0) return program.outputHelp();
  if (words.length === 1 && Object.hasOwn(topics, word)) {
    for (const line of topics[word]!.lines(program)) printLine(line);
    return;
  }
  const asked = words.reduce<Command | undefined>((found, each) => found && childOf(found, each), program);
  if (asked) return asked.outputHelp();
  const names = [...program.commands.map((each) => each.name()), ...Object.keys(topics)];
  const meant = nearest(word, names);
  throw usageError(
    `There is no help for "${words.join(" ")}".${meant ? ` Did you mean ${meant}?` : ""}`,
    `See: rtrooms help ${meant ?? ""}`.trimEnd(),
  );
}
