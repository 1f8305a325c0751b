// Options may stand before the command that they belong to, and the program's own anywhere: they are moved to where commander looks for
// them, and to no other command that has one of the same name.
import type { Command, Option } from "commander";

export interface Placed {
  argv: string[];
  /** What is called. */
  command: Command;
}

export function placeOptions(program: Command, argv: readonly string[]): Placed {
  const front: string[] = [];
  const before: string[] = [];
  const held: string[] = [];
  let command = program;
  let at = 0;
  while (at < argv.length) {
    const argument = argv[at]!;
    if (argument === "--") break;
    if (argument.startsWith("-") && argument !== "-") {
      const option = optionOf(lineage(command), argument) ?? optionOf(descendants(command), argument);
      const words = wordsOf(option, argv, at, command);
      (!option ? before : program.options.includes(option) ? front : held).push(...words);
      at += words.length;
      continue;
    }
    const child = childOf(command, argument);
    if (!child) break;
    command = child;
    before.push(argument);
    at++;
  }
  const { own, rest } = behind(program, command, argv.slice(at));
  return { argv: [...front, ...own, ...before, ...held, ...rest], command };
}

/** The program's options among what stands behind the command's name, and all else as it is. */
function behind(
  program: Command,
  command: Command,
  argv: readonly string[],
): Record<"own" | "rest", string[]> {
  const own: string[] = [];
  const rest: string[] = [];
  for (let at = 0; at < argv.length; ) {
    if (argv[at] === "--") return { own, rest: [...rest, ...argv.slice(at)] };
    const option = optionOf([command, program], argv[at]!);
    const words = wordsOf(option, argv, at, command);
    (command !== program && option && program.options.includes(option) ? own : rest).push(...words);
    at += words.length;
  }
  return { own, rest };
}

const wordsOf = (
  option: Option | undefined,
  argv: readonly string[],
  at: number,
  command: Command,
): string[] => argv.slice(at, at + 1 + Number(takesNext(option, argv[at]!, argv[at + 1], command)));

export const lineage = (command: Command): Command[] =>
  command.parent ? [command, ...lineage(command.parent)] : [command];

export const descendants = (command: Command): Command[] =>
  command.commands.flatMap((child) => [child, ...descendants(child)]);

export const childOf = (command: Command, word: string): Command | undefined =>
  command.commands.find((child) => child.name() === word || child.aliases().includes(word));

const flagOf = (argument: string): string =>
  argument.startsWith("--") ? argument.split("=")[0]! : argument.slice(0, 2);

function optionOf(commands: readonly Command[], argument: string): Option | undefined {
  const flag = flagOf(argument);
  for (const command of commands) {
    const option = command.options.find(({ long, short }) => long === flag || short === flag);
    if (option) return option;
  }
  return undefined;
}

/** Whether the word behind an option is its value. */
function takesNext(
  option: Option | undefined,
  argument: string,
  next: string | undefined,
  command: Command,
): boolean {
  if (!option || next === undefined || argument.length > flagOf(argument).length) return false;
  if (option.required) return true;
  return Boolean(option.optional) && !next.startsWith("-") && childOf(command, next) === undefined;
}
