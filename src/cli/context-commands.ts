// What `rtrooms context` does: saves servers, lists and shows them with their tokens hidden, and chooses one.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Command } from "commander";
import { askSecret, canAsk } from "./ask-secret.ts";
import { columns, pairs } from "./columns.ts";
import { applyContext, originsOf, serverNamed } from "./context.ts";
import { changeContexts, contextsFile, isReference, readContexts, type SavedServer } from "./context-file.ts";
import { CliError, usageError } from "./exit.ts";
import { note, printJson, printLine } from "./output.ts";
import { keepSecret } from "./secrets.ts";
import { trust } from "./trust.ts";

interface SaveOptions extends Partial<SavedServer> {
  tokenFile?: string;
  use?: boolean;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const MOST_TOKEN = 16_384;

export async function saveContext(name: string, options: SaveOptions): Promise<void> {
  if (!NAME.test(name)) {
    throw usageError(
      `"${name}" can't be the name of a context.`,
      "Letters and digits first, then also _ . - (64 at most).",
    );
  }
  const { use, tokenFile, url, ns, name: shown } = options;
  const token =
    tokenFile === undefined ? await tokenOf(options.token) : pathToFileURL(resolve(tokenFile)).href;
  const ca = options.ca === undefined ? undefined : resolve(options.ca);
  if (ca !== undefined) trust(ca);
  const given = Object.fromEntries(
    Object.entries({ url, ns, name: shown, token, ca }).filter(([, value]) => value !== undefined),
  );
  let made = false;
  await changeContexts((saved) => {
    const before = Object.hasOwn(saved.contexts, name) ? saved.contexts[name] : undefined;
    made = before === undefined;
    const server = { ...before, ...given };
    if (server.url === undefined) {
      throw usageError(
        "A saved server needs its address.",
        `Say it: npx rtrooms context save ${name} --url http://HOST:PORT`,
      );
    }
    const contexts = { ...saved.contexts, [name]: server as SavedServer };
    return use ? { ...chosen(saved, name), contexts } : { ...saved, contexts };
  });
  printLine(`context ${name} ${made ? "saved" : "changed"}${use ? ", and in use" : ""}`);
  if (token !== undefined) tellOfToken(token);
  if (!use) note(`Use it: npx rtrooms context use ${name} — or once: --context ${name}`);
}

/** `-` keeps it off the command line, which others may see and shells remember. */
async function tokenOf(given: string | undefined): Promise<string | undefined> {
  if (given !== "-") return given;
  const text = canAsk() ? await askSecret("Token: ", MOST_TOKEN) : readFileSync(0, "utf8");
  const token = text.trim();
  if (token === "")
    throw usageError("No token came on stdin.", "echo TOKEN | npx rtrooms context save NAME --token -");
  keepSecret(token);
  return token;
}

function tellOfToken(token: string): void {
  if (!isReference(token)) {
    note(
      `The token is in ${contextsFile()}, which only you can read. --token-file FILE or --token env://NAME keeps it elsewhere.`,
    );
  } else if (token.startsWith("file://") && !existsSync(fileURLToPath(token))) {
    note(`There is no file ${fileURLToPath(token)} yet: until then its commands end with 2.`);
  }
}

type Saved = ReturnType<typeof readContexts>;

const chosen = (saved: Saved, name: string | null): Saved =>
  name === saved.current ? saved : { ...saved, current: name, previous: saved.current };

export async function useContext(name: string | undefined): Promise<void> {
  let now = name;
  await changeContexts((saved) => {
    now = name === "-" ? (saved.previous ?? undefined) : name;
    if (now === undefined) {
      throw new CliError({
        exit: "not_found",
        code: "no_such_context",
        message: "No other context was in use before.",
        next: "Name one: npx rtrooms context use NAME",
      });
    }
    serverNamed(now, saved);
    return chosen(saved, now);
  });
  printLine(`context ${now} in use: ${readContexts().contexts[now!]!.url}`);
  const overruled = ["RTROOMS_CONTEXT", "RTROOMS_URL"].filter((variable) => process.env[variable]);
  if (overruled.length > 0) note(`${overruled.join(" and ")} in the environment still counts more.`);
}

export async function unselectContext(): Promise<void> {
  await changeContexts((saved) => chosen(saved, null));
  printLine("no context in use");
}

export async function removeContext(name: string): Promise<void> {
  await changeContexts((saved) => {
    serverNamed(name, saved);
    const { [name]: _, ...contexts } = saved.contexts;
    const kept = (each: string | null): string | null => (each === name ? null : each);
    return { current: kept(saved.current), previous: kept(saved.previous), contexts };
  });
  printLine(`context ${name} removed`);
}

export function listContexts({ json, unmasked }: { json?: boolean; unmasked?: boolean }): void {
  const { contexts, current, previous } = readContexts();
  const names = Object.keys(contexts).sort();
  if (json) {
    const list = names.map((name) => ({
      context: name,
      inUse: name === current,
      ...shown(contexts[name]!, unmasked),
    }));
    tellOfUnmasked(unmasked);
    return void printJson({ contexts: list, current, previous });
  }
  if (names.length === 0) {
    return void note("No servers are saved. Save one: npx rtrooms context save NAME --url http://HOST:PORT");
  }
  tellOfUnmasked(unmasked);
  const rows = names.map((name) => {
    const { url, ns = "", name: as = "", token = "" } = shown(contexts[name]!, unmasked);
    return [name === current ? "*" : "", name, url, ns, as, token];
  });
  for (const line of columns(["", "NAME", "URL", "NAMESPACE", "AS", "TOKEN"], rows)) printLine(line);
}

const shown = (server: SavedServer, unmasked = false): SavedServer =>
  server.token === undefined || isReference(server.token) || unmasked
    ? server
    : { ...server, token: "(hidden)" };

function tellOfUnmasked(unmasked: boolean | undefined): void {
  if (unmasked) note("Tokens are shown: whoever sees them can use them.");
}

interface ShowOptions {
  json?: boolean;
  unmasked?: boolean;
  origins?: boolean;
}

/** Without a name the one in use. */
export function showContext(name: string | undefined, options: ShowOptions, command: Command): void {
  if (options.origins) {
    showOrigins(name, options, command);
    return;
  }
  const saved = readContexts();
  const asked = name ?? (command.getOptionValue("context") as string | undefined) ?? saved.current;
  if (asked === null) {
    throw new CliError({
      exit: "not_found",
      code: "no_such_context",
      message: "No context is in use: commands go to http://127.0.0.1:7420.",
      next: "Choose one: npx rtrooms context use NAME — or see where values come from: npx rtrooms context show --origins",
    });
  }
  const server = shown(serverNamed(asked, saved), options.unmasked);
  tellOfUnmasked(options.unmasked);
  if (options.json) {
    return void printJson({
      context: asked,
      inUse: asked === saved.current,
      ...server,
      file: contextsFile(),
    });
  }
  const rows = Object.entries(server).map(([field, value]) => [field, String(value)] as [string, string]);
  const head: [string, string] = ["context", asked === saved.current ? `${asked}, in use` : asked];
  for (const line of pairs([head, ...rows, ["file", contextsFile()]])) printLine(line);
}

function showOrigins(name: string | undefined, { json }: ShowOptions, command: Command): void {
  if (name !== undefined) command.setOptionValueWithSource("context", name, "cli");
  applyContext(command);
  const origins = originsOf(command);
  if (json) return void printJson({ origins });
  const rows = origins.map(({ option, value, from }) => [option, value ?? "—", from]);
  for (const line of columns(["OPTION", "VALUE", "FROM"], rows)) printLine(line);
}
