// The variables of the environment that count, told by the options themselves, and the few that no option is for.
import type { Command, Option } from "commander";
import { descendants } from "./argv.ts";
import { usageError } from "./exit.ts";

export interface Variable {
  name: string;
  /** How the same is typed; empty where it can't be. */
  option: string;
  /** Empty where there is none. */
  default: string;
  commands: string[];
  what: string;
}

const other = (name: string, commands: string[], what: string): Variable => ({
  name,
  option: "",
  default: "",
  commands,
  what,
});

const OTHERS: readonly Variable[] = [
  other("RTROOMS_ADMIN_TOKEN", ["serve"], "the admin token; without it there is a new one each time"),
  other(
    "RTROOMS_CONFIG_DIR",
    ["all"],
    "the folder of saved servers and of what running ones leave for other commands",
  ),
  other("RTROOMS_TOKEN_SECRET", ["serve", "token"], "the secret that tokens are signed with, itself"),
  other("RTROOMS_TURN_SECRET", ["serve"], "the secret of the TURN servers, itself"),
];

/** By name; one that several commands read is there once. */
export function variablesOf(program: Command): Variable[] {
  const found = new Map<string, Variable>(OTHERS.map((each) => [each.name, each]));
  for (const command of [program, ...descendants(program)]) {
    for (const option of command.options) {
      if (!option.envVar) continue;
      const variable = found.get(option.envVar) ?? {
        name: option.envVar,
        option: option.flags.replace(/^-\w, /, ""),
        default: option.defaultValueDescription ?? defaultText(option.defaultValue),
        commands: [],
        what: option.description,
      };
      const user = command === program ? "all" : topOf(command, program).name();
      if (!variable.commands.includes(user)) variable.commands.push(user);
      found.set(option.envVar, variable);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Habits rather than single acts: what one would set once for all commands that have it. */
const HABITS = ["--history", "--no-tui", "--inline"];

/** `--history` of a new room says which messages it keeps: one of a few, and no habit. */
const isHabit = ({ long, argChoices }: Option): boolean => HABITS.includes(long!) && !argChoices;

export function nameVariables(command: Command): void {
  for (const option of command.options) {
    if (option.envVar === undefined && isHabit(option)) {
      option.env(`RTROOMS_${option.long!.slice(2).toUpperCase().replaceAll("-", "_")}`);
    }
  }
}

/** Commander reads a variable only where the option had its name from the start. */
export function readHabits(command: Command, env: NodeJS.ProcessEnv): void {
  for (const option of command.options) {
    const text = option.envVar === undefined ? undefined : env[option.envVar];
    const name = option.attributeName();
    const source = command.getOptionValueSource(name);
    if (text === undefined || !isHabit(option) || source === "cli" || source === "env") continue;
    command.setOptionValueWithSource(name, habitOf(option, text), "env");
  }
}

function habitOf(option: Option, text: string): unknown {
  if (!option.required && !option.optional) return !option.negate;
  try {
    return option.parseArg ? option.parseArg(text, undefined) : text;
  } catch (error) {
    throw usageError(
      `${option.envVar} is "${text}" in the environment, which is no value of ${option.long}. ${(error as Error).message}`,
      `Set another, or none: unset ${option.envVar}`,
    );
  }
}

const topOf = (command: Command, program: Command): Command =>
  command.parent && command.parent !== program ? topOf(command.parent, program) : command;

const defaultText = (value: unknown): string =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? "" : String(value);

/** What is set to nothing is not set; of one that is on or off, `0` and `false` are off. */
export function settleEnvironment(program: Command, env: NodeJS.ProcessEnv): void {
  for (const command of [program, ...descendants(program)]) {
    for (const { envVar, required, optional } of command.options) {
      const value = envVar === undefined ? undefined : env[envVar];
      if (value === undefined) continue;
      if (value === "" || (!required && !optional && /^(?:0|false|no|off)$/i.test(value)))
        delete env[envVar!];
    }
  }
}
