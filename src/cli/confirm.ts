// A question before something that can't be undone.
import { createInterface } from "node:readline/promises";
import { CliError, usageError } from "./exit.ts";
import { inertLine } from "./output.ts";

/** Throws unless the answer is yes; where nobody can be asked, before anything is looked up for the question. */
export async function confirm(question: () => Promise<string> | string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageError(
      "This can't be undone, and there is no terminal to ask on.",
      "If you are sure, add: --yes",
    );
  }
  const asked = await question();
  // On stderr, since stdout is for data.
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${inertLine(asked)} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    prompt.close();
  }
  throw new CliError({ exit: "error", code: "cancelled", message: "Nothing was changed." });
}
