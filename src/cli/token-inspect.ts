// What stands in a token, and whether it is good: for whoever wonders why a server refuses it.
import { readFileSync } from "node:fs";
import { decodeJwt } from "jose";
import { safeText } from "../protocol/safe-text.ts";
import { headerOf, readToken, TokenTrouble } from "../server/jwt.ts";
import { openKeys } from "../server/jwt-keys.ts";
import { silent } from "../server/log.ts";
import type { InspectOptions } from "./commands/token.ts";
import { CliError, exitCodes, usageError } from "./exit.ts";
import { printJson, printLine } from "./output.ts";
import { stdinHasLines } from "./stdin.ts";
import { secretOf } from "./token.ts";

interface Found {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** Null where no key was given: only its time was looked at. */
  valid: boolean | null;
  reason?: string;
  message?: string;
}

export async function inspectToken(given: string | undefined, options: InspectOptions): Promise<void> {
  const found = await look(tokenFrom(given), options);
  if (options.json) printJson(found);
  else print(found);
  if (found.valid === false) process.exitCode = exitCodes.unauthorized;
}

function tokenFrom(given: string | undefined): string {
  const piped = given === "-" || (given === undefined && stdinHasLines());
  const token = (piped ? readFileSync(0, "utf8") : (given ?? process.env.RTROOMS_TOKEN ?? "")).trim();
  if (token) return token;
  throw usageError("Which token?", "Give it: rtrooms token inspect TOKEN, or - and the token on stdin");
}

async function look(token: string, options: InspectOptions): Promise<Found> {
  const header = inOrder(() => headerOf(token));
  const claims = inOrder(() => ({ ...decodeJwt(token) }));
  const { jwks, issuer, audience } = options;
  const secret = secretOf(options);
  const rule = { secret, jwks, issuer, audience };
  if (!secret && jwks === undefined) return { header, claims, ...byTime(claims) };
  const keys = await openKeys(rule, silent).catch((error: Error) => {
    throw new CliError({ exit: "usage", code: "bad_key", message: error.message });
  });
  try {
    await readToken(token, keys, rule, Date.now());
    return { header, claims, valid: true };
  } catch (error) {
    if (!(error instanceof TokenTrouble)) throw error;
    return { header, claims, valid: false, reason: error.reason, message: error.message };
  }
}

function inOrder<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new CliError({
      exit: "error",
      code: "malformed",
      message: "This is no JWT: three parts with dots between them are expected.",
      next: "A token that a configuration lists, or the admin's, is just a text: there is nothing in it.",
    });
  }
}

const NO_KEY = "Its signature was not checked: give --secret-file FILE or --jwks FILE.";

function byTime({ exp }: Record<string, unknown>): Pick<Found, "valid" | "reason" | "message"> {
  if (typeof exp === "number" && exp * 1_000 < Date.now())
    return { valid: false, reason: "expired", message: "The token has expired." };
  return { valid: null, message: NO_KEY };
}

function print({ header, claims, valid, message }: Found): void {
  const lines = [
    ...Object.entries(header).map(([name, value]) => [name, shown(name, value)]),
    [],
    ...Object.entries(claims).map(([name, value]) => [name, shown(name, value)]),
    [],
  ];
  for (const [name, value] of lines)
    printLine(name === undefined ? "" : `${safeText(name).padEnd(10)} ${value}`);
  const verdict = { true: "valid", false: "not valid", null: "not checked" }[String(valid)];
  printLine(`${verdict}${message ? `: ${message}` : ""}`);
}

const TIMES: readonly string[] = ["exp", "nbf", "iat"];
/** The last millisecond that a Date can be. */
const LAST = 8.64e15;

function shown(name: string, value: unknown): string {
  const text = safeText(typeof value === "string" ? value : JSON.stringify(value));
  const isTime = TIMES.includes(name) && typeof value === "number" && Math.abs(value * 1_000) <= LAST;
  return isTime ? `${text}   ${new Date(value * 1_000).toISOString()}` : text;
}
