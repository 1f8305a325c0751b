// The program: its commands, and the one place where a failure becomes an exit code.
import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { chatCommand } from "./commands/chat.ts";
import { explainCommand } from "./commands/explain.ts";
import { joinCommand } from "./commands/join.ts";
import { relayCommand } from "./commands/relay.ts";
import { roomsCommand } from "./commands/rooms.ts";
import { serveCommand } from "./commands/serve.ts";
import { statsCommand } from "./commands/stats.ts";
import { tokenCommand } from "./commands/token.ts";
import { type CliError, exitHelp, reportFailure, usageError } from "./exit.ts";
import { wantsColor } from "./mode.ts";
import { endQuietlyOnClosedPipe } from "./output.ts";
import { keepGivenSecrets } from "./secrets.ts";

function createProgram(): Command {
  const program = new Command("rtrooms")
    .description("Rooms, chat with history and WebRTC signaling: one server and its terminal clients.")
    .version(version, "-V, --version")
    .option("--no-color", "no colours (also NO_COLOR)")
    .addCommand(serveCommand())
    .addCommand(chatCommand())
    .addCommand(joinCommand())
    .addCommand(roomsCommand())
    .addCommand(statsCommand())
    .addCommand(relayCommand())
    .addCommand(tokenCommand())
    .addCommand(explainCommand())
    .addHelpText(
      "after",
      `
Start here:
  $ npx rtrooms serve             a server on http://127.0.0.1:7420
  $ npx rtrooms chat lobby        in another terminal: talk
  $ npx rtrooms stats --json      in a script: the figures
${exitHelp}`,
    );
  for (const command of [program, ...descendants(program)]) {
    // Its failures are reported as all others are; its own exit code for wrong usage would be 1.
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
  return program;
}

const descendants = (command: Command): Command[] =>
  command.commands.flatMap((child) => [child, ...descendants(child)]);

function wrongUsage({ message }: CommanderError, program: Command, argv: readonly string[]): CliError {
  const command = program.commands.find((child) => argv.includes(child.name()));
  const words = message.replace(/^error: /, "").replaceAll("\n", " ");
  return usageError(words, `See: rtrooms ${command ? `${command.name()} ` : ""}--help`);
}

async function main(argv: string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  keepGivenSecrets(process.env, argv);
  // chalk, which draws for Ink, knows FORCE_COLOR and not NO_COLOR; it looks when it is loaded, which is later.
  if (!wantsColor(process.env, argv)) process.env.FORCE_COLOR = "0";
  const json = argv.includes("--json") || argv.includes("--ndjson");
  reportCrashes(json);
  const program = createProgram();
  if (argv.length === 0) {
    program.outputHelp();
    return;
  }
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) reportFailure(error, { json });
    else if (error.exitCode !== 0) reportFailure(wrongUsage(error, program, argv), { json });
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
