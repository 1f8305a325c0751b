// Reads a configuration file; everything that is wrong with it is said at once.
import { CliError } from "../exit.ts";
import { checkAcross } from "./across.ts";
import { check } from "./check.ts";
import { type ConfigSource, type Problem, readSource } from "./source.ts";

export function readConfig(file: string): ConfigSource {
  const source = readSource(file);
  const problems = problemsOf(source);
  if (problems.length === 0) return source;
  throw new CliError({
    exit: "usage",
    code: "bad_config",
    message: `${file} has ${problems.length === 1 ? "a mistake" : `${problems.length} mistakes`}; nothing was started.`,
    details: problems.map(({ offset, message }) => {
      const { line, column } = source.place(offset);
      return `${file}:${line}:${column}: ${message}`;
    }),
    next: "See what there is to set: npx rtrooms serve --config-schema",
  });
}

/** In the order of the file. */
export function problemsOf(source: ConfigSource): Problem[] {
  const { root } = source;
  if (!root) {
    const empty = { offset: 0, message: "The file is empty: settings are expected: { … }." };
    return source.problems.length > 0 ? [...source.problems] : [empty];
  }
  const problems = [...source.problems, ...check(root), ...checkAcross(source)];
  return problems.sort((a, b) => a.offset - b.offset);
}
