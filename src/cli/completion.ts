// What may come next on a line of `rtrooms`: told by the commands themselves, by saved servers, and by the server in use.
import type { Argument, Command, Option } from "commander";
import { childOf, descendants, lineage } from "./argv.ts";
import { readContexts } from "./context-file.ts";

export interface Candidate {
  value: string;
  about: string;
}

/** Where the shell itself knows better. */
export const FILES: Candidate = { value: ":files", about: "" };
const FOLDERS: Candidate = { value: ":folders", about: "" };

/** A line as far as it has come. */
export interface Line {
  program: Command;
  command: Command;
  /** What stands there for the command's arguments. */
  operands: string[];
  /** The options so far, as they were typed. */
  options: string[];
  current: string;
}

/** Asks the server of the line; it never throws and doesn't take long. */
export type Ask = (line: Line, what: "rooms" | "members") => Promise<Candidate[]>;

export async function candidates(program: Command, words: readonly string[], ask: Ask): Promise<Candidate[]> {
  const current = words.at(-1) ?? "";
  const { pending, ended, ...place } = read(program, words.slice(0, -1));
  const line = { program, current, ...place };
  const equals = current.startsWith("--") ? current.indexOf("=") : -1;
  if (pending) return fitting(await valuesOf(line, pending, ask), current);
  if (equals > 0 && !ended) {
    const option = optionOf(line.command, current.slice(0, equals));
    const values = option ? await valuesOf(line, option, ask) : [];
    return fitting(
      values.map(({ value, about }) => ({ value: current.slice(0, equals + 1) + value, about })),
      current,
    );
  }
  if (current.startsWith("-") && !ended) return fitting(optionsOf(line), current);
  const children = line.operands.length === 0 && !ended ? visible(line.command) : [];
  return fitting([...children, ...(await argumentsOf(line, ask))], current);
}

const fitting = (all: readonly Candidate[], current: string): Candidate[] =>
  all.filter(({ value }) => value.startsWith(":") || value.startsWith(current));

interface Place extends Omit<Line, "program" | "current"> {
  /** The option whose value is being typed. */
  pending: Option | undefined;
  /** Behind `--` there are no options any more. */
  ended: boolean;
}

function read(program: Command, words: readonly string[]): Place {
  const place: Place = { command: program, operands: [], options: [], pending: undefined, ended: false };
  for (const word of words) {
    if (place.pending) {
      place.options.push(word);
      place.pending = undefined;
    } else if (place.ended) place.operands.push(word);
    else if (word === "--") place.ended = true;
    else if (word.startsWith("-") && word !== "-") {
      place.options.push(word);
      const option = optionOf(place.command, word.split("=")[0]!);
      if (option?.required && !word.includes("=")) place.pending = option;
    } else {
      const child = place.operands.length === 0 ? childOf(place.command, word) : undefined;
      if (child) place.command = child;
      else place.operands.push(word);
    }
  }
  return place;
}

/** Its own and those of the commands above and below, since options may stand anywhere. */
function optionOf(command: Command, flag: string): Option | undefined {
  for (const each of [...lineage(command), ...descendants(command)]) {
    const option = each.options.find(({ long, short }) => long === flag || short === flag);
    if (option) return option;
  }
  return undefined;
}

const visible = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((child) => ({ value: child.name(), about: child.description() }));

function optionsOf({ command, program, options }: Line): Candidate[] {
  const all = [...command.options, ...(command === program ? [] : program.options)];
  const there = [...all, ...defaultOf(command)].filter(
    ({ hidden, long, variadic }) => !hidden && long && (variadic || !options.includes(long)),
  );
  return [
    ...there.map(({ long, description }) => ({ value: long!, about: description })),
    { value: "--help", about: "show this command's help" },
  ];
}

/** `rooms` alone is `rooms console`, with its options. */
const defaultOf = (command: Command): readonly Option[] => childOf(command, "console")?.options ?? [];

async function valuesOf(line: Line, option: Option, ask: Ask): Promise<Candidate[]> {
  if (option.argChoices) return plain(option.argChoices);
  const name = option.attributeName();
  if (name === "context") return contexts();
  if (name === "room") return await ask(line, "rooms");
  if (/<file>/.test(option.flags)) return [FILES];
  return /<folder>/.test(option.flags) ? [FOLDERS] : [];
}

async function argumentsOf(line: Line, ask: Ask): Promise<Candidate[]> {
  const { command, operands, program } = line;
  const { registeredArguments: known } = command;
  const last = known.at(-1);
  const argument: Argument | undefined = known[operands.length] ?? (last?.variadic ? last : undefined);
  if (!argument) return [];
  if (argument.argChoices) return plain(argument.argChoices);
  switch (`${command.name()} ${argument.name()}`) {
    case "help topic": {
      const { topics } = await import("./help-topics.ts");
      const parent = operands.reduce<Command | undefined>(
        (found, word) => found && childOf(found, word),
        program,
      );
      const about = Object.entries(topics).map(([value, topic]) => ({ value, about: topic.about }));
      return [...(parent ? visible(parent) : []), ...(operands.length === 0 ? about : [])];
    }
    case "explain code": {
      const { entries } = await import("./explain/entries.ts");
      const seen = new Map(entries.map(({ code, means }) => [code, means]));
      return [...seen].map(([value, about]) => ({ value, about }));
    }
    case "save context":
      return [];
  }
  if (argument.name() === "context") return contexts();
  if (argument.name() === "file") return [FILES];
  if (["room", "rooms"].includes(argument.name()))
    return (await ask(line, "rooms")).filter(({ value }) => !operands.includes(value));
  return argument.name() === "peer" ? await ask(line, "members") : [];
}

const plain = (values: readonly string[]): Candidate[] => values.map((value) => ({ value, about: "" }));

const contexts = (): Candidate[] =>
  Object.entries(readContexts().contexts).map(([value, { url }]) => ({ value, about: url }));
