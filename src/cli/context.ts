// Where a client command's server, name and token come from: what is typed, the environment, a saved server, the defaults.
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { nearest } from "./config/near.ts";
import { type Contexts, contextsFile, readContexts, type SavedServer } from "./context-file.ts";
import { CliError, usageError } from "./exit.ts";
import { keepSecret } from "./secrets.ts";
import { trust } from "./trust.ts";

/** What was chosen for a command, and whether anything of it counts. */
interface Chosen {
  name: string;
  /** `--context`, RTROOMS_CONTEXT, or the one that is in use. */
  by: "cli" | "env" | "use";
  /** Another server was asked for by its address. */
  leftOut: boolean;
}

const chosenFor = new WeakMap<Command, Chosen>();
const SOURCE = "context";

export function serverNamed(name: string, { contexts }: Contexts): SavedServer {
  if (Object.hasOwn(contexts, name)) return contexts[name]!;
  const meant = nearest(name, Object.keys(contexts));
  throw new CliError({
    exit: "not_found",
    code: "no_such_context",
    message: `No server is saved as "${name}"${meant ? `: did you mean ${meant}?` : "."}`,
    next: "See which are: npx rtrooms context list — or save it: npx rtrooms context save NAME --url URL",
  });
}

/** Fills in what neither the command line nor the environment says. */
export function applyContext(command: Command): void {
  if (!has(command, "context")) return;
  const given = command.getOptionValue("context") as string | undefined;
  const by = given === undefined ? "use" : (command.getOptionValueSource("context") as "cli" | "env");
  const saved = readContexts();
  const name = given ?? saved.current;
  if (name === null) return;
  const server = serverNamed(name, saved);
  const leftOut = asksAnother(command, name, by === "cli", server);
  chosenFor.set(command, { name, by, leftOut });
  if (leftOut) return;

  const fill = (option: string, value: string | undefined): void => {
    if (value !== undefined && has(command, option) && isOpen(command, option, by)) {
      command.setOptionValueWithSource(option, value, SOURCE);
    }
  };
  for (const option of ["url", "ns", "name"] as const) fill(option, server[option]);
  if (server.ca !== undefined && isOpen(command, "ca", by)) trust(server.ca);
  fill("ca", server.ca);
  fillToken(command, name, by, server.token);
}

const has = (command: Command, option: string): boolean =>
  command.options.some((each) => each.attributeName() === option);

/** A context that is typed counts more than the environment, as all that is typed does. */
function isOpen(command: Command, option: string, by: Chosen["by"]): boolean {
  const source = command.getOptionValueSource(option);
  return source !== "cli" && (source !== "env" || by === "cli");
}

/** A token goes to its own server and to no other. */
function asksAnother(command: Command, name: string, typed: boolean, { url }: SavedServer): boolean {
  const source = command.getOptionValueSource("url");
  if (source !== "cli" && (source !== "env" || typed)) return false;
  const asked = command.getOptionValue("url") as string;
  if (serverOf(asked) === serverOf(url)) return false;
  if (!typed) return true;
  throw usageError(
    `--context ${name} is the server at ${url}, and --url says ${asked}.`,
    "Leave one of them out.",
  );
}

const serverOf = (url: string): string => {
  const { protocol, host } = new URL(url);
  return `${protocol.replace("ws", "http")}//${host}`;
};

function fillToken(command: Command, name: string, by: Chosen["by"], token: string | undefined): void {
  if (token === undefined || !isOpen(command, "token", by) || !isOpen(command, "tokenFile", by)) return;
  const [text, file] = token.startsWith("file://")
    ? [undefined, fileOf(name, token)]
    : [textOf(name, token), undefined];
  keepSecret(text);
  command.setOptionValueWithSource("token", text, SOURCE);
  command.setOptionValueWithSource("tokenFile", file, SOURCE);
}

function fileOf(name: string, token: string): string {
  try {
    return fileURLToPath(token);
  } catch {
    throw badToken(name, `${token} names no file: it looks like file:///home/me/token`);
  }
}

function textOf(name: string, token: string): string {
  if (!token.startsWith("env://")) return token;
  const variable = token.slice("env://".length);
  const text = process.env[variable];
  if (text) return text;
  throw badToken(name, `it is to be in ${variable}, which is not set in the environment`);
}

const badToken = (name: string, why: string): CliError =>
  usageError(
    `The token of the saved server ${name} is not there: ${why}.`,
    `Set it, or save another: npx rtrooms context save ${name} --token file:///PATH`,
  );

export interface Origin {
  option: string;
  /** Never a token's. */
  value: string | null;
  from: string;
}

/** Each value that says where a command goes and as whom, with where it comes from. */
export function originsOf(command: Command): Origin[] {
  const options = command.options.filter((option) => SHOWN.includes(option.attributeName()));
  return options.flatMap((option): Origin[] => {
    const name = option.attributeName();
    const value = command.getOptionValue(name) as string | undefined;
    const source = command.getOptionValueSource(name);
    if (name === "context") return [contextOrigin(command, option.envVar)];
    if (value === undefined && source === SOURCE) return [];
    const from =
      source === "cli" ? `flag ${option.long}` : source === "env" ? `environment ${option.envVar}` : source;
    return [
      {
        option: option.long!.slice(2),
        value: value === undefined ? null : name === "token" ? "(hidden)" : String(value),
        from: from === SOURCE ? `context ${chosenFor.get(command)?.name}` : (from ?? "not given"),
      },
    ];
  });
}

const SHOWN = ["context", "url", "ns", "name", "token", "tokenFile", "ca"];

function contextOrigin(command: Command, variable: string | undefined): Origin {
  const chosen = chosenFor.get(command);
  const by = { cli: "flag --context", env: `environment ${variable}`, use: `in use, ${contextsFile()}` };
  return {
    option: "context",
    value: chosen?.name ?? null,
    from: chosen
      ? by[chosen.by] + (chosen.leftOut ? "; left out, for the url is another server's" : "")
      : "none in use",
  };
}
