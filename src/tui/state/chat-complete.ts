// Tab in the chat: names of people, those who spoke last first; commands, and what their arguments may be.
import type { ChatState } from "./chat.ts";
import { type CommandSpec, chatCommands, helpLine, specOf } from "./chat-commands.ts";
import type { ChatWindow } from "./chat-window.ts";
import { type Input, inputText, replaced } from "./input.ts";
import type { Person } from "./people.ts";

/** What Tab offers in turn, as long as nothing else is typed. */
export interface Completion {
  /** In front of the word that is completed, and behind the cursor. */
  before: string;
  after: string;
  /** What was typed of it first, then what may be meant. */
  words: readonly string[];
  at: number;
}

interface Known {
  windows: readonly ChatWindow[];
  rooms: readonly string[];
  completion: Completion | null;
}

/** The input with the next one of what fits; unchanged where nothing does. */
export function completedBy(
  state: Known,
  window: ChatWindow,
  back: boolean,
): { input: Input; completion: Completion | null } {
  const completion = state.completion ?? begun(state, window);
  if (completion === null) return { input: window.input, completion };
  const { words, before, after } = completion;
  const at = (completion.at + (back ? -1 : 1) + words.length) % words.length;
  // Cycling is one change, with one way back.
  const input = replaced({ ...window.input, past: [] }, before + words[at]!, after);
  return { input: { ...input, past: window.input.past }, completion: { ...completion, at } };
}

function begun(state: Known, window: ChatWindow): Completion | null {
  const { before: typed, after } = window.input;
  const word = /\S*$/.exec(typed)![0];
  const before = typed.slice(0, typed.length - word.length);
  const words = candidates(state, window, before, word);
  return words.length === 0 ? null : { before, after, words: [word, ...words], at: 0 };
}

const lower = (text: string): string => text.toLowerCase();
/** A quote that a name needs is not part of it. */
const bareWord = (text: string): string => lower(text.replace(/^"/, ""));
const fits = (word: string) => (name: string) => bareWord(name).startsWith(bareWord(word));
const spaced = (names: readonly string[]): string[] => names.map((name) => `${name} `);

function candidates(state: Known, window: ChatWindow, before: string, word: string): string[] {
  if (before === "" && word.startsWith("/") && !word.startsWith("//"))
    return spaced(chatCommands.map(({ name }) => `/${name}`).filter(fits(word)));
  const spec = /^\/(\S+)\s/.exec(before);
  const command = spec && specOf(spec[1]!);
  if (command) return spaced(argumentWords(state, window, command, before).filter(fits(word)));
  const end = before === "" ? ": " : " ";
  const bare = word.replace(/^@/, "");
  return word === "" && before !== ""
    ? []
    : namesIn(window)
        .filter(fits(bare))
        .map((name) => name + end);
}

function argumentWords(state: Known, window: ChatWindow, { args }: CommandSpec, before: string): string[] {
  const given = before.trimEnd().split(/\s+/).length - 1;
  const argument = args[given] ?? args.at(-1);
  switch (argument?.kind) {
    case "person":
      return namesIn(window).map(quoted);
    case "room":
      return [...new Set([...state.rooms, ...state.windows.filter(isRoom).map(({ title }) => title)])];
    case "window":
      return state.windows.map(windowName);
    case "command":
      return chatCommands.map(({ name }) => name);
    case "text":
      return namesIn(window);
    default:
      return [];
  }
}

const isRoom = ({ kind }: ChatWindow): boolean => kind === "room";
export const windowName = ({ kind, title }: ChatWindow): string => (kind === "direct" ? `@${title}` : title);
export const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);

/** As they are typed: without what sets a name apart in a line. */
export const typedName = ({ name }: Pick<Person, "name">): string => name.replace(/[\u2068\u2069]/g, "");

function namesIn({ people, self, spoke }: ChatWindow): string[] {
  const rank = (peer: string): number => (spoke.includes(peer) ? spoke.indexOf(peer) : spoke.length);
  return people
    .filter(({ peer }) => peer !== self)
    .map((person) => ({ name: typedName(person), rank: rank(person.peer) }))
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** Whoever is meant by a typed name: the only one that is so called, or that begins so. Else a text that says what to type. */
export function personNamed({ people, self }: ChatWindow, typed: string): Person | string {
  const wanted = lower(typed.replace(/^@/, ""));
  const others = people.filter(({ peer }) => peer !== self);
  const exact = others.filter((person) => lower(typedName(person)) === wanted);
  const found =
    exact.length > 0 ? exact : others.filter((person) => lower(typedName(person)).startsWith(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    return `Which one: ${found.slice(0, 5).map(typedName).join(", ")}? Tab completes names`;
  return `Nobody here is called ${typed}: /names says who is here`;
}

/** What the command that is being typed does; which ones begin so. Empty where no command is typed. */
export function commandHint(input: Input): string {
  const found = /^\/(\S*)(\s?)/.exec(inputText(input));
  if (!found || found[1]!.startsWith("/")) return "";
  const [, word = "", blank] = found;
  const spec = specOf(word);
  if (spec) return helpLine(spec);
  if (blank) return "";
  const names = chatCommands.map(({ name }) => `/${name}`).filter(fits(`/${word}`));
  return names.length === 0 ? "" : `Tab: ${names.join(" ")}`;
}

export const completing = ({ completion }: Pick<ChatState, "completion">): string =>
  completion && completion.words.length > 2
    ? completion.words
        .slice(1)
        .map((word) => word.trimEnd())
        .join(" ")
    : "";
