// The /commands of a chat as data, and what a typed line means: something to say, a command with its arguments, or what to type instead.

/** What an argument is, for completion: a room or window that is open, somebody who is there, a command. */
export type ArgumentKind = "text" | "room" | "window" | "person" | "command" | "number";

export interface CommandArgument {
  name: string;
  kind: ArgumentKind;
  optional?: boolean;
  /** All that follows, blanks included. */
  rest?: boolean;
}

export interface CommandSpec {
  name: string;
  aliases: readonly string[];
  args: readonly CommandArgument[];
  help: string;
  example: string;
  /** The server lets only a room's host do it. */
  host?: boolean;
}

const command = (
  name: string,
  aliases: readonly string[],
  args: readonly CommandArgument[],
  help: string,
  example: string,
  more: { host?: boolean } = {},
): CommandSpec => ({ name, aliases, args, help, example, ...more });

const person: CommandArgument = { name: "NAME", kind: "person" };
const text: CommandArgument = { name: "TEXT", kind: "text", rest: true };
const optional = (argument: CommandArgument): CommandArgument => ({ ...argument, optional: true });
const host = { host: true };

const specs = {
  help: command(
    "help",
    ["?"],
    [optional({ name: "COMMAND", kind: "command" })],
    "keys and commands",
    "/help join",
  ),
  join: command(
    "join",
    ["j"],
    [{ name: "ROOM", kind: "room" }, optional({ name: "PASSWORD", kind: "text" })],
    "enter a room besides the others; it is made if it is not there",
    "/join dev",
  ),
  part: command("part", ["leave", "close"], [], "leave this room, or close this window", "/part"),
  switch: command(
    "switch",
    ["win", "buffer"],
    [{ name: "WINDOW", kind: "window" }],
    "go to a window, by its number or name",
    "/switch 2",
  ),
  query: command(
    "query",
    ["msg", "dm"],
    [person, optional(text)],
    "talk with one member alone; what is said there is not stored",
    "/msg bob are you there?",
  ),
  me: command("me", [], [text], "say what you do", "/me waves"),
  names: command("names", ["who"], [], "who is in the room, and how", "/names"),
  topic: command(
    "topic",
    [],
    [optional(text)],
    "what the room is about; its host may change it",
    "/topic Friday",
  ),
  history: command("history", [], [], "older messages, from the server", "/history"),
  clear: command("clear", [], [], "empty this window; the server keeps its history", "/clear"),
  resend: command("resend", [], [], "send again what could not be sent", "/resend"),
  open: command(
    "open",
    ["copy"],
    [optional({ name: "NUMBER", kind: "number" })],
    "copy a link to the clipboard: the newest, or the second newest, …",
    "/open 2",
  ),
  ignore: command(
    "ignore",
    [],
    [optional(person)],
    "don't show what somebody says; alone, say whom you ignore",
    "/ignore bob",
  ),
  unignore: command("unignore", [], [person], "show it again", "/unignore bob"),
  ready: command("ready", [], [], "say that you are ready, or that you are not any more", "/ready"),
  invite: command("invite", ["code"], [], "the code by which others come in; a host makes one", "/invite"),
  ping: command("ping", [], [], "how long the server takes to answer", "/ping"),
  kick: command("kick", [], [person], "remove a member, who may come back", "/kick bob", host),
  ban: command("ban", [], [person], "remove a member for good", "/ban bob", host),
  lock: command("lock", [], [], "let nobody else in", "/lock", host),
  unlock: command("unlock", [], [], "let others in again", "/unlock", host),
  announce: command(
    "announce",
    [],
    [text],
    "tell everybody in the room",
    "/announce back in 5 minutes",
    host,
  ),
  quit: command("quit", ["exit", "q"], [], "leave all rooms and end", "/quit"),
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof specs;

export const chatCommands: readonly (CommandSpec & { name: string })[] = Object.values(specs);

/** What people try that can't be done here, with the reason and what to do instead. */
const absent: Readonly<Record<string, string>> = {
  nick: "A name is given when you connect and stays: /quit, and come back with --name NAME.",
  away: "The server knows of no absence but a lost connection: say it with /me is away.",
};

export type ChatLine =
  /** To be said as it is. */
  | { kind: "message"; text: string }
  /** `args` has an entry for each that was typed. */
  | { kind: "command"; name: CommandName; args: readonly string[] }
  /** Nothing is done. `message` says what to type. */
  | { kind: "error"; message: string };

export const specOf = (word: string): CommandSpec | undefined => {
  const name = word.toLowerCase();
  return chatCommands.find((spec) => spec.name === name || spec.aliases.includes(name));
};

/** `/join ROOM [PASSWORD]`. */
export const usageOf = ({ name, args }: CommandSpec): string =>
  [`/${name}`, ...args.map((argument) => (argument.optional ? `[${argument.name}]` : argument.name))].join(
    " ",
  );

/** One line for a status line, or a list. */
export const helpLine = (spec: CommandSpec): string =>
  `${usageOf(spec)} · ${spec.host ? "as host: " : ""}${spec.help}`;

/** What stands in a help, one entry a command. */
export const commandHelp = (): { keys: string; help: string }[] =>
  chatCommands.map((spec) => ({ keys: usageOf(spec), help: `${spec.host ? "as host: " : ""}${spec.help}` }));

/** All that there is to say about one command, a line each. */
export function describeCommand(word: string): string[] {
  const wanted = word.replace(/^\//, "");
  const spec = specOf(wanted);
  if (!spec) return [absent[wanted.toLowerCase()] ?? unknown(wanted)];
  const others = spec.aliases.map((alias) => `/${alias}`).join(", ");
  return [helpLine(spec), `for example: ${spec.example}${others ? ` · also ${others}` : ""}`];
}

/** `//text` says `/text`; a slash alone, or one with a blank or a slash behind it, begins no command. */
export function parseLine(typed: string): ChatLine {
  if (!typed.startsWith("/")) return { kind: "message", text: typed };
  if (typed.startsWith("//")) return { kind: "message", text: typed.slice(1) };
  const [, word = "", tail = ""] = /^\/(\S*)\s*([\s\S]*)$/.exec(typed)!;
  if (word === "") return { kind: "error", message: "A command has a name: /help lists them." };
  const spec = specOf(word);
  if (!spec) return { kind: "error", message: absent[word.toLowerCase()] ?? unknown(word) };
  const args = argumentsOf(spec, tail.trimEnd());
  const needed = spec.args.filter((argument) => !argument.optional).length;
  if (args === null || args.length < needed) {
    return { kind: "error", message: `Type ${usageOf(spec)}, for example ${spec.example}` };
  }
  return { kind: "command", name: spec.name as CommandName, args };
}

/** A name with blanks in it stands between quotes. */
const WORD = /^(?:"([^"]+)"(?=\s|$)|(\S+))\s*([\s\S]*)$/;

/** Null where more was typed than the command takes. */
function argumentsOf({ args }: CommandSpec, tail: string): string[] | null {
  const found: string[] = [];
  let left = tail;
  for (const { rest } of args) {
    if (left === "") return found;
    const [, quoted, plain = "", more = ""] = rest ? ["", undefined, left] : WORD.exec(left)!;
    found.push(quoted ?? plain);
    left = more;
  }
  return left === "" ? found : null;
}

function unknown(word: string): string {
  const near = nearest(word.toLowerCase());
  const said = `There is no /${word}`;
  return near
    ? `${said}. Did you mean ${usageOf(near)}? To say it, type //${word}`
    : `${said}. /help lists the commands; to say it, type //${word}`;
}

/** The command that begins so, or is one slip of the finger away. */
function nearest(word: string): CommandSpec | undefined {
  return (
    chatCommands.find(({ name }) => word.length > 1 && name.startsWith(word)) ??
    chatCommands.find(({ name }) => word.length > 2 && slip(word, name))
  );
}

/** One character too many, missing, wrong, or two in the wrong order. */
function slip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  );
}
