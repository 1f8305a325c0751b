// Secrets that this process knows, and their removal from whatever it prints.

const HIDDEN = "(hidden)";
/** Shorter ones are no secrets, and would be found in the middle of words. */
const LEAST_LENGTH = 6;
/** What looks like a token, also one that nobody has named. */
const JWT = /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g;
const BEARER = /\b(bearer[ .]+)[^\s"',]{6,}/gi;
const NAMED_SECRET = /token|password|secret/i;

const known = new Set<string>();

export function keepSecret(text: string | undefined): void {
  if (text === undefined || text.length < LEAST_LENGTH) return;
  const inJson = escaped(text);
  // As it stands in a line of JSON, and in one of an error that quotes JSON.
  for (const form of [escaped(inJson), inJson, text]) known.add(form);
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

export function withoutSecrets(text: string): string {
  let clean = text;
  for (const secret of known) clean = clean.replaceAll(secret, HIDDEN);
  return clean.replace(JWT, HIDDEN).replace(BEARER, `$1${HIDDEN}`);
}

/** What the environment and the command line say; files are added by who reads them. */
export function keepGivenSecrets(env: NodeJS.ProcessEnv, argv: readonly string[]): void {
  for (const [name, value] of Object.entries(env)) {
    if (/^RTROOMS_/.test(name) && NAMED_SECRET.test(name) && !name.endsWith("_FILE")) keepSecret(value);
  }
  for (const [place, argument] of argv.entries()) {
    const [name = "", value] = splitFlag(argument);
    if (!name.startsWith("--") || !NAMED_SECRET.test(name) || name.endsWith("-file")) continue;
    keepSecret(value ?? argv[place + 1]);
  }
}

const splitFlag = (argument: string): string[] => {
  const equals = argument.indexOf("=");
  return equals < 0 ? [argument] : [argument.slice(0, equals), argument.slice(equals + 1)];
};
