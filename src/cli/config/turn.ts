// The secret that TURN servers share with this one: from the environment or a file, and only where there is a server for it.
import { readFileSync } from "node:fs";
import type { TurnOptions } from "../../server/turn.ts";
import { usageError } from "../exit.ts";
import { keepSecret } from "../secrets.ts";
import { durationOf } from "./duration.ts";

interface Asked {
  servers: string[];
  secretFile?: string;
  ttl: string;
}

export function turnOptions({ servers, secretFile, ttl }: Asked, given?: string): TurnOptions | undefined {
  if (servers.length === 0) {
    if (!secretFile && !given) return undefined;
    throw usageError(
      "There is a secret for TURN, and no TURN server that it is for.",
      "Name the server: --turn-server turn:HOST:3478",
    );
  }
  const secret = given || (secretFile && readSecret(secretFile));
  if (!secret) {
    throw usageError(
      "There is a TURN server, and no secret to make its credentials with.",
      "Give what it has as static-auth-secret: --turn-secret-file FILE, or RTROOMS_TURN_SECRET=… in the environment.",
    );
  }
  return { urls: servers, secret, ttlMs: durationOf(ttl) };
}

function readSecret(file: string): string {
  const another = "Name one that can: --turn-secret-file FILE";
  try {
    const secret = readFileSync(file, "utf8").trim();
    if (secret === "") throw usageError(`The secret file ${file} is empty.`, another);
    keepSecret(secret);
    return secret;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw usageError(`The secret file ${file} can't be read: ${why}.`, another);
  }
}
