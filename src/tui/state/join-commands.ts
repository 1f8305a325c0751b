// The commands of the join screen: what may be typed behind the `:`, what it means in this room, and how a word goes on.

import { limits } from "../../protocol/limits.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { Data, RoomView } from "../../protocol/shapes.ts";
import { completed } from "./command-line.ts";
import { withPairs } from "./join-data.ts";
import type { JoinState } from "./join-state.ts";
import type { Person } from "./people.ts";

type With<Does extends string, More = unknown> = Does extends string ? { does: Does } & More : never;
type Bare =
  | "ready"
  | "unready"
  | "start"
  | "finish"
  | "lock"
  | "unlock"
  | "close"
  | "invite"
  | "leave"
  | "help";

export type Command =
  | With<Bare>
  | With<"kick" | "ban" | "host", { peer: string }>
  | With<"announce" | "say", { text: string }>
  | With<"set" | "data", { data: Data }>
  | With<"capacity" | "min", { seats: number }>
  | With<"visibility", { visibility: RoomView["visibility"] }>
  | With<"startmode", { start: RoomView["start"] }>;

export type CommandName = Command["does"];

interface Spec {
  /** What follows the name, as the help says it. */
  args?: string;
  help: string;
  /** The command, or why it is none. */
  parse(rest: string, state: JoinState): Command | string;
}

const VISIBILITIES = ["public", "unlisted", "private"] as const;
const STARTS = ["full", "ready", "host"] as const;
const bare = (does: Bare, help: string): Spec => ({
  help,
  parse: (rest) => (rest === "" ? { does } : `:${does} takes nothing more`),
});
const onMember = (does: "kick" | "ban" | "host", help: string): Spec => ({
  args: "NAME",
  help,
  parse: (rest, state) => {
    if (rest === "") return `whom? :${does} NAME, or the number of the seat`;
    const person = personBy(state.people, rest);
    return typeof person === "string" ? person : { does, peer: person.peer };
  },
});
const withText = (does: "announce" | "say", help: string): Spec => ({
  args: "TEXT",
  help,
  parse: (rest) => (rest === "" ? `what? :${does} TEXT` : { does, text: rest }),
});
const seats = (does: "capacity" | "min", help: string): Spec => ({
  args: "NUMBER",
  help,
  parse: (rest) =>
    /^\d{1,4}$/.test(rest) && Number(rest) >= 1 && Number(rest) <= limits.maxCapacity
      ? { does, seats: Number(rest) }
      : `how many? :${does} 1 to ${limits.maxCapacity}`,
});
const pairs = (does: "set" | "data", help: string, dataOf: (state: JoinState) => Data): Spec => ({
  args: "KEY=VALUE …",
  help,
  parse: (rest, state) => {
    const data = withPairs(dataOf(state), rest);
    return data ? { does, data } : `like :${does} team=red score=3 · KEY= takes a key away`;
  },
});
const oneOf =
  <T extends string>(does: string, words: readonly T[], make: (word: T) => Command): Spec["parse"] =>
  (rest) => {
    const word = words.find((each) => each === rest);
    return word ? make(word) : `one of: :${does} ${words.join(" | ")}`;
  };

export const COMMANDS: Readonly<Record<CommandName, Spec>> = {
  ready: bare("ready", "you are ready"),
  unready: bare("unready", "you are not ready any more"),
  data: pairs("data", "your own data; KEY= takes a key away", ownData),
  say: withText("say", "a chat message"),
  invite: bare("invite", "the invite code and a link; on a screen a QR code too"),
  start: bare("start", "start the room"),
  finish: bare("finish", "finish the room: nobody can join any more"),
  lock: bare("lock", "take nobody in"),
  unlock: bare("unlock", "take members in again"),
  kick: onMember("kick", "take somebody's seat away"),
  ban: onMember("ban", "and keep them out"),
  host: onMember("host", "make somebody else host"),
  announce: withText("announce", "a notice to everybody in the room"),
  set: pairs("set", "data of the room; KEY= takes a key away", ({ view }) => view?.data ?? {}),
  capacity: seats("capacity", "how many seats there are"),
  min: seats("min", "members that are enough to start"),
  visibility: {
    args: VISIBILITIES.join("|"),
    help: "who finds the room",
    parse: oneOf("visibility", VISIBILITIES, (visibility) => ({ does: "visibility", visibility })),
  },
  startmode: {
    args: STARTS.join("|"),
    help: "when the room starts",
    parse: oneOf("startmode", STARTS, (start) => ({ does: "startmode", start })),
  },
  close: bare("close", "close the room for everybody"),
  leave: bare("leave", "leave the room"),
  help: bare("help", "keys and commands"),
};

function ownData({ more, self }: JoinState): Data {
  return more.get(self)?.data ?? {};
}

/** By name, by the number of the seat, or by the peer id; the reason where that is nobody, or more than one. */
function personBy(people: readonly Person[], word: string): Person | string {
  const exact = people.filter(
    ({ peer, plainName, seat }) => plainName === word || peer === word || String(seat) === word,
  );
  const lower = word.toLowerCase();
  const found =
    exact.length > 0 ? exact : people.filter(({ plainName }) => plainName.toLowerCase().startsWith(lower));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return `nobody here is called ${word}`;
  return `more than one is called ${word}: give the number of the seat`;
}

const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** What was typed as a command, or why it is none. */
export function parseCommand(text: string, state: JoinState): Command | string {
  const [name = ""] = text.trim().split(/\s/, 1);
  if (name === "") return "no command";
  if (name === "quit" || name === "q") return { does: "leave" };
  if (!isCommandName(name)) return `there is no :${name} · :help shows what there is`;
  return COMMANDS[name].parse(text.trim().slice(name.length).trim(), state);
}

/** The line with its last word completed; null where there is nothing to complete. */
export function completedCommand(text: string, state: JoinState): string | null {
  const [name = ""] = text.trimStart().split(/\s/, 1);
  if (!/\s/.test(text.trimStart())) return completed(text, Object.keys(COMMANDS));
  return completed(text, wordsFor(name, state));
}

function wordsFor(name: string, state: JoinState): string[] {
  const keysOf = (data: Data): string[] => Object.keys(data).map((key) => `${key}=`);
  switch (name) {
    case "kick":
    case "ban":
    case "host":
      return state.people.filter(({ peer }) => peer !== state.self).map(({ plainName }) => plainName);
    case "set":
      return keysOf(state.view?.data ?? {});
    case "data":
      return keysOf(ownData(state));
    case "visibility":
      return [...VISIBILITIES];
    case "startmode":
      return [...STARTS];
    default:
      return [];
  }
}

/** What the word that is typed may be: for the line above. */
export function candidatesOf(text: string, state: JoinState): string {
  const [name = ""] = text.trimStart().split(/\s/, 1);
  if (!/\s/.test(text.trimStart())) {
    return Object.keys(COMMANDS)
      .filter((each) => each.startsWith(name))
      .join(" ");
  }
  if (!isCommandName(name)) return "";
  const words = wordsFor(name, state).filter((word) => word.startsWith(/\S*$/.exec(text)![0]));
  if (words.length > 0) return words.slice(0, 12).map(safeText).join(" ");
  const { args = "", help } = COMMANDS[name];
  return `:${name}${args && ` ${args}`} · ${help}`;
}
