// The start of the program, and the one place where a failure becomes an exit code.
import { type Command, CommanderError } from "commander";
import { placeOptions } from "./argv.ts";
import { nearest } from "./config/near.ts";
import { settleEnvironment } from "./environment.ts";
import { type CliError, reportFailure, usageError } from "./exit.ts";
import { wantsColor } from "./mode.ts";
import { endQuietlyOnClosedPipe } from "./output.ts";
import { createProgram } from "./program.ts";
import { keepGivenSecrets } from "./secrets.ts";

function wrongUsage({ message, code }: CommanderError, called: Command): CliError {
  const words = message.replace(/^error: /, "").replaceAll("\n", " ");
  const path = pathOf(called);
  return usageError(
    code === "commander.excessArguments" ? misspelt(called, words) : words,
    `See: ${path} --help`,
  );
}

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** A word that is no subcommand goes to the one that is called without any, which then has a word too many. */
function misspelt(called: Command, words: string): string {
  const word = called.args[0];
  if (word === undefined || called.commands.length === 0) return words;
  const meant = nearest(
    word,
    called.commands.map((child) => child.name()),
  );
  return `unknown command '${word}'${meant ? ` (Did you mean ${meant}?)` : ""}`;
}

async function main(argv: string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  if (argv[0] === "__complete") {
    const { printCandidates } = await import("./completion-live.ts");
    return await printCandidates(argv.slice(1));
  }
  keepGivenSecrets(process.env, argv);
  // chalk, which draws for Ink, knows FORCE_COLOR and not NO_COLOR; it looks when it is loaded, which is later.
  if (!wantsColor(process.env, argv)) process.env.FORCE_COLOR = "0";
  const json = argv.includes("--json") || argv.includes("--ndjson");
  reportCrashes(json);
  const program = createProgram();
  settleEnvironment(program, process.env);
  if (argv.length === 0) {
    program.outputHelp();
    return;
  }
  const placed = placeOptions(program, argv);
  try {
    await program.parseAsync(placed.argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) reportFailure(error, { json });
    else if (error.exitCode !== 0) reportFailure(wrongUsage(error, placed.command), { json });
  }
}

/** What nobody has caught is told in words as well; a screen gives the terminal back first, and tells it then. */
function reportCrashes(json: boolean): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      if (process.listenerCount(event) > 1) return;
      reportFailure(error, { json });
      process.exit(process.exitCode);
    });
  }
}

await main(process.argv.slice(2));
