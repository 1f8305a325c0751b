// Options may stand before the command that they belong to: they are moved behind it, where commander looks for them.
import type { Command, Option } from "commander";

export interface Placed {
  argv: string[];
  /** What is called. */
  command: Command;
}

export function placeOptions(program: Command, argv: readonly string[]): Placed {
  const before: string[] = [];
  const held: string[] = [];
  let command = program;
  let at = 0;
  while (at < argv.length) {
    const argument = argv[at]!;
    if (argument === "--") break;
    if (argument.startsWith("-") && argument !== "-") {
      const own = [command, program].some((each) => knows(each, argument));
      const option = optionOf(lineage(command), argument) ?? optionOf(descendants(command), argument);
      const words = argv.slice(at, at + 1 + Number(takesNext(option, argument, argv[at + 1], command)));
      (own || !option ? before : held).push(...words);
      at += words.length;
      continue;
    }
    const child = childOf(command, argument);
    if (!child) break;
    command = child;
    before.push(argument);
    at++;
  }
  return { argv: [...before, ...held, ...argv.slice(at)], command };
}

export const lineage = (command: Command): Command[] =>
  command.parent ? [command, ...lineage(command.parent)] : [command];

export const descendants = (command: Command): Command[] =>
  command.commands.flatMap((child) => [child, ...descendants(child)]);

export const childOf = (command: Command, word: string): Command | undefined =>
  command.commands.find((child) => child.name() === word || child.aliases().includes(word));

const flagOf = (argument: string): string =>
  argument.startsWith("--") ? argument.split("=")[0]! : argument.slice(0, 2);

const knows = (command: Command, argument: string): boolean => optionOf([command], argument) !== undefined;

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
