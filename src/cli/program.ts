// All commands as one program, and what holds for each of them: help, failures, quiet and verbose, the saved server.
import { Command, Option } from "commander";
import { version } from "../version.ts";
import { descendants } from "./argv.ts";
import { chatCommand } from "./commands/chat.ts";
import { completionCommand } from "./commands/completion.ts";
import { contextCommand } from "./commands/context.ts";
import { explainCommand } from "./commands/explain.ts";
import { helpCommand } from "./commands/help.ts";
import { joinCommand } from "./commands/join.ts";
import { relayCommand } from "./commands/relay.ts";
import { roomsCommand } from "./commands/rooms.ts";
import { serveCommand } from "./commands/serve.ts";
import { statsCommand } from "./commands/stats.ts";
import { tokenCommand } from "./commands/token.ts";
import { applyContext, originsOf } from "./context.ts";
import { nameVariables, readHabits } from "./environment.ts";
import { exitHelp } from "./exit.ts";
import { shapeHelp } from "./help.ts";
import { detail, speak } from "./output.ts";

export function createProgram(): Command {
  const program = new Command("rtrooms")
    .description("Rooms, chat with history and WebRTC signaling: one server and its terminal clients.")
    .version(version, "-V, --version", "show the version")
    .addOption(
      new Option("-q, --quiet", "nothing on stderr that is only for information")
        .env("RTROOMS_QUIET")
        .conflicts("verbose"),
    )
    .addOption(
      new Option("-v, --verbose", "say on stderr where it connects to, as whom, and how long it takes").env(
        "RTROOMS_VERBOSE",
      ),
    )
    .option("--no-color", "no colours (also NO_COLOR)")
    .helpCommand(false);
  const talk = [chatCommand(), joinCommand()];
  const look = [roomsCommand(), statsCommand(), relayCommand()];
  const more = [tokenCommand(), contextCommand(), completionCommand(), explainCommand(), helpCommand()];
  for (const [heading, commands] of [
    ["A server:", [serveCommand()]],
    ["In its rooms:", talk],
    ["What goes on there:", look],
    ["Besides:", more],
  ] as const) {
    for (const command of commands) program.addCommand(command.helpGroup(heading));
  }
  program.addHelpText(
    "after",
    `
Examples:
  $ npx rtrooms serve             a server on http://127.0.0.1:7420
  $ npx rtrooms chat lobby        in another terminal: talk
  $ npx rtrooms stats --json      in a script: the figures
`,
  );
  for (const command of [program, ...descendants(program)]) {
    // Its failures are reported as all others are; its own exit code for wrong usage would be 1.
    command.exitOverride().configureOutput({ outputError: () => {} });
    // Else a command above takes an option for itself that the one below has too.
    command.enablePositionalOptions();
    nameVariables(command);
    shapeHelp(command, command === program ? HELP_END : "Exit codes: rtrooms help exit-codes");
  }
  return program.hook("preAction", (_, command) => prepare(program, command));
}

const HELP_END = `${exitHelp.trim()}

More: rtrooms COMMAND --help · rtrooms help environment · rtrooms help precedence`;

function prepare(program: Command, command: Command): void {
  const { quiet, verbose } = program.opts<{ quiet?: boolean; verbose?: boolean }>();
  if (quiet) speak("quiet");
  if (verbose) speak("verbose");
  readHabits(command, process.env);
  // There it is what the command is about.
  if (command.parent?.name() === "context") return;
  applyContext(command);
  for (const { option, value, from } of originsOf(command)) {
    if (value !== null) detail(`${option} ${value} (${from})`);
  }
}
