// The options that the client commands share: which server, as whom, with what token, and how long.
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ConnectOptions } from "../client/connect.ts";
import { cleanName } from "../protocol/names.ts";
import { usageError } from "./exit.ts";
import { patienceMs, waitAtMost } from "./patience.ts";
import { findAdminUrl, findToken } from "./runtime.ts";
import { keepSecret } from "./secrets.ts";
import { trust } from "./trust.ts";

export interface ServerOptions {
  url: string;
  ns?: string;
  token?: string;
  tokenFile?: string;
  ca?: string;
}

export const withServer = (command: Command): Command =>
  command
    .addOption(
      new Option("--url <url>", "the server")
        .env("RTROOMS_URL")
        .default("http://127.0.0.1:7420")
        .argParser(parseUrl),
    )
    .addOption(
      new Option("--context <name>", "a server saved by this name: rtrooms context save").env(
        "RTROOMS_CONTEXT",
      ),
    )
    .addOption(
      new Option("--connect-timeout <duration>", "how long to wait for the server to answer; then exit 3")
        .env("RTROOMS_CONNECT_TIMEOUT")
        .default(patienceMs(), "10s")
        .argParser((text: string) => waitAtMost(parseDuration(text))),
    )
    .addOption(
      new Option("--ca <file>", "believe the server's certificate if this one, in PEM, signed it")
        .env("RTROOMS_CA")
        .argParser((file: string) => {
          trust(file);
          return file;
        }),
    )
    .addOption(new Option("--token-file <file>", "read the token from this file").env("RTROOMS_TOKEN_FILE"))
    .addOption(
      new Option("--token <token>", "the token (others may see it in a list of processes)").env(
        "RTROOMS_TOKEN",
      ),
    );

export const withNamespace = (command: Command): Command =>
  command.addOption(new Option("--ns <namespace>", "the namespace").env("RTROOMS_NS").default("default"));

export const withName = (command: Command): Command =>
  command.addOption(
    new Option("--name <name>", "what others see")
      .env("RTROOMS_NAME")
      .default(loginName(), "your login name"),
  );

function loginName(): string | undefined {
  try {
    return cleanName(userInfo().username) ?? undefined;
  } catch {
    // A user id without an entry in the user table; the server makes a name up.
    return undefined;
  }
}

/** The token that was given, as the options say or the environment does; a file on the command line counts most. */
export function givenToken(command: Command): string | undefined {
  const { token, tokenFile } = command.opts<ServerOptions>();
  const tokenTyped = command.getOptionValueSource("token") === "cli";
  const fileTyped = command.getOptionValueSource("tokenFile") === "cli";
  if (tokenFile && (fileTyped || !tokenTyped)) return readToken(tokenFile);
  return token || undefined;
}

function readToken(file: string): string {
  try {
    const token = readFileSync(file, "utf8").trim();
    keepSecret(token);
    return token;
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw usageError(`The token file ${file} can't be read: ${why}.`, "Name one that can: --token-file FILE");
  }
}

/** A file is read anew for each connection: a token in it may be a newer one by then. */
export function clientToken(command: Command): ConnectOptions["token"] {
  const token = givenToken(command);
  return command.opts<ServerOptions>().tokenFile === undefined ? token : () => givenToken(command);
}

/** For commands of an administrator: a server that this user started here needs no token to be typed. */
export const adminToken = (command: Command): string | undefined =>
  givenToken(command) ?? findToken(command.opts<ServerOptions>().url);

/** Where an admin's calls go, which may be another port than everybody's. */
export const adminUrl = (command: Command): string => findAdminUrl(command.opts<ServerOptions>().url);

const SCHEMES = ["http:", "https:", "ws:", "wss:"];

export function parseUrl(text: string): string {
  const url = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(url) || !SCHEMES.includes(new URL(url).protocol)) {
    throw new InvalidArgumentError("An address looks like http://127.0.0.1:7420.");
  }
  return url;
}

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** The longest that a timer takes. */
const LONGEST = 2 ** 31 - 1;

/** `500ms`, `5s`, `2m`; a number alone is seconds. */
export function parseDuration(text: string): number {
  const [, amount, unit = "s"] = DURATION.exec(text) ?? [];
  const ms = Number(amount) * UNITS[unit]!;
  if (!(ms > 0 && ms <= LONGEST)) throw new InvalidArgumentError("A duration looks like 500ms, 5s or 2m.");
  return ms;
}

export const parseCount =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < least || count > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
      throw new InvalidArgumentError(`A whole number, ${range}.`);
    }
    return count;
  };
