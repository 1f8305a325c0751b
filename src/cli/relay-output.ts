// Where report and export write: to stdout, or a file of their own; and what they say of what is in it.
import { Option } from "commander";
import type { CaptureHead } from "./capture-file.ts";
import { usageError } from "./exit.ts";
import { inert, note, warn } from "./output.ts";
import { checkTarget, type Target, writeWhole } from "./whole-file.ts";

export interface OutputOptions {
  output?: string;
  force?: boolean;
}

export const outputOptions = (): Option[] => [
  new Option("--output <file>", "write into this file, whole or not at all; - is stdout"),
  new Option("--force", "with --output: write over a file that is there"),
];

export const isRedacted = ({ redacted }: Pick<CaptureHead, "redacted">): boolean => redacted.length > 0;

/** Null for stdout. */
export function targetOf({ output, force = false }: OutputOptions): Omit<Target, "secret"> | null {
  if (force && output === undefined)
    throw usageError("--force is about a file that would be written over.", "Name it: --output FILE");
  if (output === undefined || output === "-") return null;
  checkTarget({ path: output, force, secret: false });
  return { path: output, force };
}

export function writeOut(
  target: Omit<Target, "secret"> | null,
  head: CaptureHead,
  parts: Iterable<string>,
): void {
  if (target === null) {
    for (const part of parts) process.stdout.write(part);
    return;
  }
  writeWhole({ ...target, secret: !isRedacted(head) }, parts);
  note(`Written: ${target.path}`);
}

/** Lines that are inert already. */
export function* linesOf(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

export function* jsonOf(parts: Iterable<string>): Generator<string> {
  for (const part of parts) yield inert(part);
}

export function warnOfContents(file: string, head: CaptureHead): void {
  if (isRedacted(head)) return;
  warn(
    `${file} is not redacted, and what is made of it neither: people's IP addresses, ICE passwords, fingerprints and their ` +
      "own messages are in it. Give it to nobody who may not see these.",
  );
}
