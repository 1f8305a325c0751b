// A token or a secret on stdout, for a shell to put where it belongs.
import { randomBytes } from "node:crypto";
import { fstatSync } from "node:fs";
import { mint } from "../server/mint.ts";
import type { MintOptions } from "./commands/token.ts";
import { readSecret, TOKEN_SECRET } from "./config/secret.ts";
import { CliError, usageError } from "./exit.ts";
import { note, printJson, printLine, warn } from "./output.ts";

const BYTES = 48;

/** Text, so that it can go into an environment and be pasted. */
export function printSecret(): void {
  printLine(randomBytes(BYTES).toString("base64url"));
  if (process.stdout.isTTY) {
    note(
      "Whoever knows it can make any token. Keep it in a file: rtrooms token secret > token.secret && chmod 600 token.secret",
    );
  } else if (othersCanRead(1)) {
    warn("Others on this machine can read that file: chmod 600 FILE");
  }
}

function othersCanRead(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFile() && (stat.mode & 0o077) !== 0;
}

export async function mintToken(options: MintOptions): Promise<void> {
  const { sub, name, ns, room, scope, ttl, issuer, audience, json } = options;
  if (!sub)
    throw usageError("Whom does the token speak for?", "Say it: rtrooms token --sub NAME --secret-file FILE");
  if (room && scope.includes("admin")) {
    throw usageError("An admin's token is for all rooms.", "Leave out --room, or the scope admin.");
  }
  const bad = room?.find((pattern) => !/^[A-Za-z0-9_.:*-]{1,128}$/.test(pattern));
  if (bad !== undefined) {
    throw usageError(
      `"${bad}" is no pattern of rooms: letters, digits and _ . : - * can stand in one.`,
      "For instance: --room 'team-*'",
    );
  }
  const secret = secretOf(options);
  if (!secret) {
    throw usageError(
      "A token is signed with the server's secret, and none was given.",
      `Name its file: --secret-file FILE, or set ${TOKEN_SECRET}. A new one: rtrooms token secret > token.secret`,
    );
  }
  const wish = { sub, name, ns, rooms: room, scopes: scope, ttlMs: ttl };
  const { token, expiresAt } = await mint({ secret, issuer, audience }, wish, Date.now()).catch(
    (error: Error) => {
      throw new CliError({ exit: "usage", code: "bad_key", message: error.message });
    },
  );
  if (json) printJson({ token, expiresAt, sub, name, ns, rooms: room, scopes: scope });
  else printLine(token);
}

/** Undefined where none is given. */
export function secretOf({ secretFile }: { secretFile?: string }): Uint8Array | undefined {
  if (secretFile) return readSecret(secretFile);
  return process.env[TOKEN_SECRET] ? readSecret(`env:${TOKEN_SECRET}`) : undefined;
}
