// What the commands of relay share: on which findings they fail, and the failure.
import { InvalidArgumentError, Option } from "commander";
import { type FailOn, parseFailOn } from "../signals/capture/fail-on.ts";
import type { Found } from "../signals/tracker.ts";
import { CliError } from "./exit.ts";

export const failOnOption = (): Option =>
  new Option(
    "--fail-on <list>",
    "exit 6 on findings of these codes or strengths: SIG001, sure, likely, hint (each with what is surer), none",
  ).argParser((text: string): FailOn => {
    const failOn = parseFailOn(text);
    if (!failOn)
      throw new InvalidArgumentError("Codes like SIG001 and strengths are: sure, likely, hint; or none.");
    return failOn;
  });

export function failureOf(reasons: readonly Found[]): CliError {
  const names = [...new Set(reasons.map(({ finding }) => `${finding.code} (${finding.strength})`))];
  return new CliError({
    exit: "unmet",
    code: "found",
    message: `Found: ${names.join(", ")}.`,
    next: `The whole story: npx rtrooms explain ${reasons[0]!.finding.code}`,
  });
}
