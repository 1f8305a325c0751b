// The shape of every `--help`: what the command is, examples, how it is called, its options in groups, and the rest.
import type { EventEmitter } from "node:events";
import { type Command, Help, Option } from "commander";

interface Texts {
  examples: string;
  rest: string;
}

/** Of commands whose help says nothing else than what they take. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  "rooms console": ["rtrooms rooms", "rtrooms rooms --read-only"],
  "rooms list": ["rtrooms rooms list", "rtrooms rooms list --json | jq -r '.rooms[].room'"],
  "rooms close": ["rtrooms rooms close duel", "rtrooms rooms close duel --yes    in a script"],
  "rooms ban": ["rtrooms rooms ban lobby mallory"],
  "rooms unban": ["rtrooms rooms unban lobby 5f0c9e3ab1d24c7788a0b1c2"],
  "rooms unlock": ["rtrooms rooms unlock duel"],
  "context list": ["rtrooms context list", "rtrooms context list --json | jq -r '.contexts[].url'"],
  "context unselect": ["rtrooms context unselect"],
  "context rm": ["rtrooms context rm prod"],
};

export function examplesOf(command: Command): string {
  const { examples } = takeTexts(command);
  if (examples || !command.parent) return examples;
  const path = pathOf(command);
  const calls = new RegExp(`rtrooms ${path}(?: |$)`);
  const above = takeTexts(command.parent).examples.split("\n");
  const lines = SHORT[path]?.map((line) => `  $ ${line}`) ?? above.filter((line) => calls.test(line));
  return lines.length > 0 ? ["Examples:", ...lines].join("\n") : "";
}

/** Without the program's own name. */
const pathOf = (command: Command): string =>
  command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/**
 * What commands add behind their help: the paragraph that starts with `Examples:` is shown in front of all options, the
 * others stay behind them.
 */
function takeTexts(command: Command): Texts {
  let text = "";
  const write = (part: string): void => {
    text += part;
  };
  // It is one, which its types don't say.
  const emitter = command as unknown as EventEmitter;
  for (const tell of emitter.listeners("afterHelp")) tell({ error: false, command, write });
  const paragraphs = text.trim().split(/\n{2,}/);
  const isExample = (paragraph: string): boolean => paragraph.startsWith("Examples:\n");
  return {
    examples: paragraphs.filter(isExample).join("\n\n"),
    rest: paragraphs.filter((paragraph) => !isExample(paragraph)).join("\n\n"),
  };
}

/** Groups in the order in which they are shown; what is in none of them is the command's own, and comes first. */
const GROUPS: Record<string, readonly string[]> = {
  "Listening:": ["host", "port", "adminPort", "open", "allowOrigin", "trustProxy", "tlsCert", "tlsKey"],
  "History:": ["dataDir", "memory", "backupTo", "backupEvery", "backupKeep", "verify"],
  "Who may enter:": ["tokenSecretFile", "jwks", "limits"],
  "WebRTC:": ["iceServer", "turnServer", "turnSecretFile", "turnTtl"],
  "When it ends:": ["count", "timeout", "until", "failOn", "drain", "drainNotice"],
  "Output:": [
    "json",
    "ndjson",
    "format",
    "unmasked",
    "data",
    "record",
    "unredacted",
    "output",
    "force",
    "tui",
    "inline",
    "theme",
    "ascii",
    "screenReader",
    "qr",
    "status",
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
    visibleGlobalOptions: globalOptions,
    formatHelp: (shown, helper) => {
      const { rest } = takeTexts(shown);
      const examples = examplesOf(shown);
      (shown as unknown as EventEmitter).removeAllListeners("afterHelp");
      const body = Help.prototype.formatHelp.call(helper, shown, helper).trimEnd();
      return `${[sentence(shown.description()), examples, body, rest, pointer].filter(Boolean).join("\n\n")}\n`;
    },
  });
}

/** A command that has commands of its own takes its options before their names; the program's may stand anywhere. */
function globalOptions(command: Command): Option[] {
  let program = command;
  while (program.parent) program = program.parent;
  return command === program ? [] : program.options.filter(({ hidden }) => !hidden);
}

const sentence = (text: string): string =>
  text && `${text[0]!.toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, ".");
