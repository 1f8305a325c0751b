// The tokens of a namespace: from a file, or as a digest that gives nothing away.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { TokenRule } from "../../core/settings.ts";
import { keepSecret } from "../secrets.ts";
import type { Token } from "./namespace.ts";

/** Why no token can be made of it; null if one can. `file` is where its file lies. */
export function tokenTrouble({ tokenFile, sha256 }: Partial<Token>, file: string | null): string | null {
  if ((tokenFile === undefined) === (sha256 === undefined)) {
    return "a token is named by `tokenFile` or by `sha256`, by one of them.";
  }
  if (file === null) return null;
  try {
    return readFileSync(file, "utf8").trim() === "" ? `the token file ${file} is empty.` : null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? `there is no token file ${file}.`
      : `the token file ${file} can't be read: ${message}.`;
  }
}

export const tokenRule = ({ name, scopes, tokenFile, sha256 }: Token): TokenRule => ({
  name,
  scopes,
  sha256: sha256 ?? digestOf(readToken(tokenFile!)),
});

function readToken(file: string): string {
  const token = readFileSync(file, "utf8").trim();
  keepSecret(token);
  return token;
}

const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex");
