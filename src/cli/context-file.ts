// The file of saved servers: read at every start and so without `conf`, which takes long to load; written by it.
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "./exit.ts";
import { configFolder } from "./folders.ts";
import { keepSecret } from "./secrets.ts";

export interface SavedServer {
  url: string;
  ns?: string;
  name?: string;
  /** Itself, or where it is: `file:///path`, `env://NAME`. */
  token?: string;
  ca?: string;
}

export interface Contexts {
  current: string | null;
  previous: string | null;
  contexts: Record<string, SavedServer>;
}

const FIELDS: readonly (keyof SavedServer)[] = ["url", "ns", "name", "token", "ca"];
const NAME = "contexts";

export const contextsFile = (): string => join(configFolder(), `${NAME}.json`);

/** As none where there is no file yet. */
export function readContexts(): Contexts {
  let text: string;
  try {
    text = readFileSync(contextsFile(), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { current: null, previous: null, contexts: {} };
    throw unusable(`can't be read: ${message}`, `See who may read it: ls -l ${contextsFile()}`);
  }
  const saved = parse(text);
  for (const { token } of Object.values(saved.contexts)) if (!isReference(token)) keepSecret(token);
  return saved;
}

/** A token that is kept elsewhere. */
export const isReference = (token: string | undefined): boolean =>
  token !== undefined && /^(?:file|env):\/\//.test(token);

function parse(text: string): Contexts {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(`is no JSON: ${(error as Error).message}`);
  }
  const { current = null, previous = null, contexts } = Object(value) as Record<string, unknown>;
  if (!isName(current) || !isName(previous)) throw damaged("names a context by something that is no text");
  if (typeof contexts !== "object" || contexts === null) throw damaged('has no "contexts" in it');
  for (const [name, server] of Object.entries(contexts)) {
    const wrong = wrongField(server);
    if (wrong) throw damaged(`is not as it should be: contexts.${name}.${wrong}`);
  }
  return { current, previous, contexts: contexts as Record<string, SavedServer> };
}

const isName = (value: unknown): value is string | null => value === null || typeof value === "string";

function wrongField(server: unknown): string | undefined {
  const fields = Object(server) as Record<string, unknown>;
  if (typeof fields.url !== "string" || !URL.canParse(fields.url)) return "url is no address";
  const wrong = FIELDS.find((name) => fields[name] !== undefined && typeof fields[name] !== "string");
  return wrong && `${wrong} is no text`;
}

const damaged = (what: string): CliError =>
  unusable(
    what,
    `Mend it, or put it aside and save anew: mv ${quoted(contextsFile())} ${quoted(`${contextsFile()}.bad`)}`,
  );

const unusable = (what: string, next: string): CliError =>
  new CliError({
    exit: "error",
    code: "bad_contexts",
    message: `The file of saved servers, ${contextsFile()}, ${what}.`,
    next,
  });

const quoted = (path: string): string => (/^[\w./:@%+=-]+$/.test(path) ? path : `'${path}'`);

/** For this user alone. What can't be read is never written over: it is read first. */
export async function changeContexts(change: (saved: Contexts) => Contexts): Promise<void> {
  const changed = change(readContexts());
  const { default: Conf } = await import("conf");
  try {
    mkdirSync(configFolder(), { recursive: true, mode: 0o700 });
    const file = new Conf<Record<string, unknown>>({
      cwd: configFolder(),
      configName: NAME,
      projectName: "rtrooms",
      projectSuffix: "",
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
    file.store = { v: 1, ...changed };
    chmodSync(contextsFile(), 0o600);
  } catch (error) {
    throw unusable(
      `can't be written: ${(error as Error).message}`,
      "Name a folder that can: RTROOMS_CONFIG_DIR=FOLDER",
    );
  }
}
