// A question on the terminal whose answer is not shown.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CliError } from "./exit.ts";

export const canAsk = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/** On stderr, since stdout is for data. Ctrl-C and Ctrl-D end the command. */
export async function askSecret(question: string, most: number): Promise<string> {
  // It echoes what is typed to its output, which therefore is none.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output, terminal: true });
  const stopped = new AbortController();
  prompt.on("SIGINT", () => stopped.abort()).on("close", () => stopped.abort());
  process.stderr.write(question);
  try {
    return (await prompt.question("", { signal: stopped.signal })).slice(0, most);
  } catch {
    throw new CliError({ exit: "SIGINT", code: "interrupted", message: "No password was given." });
  } finally {
    process.stderr.write("\n");
    prompt.close();
  }
}
