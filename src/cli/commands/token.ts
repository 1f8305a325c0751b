// `rtrooms token`: makes signed tokens, shows what is in one, and makes the secret that they are signed with.
import { Command, InvalidArgumentError, Option, type OptionValues } from "commander";
import { SCOPES } from "../../core/rights.ts";
import { DURATION_PATTERN, durationOf } from "../config/duration.ts";
import { TOKEN_SECRET } from "../config/secret.ts";

export interface MintOptions extends OptionValues {
  sub?: string;
  name?: string;
  ns?: string[];
  room?: string[];
  scope: string[];
  ttl: number;
  secretFile?: string;
  issuer?: string;
  audience?: string;
  json?: boolean;
}

export interface InspectOptions extends OptionValues {
  secretFile?: string;
  jwks?: string;
  issuer?: string;
  audience?: string;
  json?: boolean;
}

const SHOWN = [...SCOPES, "admin"];
const LEAST_MS = 1_000;
const MOST_MS = 3_660 * 24 * 3_600_000;

export function tokenCommand(): Command {
  const inspect = withKeys(new Command("inspect"))
    .description("what a token says, and whether it is good and why not; exit 4 if it is not")
    .argument("[token]", "the token; - or nothing: from stdin, or RTROOMS_TOKEN")
    .option("--jwks <file>", "the file of public keys to check it by")
    .option("--json", "print one JSON document")
    .action(async (token: string | undefined, options: InspectOptions, command: Command) => {
      const { inspectToken } = await import("../token-inspect.ts");
      await inspectToken(token, { ...command.parent?.opts(), ...given(options) });
    });
  const secret = new Command("secret")
    .description("a fresh secret on stdout: put it into a file that only you and the server can read")
    .action(async () => {
      const { printSecret } = await import("../token.ts");
      printSecret();
    });
  return withKeys(new Command("token"))
    .description("make a signed token; `inspect` shows one, `secret` makes a secret to sign with")
    .option("--sub <subject>", "whom it speaks for: your own id of the person or program")
    .option("--name <name>", "what others see, whatever its holder says")
    .option("--ns <namespace...>", "only in these namespaces")
    .option("--room <pattern...>", "only these rooms, topics and queues; * stands for anything")
    .addOption(
      new Option("--scope <scopes>", `what it is good for: ${SHOWN.join(", ")}`)
        .default(["join", "create", "signal"], "join,create,signal")
        .argParser(parseScopes),
    )
    .addOption(
      new Option("--ttl <time>", "how long: 90s, 15m, 1h, 30d")
        .default(durationOf("1h"), "1h")
        .argParser(parseTtl),
    )
    .option("--json", "print one JSON document")
    .addCommand(secret)
    .addCommand(inspect)
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms token secret > token.secret && chmod 600 token.secret
  $ rtrooms serve --token-secret-file token.secret
  $ rtrooms token --sub ada --scope join,publish --room 'team-*' --ttl 1h --secret-file token.secret
  $ RTROOMS_TOKEN=$(rtrooms token --sub ada --secret-file token.secret) rtrooms chat lobby
  $ rtrooms token inspect "$RTROOMS_TOKEN" --secret-file token.secret`,
    )
    .action(async (options: MintOptions) => {
      const { mintToken } = await import("../token.ts");
      await mintToken(options);
    });
}

const withKeys = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--secret-file <file>",
        `the secret that the server has, too (also ${TOKEN_SECRET} with the secret itself)`,
      ).env("RTROOMS_TOKEN_SECRET_FILE"),
    )
    .option("--issuer <text>", "`iss`, if the server asks for it")
    .option("--audience <text>", "`aud`, if the server asks for it");

/** Before and behind the word `inspect` the same options may stand. */
const given = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

function parseScopes(text: string): string[] {
  const scopes = text.split(",").map((scope) => scope.trim());
  const unknown = scopes.find((scope) => !(SHOWN as string[]).includes(scope));
  if (unknown === undefined) return scopes;
  throw new InvalidArgumentError(`There is no scope "${unknown}": there are ${SHOWN.join(", ")}.`);
}

function parseTtl(text: string): number {
  const ms = new RegExp(DURATION_PATTERN).test(text) ? durationOf(text) : 0;
  if (ms >= LEAST_MS && ms <= MOST_MS) return ms;
  throw new InvalidArgumentError("A time from 1s to 3660d: 90s, 15m, 1h, 30d, for instance.");
}
