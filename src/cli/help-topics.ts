// What `rtrooms help TOPIC` prints: the environment, the exit codes, which value counts, how output looks.
import type { Command } from "commander";
import { columns, pairs } from "./columns.ts";
import { variablesOf } from "./environment.ts";
import { exitCodes } from "./exit.ts";
import { exitWords } from "./explain/exits.ts";

const COMMON = `
NO_COLOR, FORCE_COLOR, TERM=dumb and CI are heeded as elsewhere; NODE_EXTRA_CA_CERTS adds certificates that are
believed; with DEBUG=1 a mistake of rtrooms itself says where it is. A variable that is set to nothing counts as
not set; RTROOMS_QUIET=0 and the like count as off.`;

const environment = (program: Command): string[] => [
  "Variables of the environment. What is typed counts more; a saved server and the defaults count less.",
  "",
  ...columns(
    ["VARIABLE", "OPTION", "DEFAULT", "COMMANDS"],
    variablesOf(program).map((each) => [each.name, each.option, each.default, each.commands.join(" ")]),
  ),
  ...COMMON.split("\n"),
];

const exits = (): string[] => [
  "Exit codes, the same for all commands. More of one: rtrooms explain NUMBER",
  "",
  ...pairs(Object.entries(exitCodes).map(([name, code]) => [`  ${code}`, exitWords[name]!.means])),
];

const PRECEDENCE = `Which value counts, the first that there is:

  1. what is typed:           --url https://rooms.example.org, --context prod
  2. the environment:         RTROOMS_URL, RTROOMS_CONTEXT, …     rtrooms help environment
  3. the saved server in use: rtrooms context use prod
  4. the default:             http://127.0.0.1:7420

A context that is typed counts more than the environment. A context is one server: where another url is asked
for, none of its values count, so that its token goes nowhere else. For \`serve\` the configuration file takes the
place of the saved server.

  $ rtrooms context show --origins    where each value comes from, here and now`;

const OUTPUT = `stdout is data, stderr is everything else.

  on a terminal   a screen where there is one, else columns
  in a pipe       plain lines; --json one document, --ndjson one object a line
  --quiet         stderr without what is only for information; failures are told all the same
  --verbose       on stderr: where it connects to, as whom, each attempt and how long it took
  --no-color      no colours; NO_COLOR, TERM=dumb and a pipe do the same

Fields of JSON stay; text for people may change. A failure under --json is one object on stderr:
  {"v":1,"type":"error","code":"unreachable","message":"…","next":"…","exit":3}`;

interface Topic {
  about: string;
  lines(program: Command): string[];
}

export const topics: Readonly<Record<string, Topic>> = {
  environment: { about: "the variables RTROOMS_*, their options and defaults", lines: environment },
  "exit-codes": { about: "what the exit codes mean", lines: exits },
  precedence: {
    about: "which value counts: typed, environment, saved, default",
    lines: () => PRECEDENCE.split("\n"),
  },
  output: { about: "stdout, stderr, JSON, quiet and verbose", lines: () => OUTPUT.split("\n") },
};
