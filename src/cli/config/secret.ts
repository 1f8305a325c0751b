// The secret that tokens are signed with: from a file, or from a variable of the environment.
import { readFileSync } from "node:fs";
import { usageError } from "../exit.ts";

export const TOKEN_SECRET = "RTROOMS_TOKEN_SECRET";

const FROM_ENVIRONMENT = "env:";
export const isVariable = (place: string): boolean => place.startsWith(FROM_ENVIRONMENT);

/** Without the end of its line, which an editor puts there. Rejects with what to type next. */
export function readSecret(place: string): Uint8Array {
  if (!isVariable(place)) return readFile(place);
  const name = place.slice(FROM_ENVIRONMENT.length);
  const secret = process.env[name];
  if (secret) return Buffer.from(secret);
  throw usageError(
    `The token secret is to be in the environment as ${name}, which is not there.`,
    `Set ${name}, or name a file in place of ${place}`,
  );
}

function readFile(file: string): Uint8Array {
  try {
    const bytes = readFileSync(file);
    return bytes.subarray(0, bytes.length - (/\r?\n$/.exec(bytes.toString("latin1"))?.[0].length ?? 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw usageError(
      `The token secret ${file} can't be read: ${why}.`,
      "Make one with: npx rtrooms token secret > token.secret",
    );
  }
}
