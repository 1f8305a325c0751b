// The shape of every `--help`: what the command is, examples, how it is called, its options in groups, and the rest.
import { type Command, Help, Option } from "commander";

interface Texts {
  examples: string;
  rest: string;
}

const texts = new WeakMap<Command, Texts>();

/** The paragraph that starts with `Examples:` is shown in front of all options, the others behind them. */
export function withExamples(command: Command, text: string): Command {
  const paragraphs = text.trim().split(/\n{2,}/);
  const isExample = (paragraph: string): boolean => paragraph.startsWith("Examples:\n");
  texts.set(command, {
    examples: paragraphs.filter(isExample).join("\n\n"),
    rest: paragraphs.filter((paragraph) => !isExample(paragraph)).join("\n\n"),
  });
  return command;
}

/** Groups in the order in which they are shown; what is in none of them is the command's own, and comes first. */
const GROUPS: Record<string, readonly string[]> = {
  "Listening:": ["host", "port", "adminPort", "open", "allowOrigin", "trustProxy", "tlsCert", "tlsKey", "qr"],
  "History:": ["dataDir", "memory", "backupTo", "backupEvery", "backupKeep", "verify"],
  "Who may enter:": ["tokenSecretFile", "jwks", "limits"],
  "WebRTC:": ["iceServer", "turnServer", "turnSecretFile", "turnTtl"],
  "When it ends:": ["count", "timeout", "until", "drain", "drainNotice"],
  "Output:": [
    "json",
    "ndjson",
    "format",
    "unmasked",
    "tui",
    "inline",
    "theme",
    "ascii",
    "screenReader",
    "logLevel",
    "auditLog",
  ],
  "Configuration:": ["config", "printConfig", "configSchema"],
  "Server:": ["url", "context", "ns", "token", "tokenFile", "ca", "connectTimeout"],
};
const OWN = "Options:";
const ORDER = [OWN, ...Object.keys(GROUPS)];

const groupOf = (option: Option): string =>
  Object.entries(GROUPS).find(([, names]) => names.includes(option.attributeName()))?.[0] ?? OWN;

/** `pointer` is the last line of each. */
export function shapeHelp(command: Command, pointer: string): void {
  for (const option of command.options) option.helpGroup(groupOf(option));
  const rank = (option: Option): number => ORDER.indexOf(option.helpGroupHeading ?? OWN);
  (command.options as Option[]).sort((a, b) => rank(a) - rank(b));
  command.addHelpOption(new Option("-h, --help", "show this"));
  command.configureHelp({
    showGlobalOptions: true,
    commandDescription: () => "",
    formatHelp: (shown, helper) => {
      const { examples = "", rest = "" } = texts.get(shown) ?? {};
      const body = Help.prototype.formatHelp.call(helper, shown, helper).trimEnd();
      return `${[sentence(shown.description()), examples, body, rest, pointer].filter(Boolean).join("\n\n")}\n`;
    },
  });
}

const sentence = (text: string): string =>
  text && `${text[0]!.toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, ".");
