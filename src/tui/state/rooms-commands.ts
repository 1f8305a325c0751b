// What can be typed after `:` in the console: each command's words, what they complete to, and what they mean.
import { isPeerId, isRoomId, type PeerId, type RoomId } from "../../protocol/ids.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { RoomOptions, RoomUpdate } from "../../protocol/shapes.ts";
import { completed } from "./command-line.ts";
import { optionKeys, settingsOf, updateKeys } from "./room-settings.ts";
import { type SortColumn, sortColumns } from "./rooms-row.ts";

/** What is done to the server. */
export type RoomAct =
  | { do: "kick" | "ban"; room: RoomId; peer: string; name: string }
  | { do: "unban"; room: RoomId; peer: PeerId }
  | { do: "lock"; room: RoomId; locked: boolean }
  | { do: "close"; room: RoomId }
  | { do: "announce"; room: RoomId; text: string }
  | { do: "invite"; room: RoomId }
  | { do: "set"; room: RoomId; changes: RoomUpdate }
  | { do: "create"; room: RoomId; options: RoomOptions };

export type RoomsCommand =
  | Exclude<RoomAct, { do: "kick" | "ban" }>
  | { do: "kick" | "ban"; room: RoomId; who: string }
  | { do: "open"; room: RoomId }
  | { do: "sort"; column: SortColumn }
  | { do: "help" }
  | { do: "quit" }
  | { do: "wrong"; text: string };

/** What the words of a command complete to. */
export interface Words {
  rooms: readonly string[];
  members: readonly string[];
}

interface Spec {
  name: string;
  usage: string;
  help: string;
  words(words: Words): readonly string[];
  /** `room` is the one that is open or selected; null: none is. */
  read(rest: string, room: RoomId | null): RoomsCommand;
}

const wrong = (text: string): RoomsCommand => ({ do: "wrong", text });
const NO_ROOM = "select a room first, or name one";
const none = () => [];
const rooms = ({ rooms }: Words): readonly string[] => rooms;
const members = ({ members }: Words): readonly string[] => members;
const pairs = (keys: readonly string[]) => () => [...keys.filter((key) => key !== "data"), "data."].map(pair);
const pair = (key: string): string => (key.endsWith(".") ? key : `${key}=`);

/** A room by the name that is typed, or without one the selected room. */
const onRoom =
  (act: (room: RoomId) => RoomsCommand): Spec["read"] =>
  (rest, room) => {
    const wanted = rest === "" ? room : rest;
    if (wanted === null) return wrong(NO_ROOM);
    return isRoomId(wanted) ? act(wanted) : wrong(`"${safeText(wanted)}" is no name of a room`);
  };

const onMember =
  (act: "kick" | "ban"): Spec["read"] =>
  (rest, room) => {
    if (room === null) return wrong(NO_ROOM);
    return rest === "" ? wrong(`${act} whom? ${act} MEMBER`) : { do: act, room, who: rest };
  };

const settingsIn = (rest: string, keys: readonly string[]) => {
  const words = rest.split(/\s+/).filter(Boolean);
  const typed = settingsOf(words, keys);
  return "wrong" in typed
    ? wrong(`"${safeText(typed.wrong)}" is nothing that can be set: ${keys.join(" ")} data.KEY`)
    : typed.settings;
};

const isWrong = (value: object): value is RoomsCommand => (value as { do?: unknown }).do === "wrong";

const commands: readonly Spec[] = [
  {
    name: "open",
    usage: "open ROOM",
    help: "look into a room",
    words: rooms,
    read: onRoom((room) => ({ do: "open", room })),
  },
  {
    name: "kick",
    usage: "kick MEMBER",
    help: "remove a member",
    words: members,
    read: onMember("kick"),
  },
  {
    name: "ban",
    usage: "ban MEMBER",
    help: "remove it, and keep it out",
    words: members,
    read: onMember("ban"),
  },
  {
    name: "unban",
    usage: "unban PEER",
    help: "let a banned peer in again",
    words: none,
    read: (rest, room) => {
      if (room === null) return wrong(NO_ROOM);
      return isPeerId(rest) ? { do: "unban", room, peer: rest } : wrong("unban whom? unban PEER, by its id");
    },
  },
  {
    name: "lock",
    usage: "lock [ROOM]",
    help: "take nobody in any more",
    words: rooms,
    read: onRoom((room) => ({ do: "lock", room, locked: true })),
  },
  {
    name: "unlock",
    usage: "unlock [ROOM]",
    help: "take newcomers in again",
    words: rooms,
    read: onRoom((room) => ({ do: "lock", room, locked: false })),
  },
  {
    name: "close",
    usage: "close [ROOM]",
    help: "end a room for everyone",
    words: rooms,
    read: onRoom((room) => ({ do: "close", room })),
  },
  {
    name: "announce",
    usage: "announce TEXT",
    help: "tell everyone in the room",
    words: none,
    read: (text, room) => {
      if (room === null) return wrong(NO_ROOM);
      return text === "" ? wrong("announce what? announce TEXT") : { do: "announce", room, text };
    },
  },
  {
    name: "invite",
    usage: "invite [ROOM]",
    help: "copy its invite code",
    words: rooms,
    read: onRoom((room) => ({ do: "invite", room })),
  },
  {
    name: "set",
    usage: "set KEY=VALUE …",
    help: "capacity=4 data.map=7 …",
    words: pairs(updateKeys),
    read: (rest, room) => {
      if (room === null) return wrong(NO_ROOM);
      const changes = settingsIn(rest, updateKeys);
      if (isWrong(changes)) return changes;
      return Object.keys(changes).length === 0
        ? wrong("set what? set capacity=4 data.map=7")
        : { do: "set", room, changes };
    },
  },
  {
    name: "create",
    usage: "create ROOM [KEY=VALUE …]",
    help: "make a room: capacity=2 …",
    words: pairs(optionKeys),
    read: (rest) => {
      const [room = "", ...more] = rest.split(/\s+/);
      if (!isRoomId(room)) return wrong("create what? create ROOM capacity=4 visibility=unlisted");
      const options = settingsIn(more.join(" "), optionKeys);
      return isWrong(options) ? options : { do: "create", room, options };
    },
  },
  {
    name: "sort",
    usage: "sort COLUMN",
    help: "order by a column",
    words: () => sortColumns.map((column) => column.toLowerCase()),
    read: (rest) => {
      const column = sortColumns.find((each) => each.toLowerCase() === rest.toLowerCase());
      return column ? { do: "sort", column } : wrong(`sort by ${sortColumns.join(" ").toLowerCase()}`);
    },
  },
  { name: "help", usage: "help", help: "the keys and commands", words: none, read: () => ({ do: "help" }) },
  { name: "quit", usage: "quit", help: "leave the console", words: none, read: () => ({ do: "quit" }) },
];

const names = commands.map(({ name }) => name);
const short: Record<string, string> = { q: "quit", h: "help", "?": "help" };

const split = (text: string): [string, string] => {
  const [, name = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(text)!;
  return [name, rest];
};

const specOf = (name: string): Spec | undefined =>
  commands.find((spec) => spec.name === (Object.hasOwn(short, name) ? short[name] : name));

/** What was typed, in the room that is open or selected. */
export function readCommand(text: string, room: RoomId | null): RoomsCommand {
  const [name, rest] = split(text);
  const spec = specOf(name);
  return spec ? spec.read(rest, room) : wrong(`there is no command ${safeText(name)}: Tab shows them`);
}

/** The typed text with its last word completed, and what else it could become. */
export function completeCommand(text: string, words: Words): { text: string; choices: readonly string[] } {
  const name = /^\s*(\S+)\s/.exec(text)?.[1];
  const all = name === undefined ? names : (specOf(name)?.words(words) ?? []);
  const last = /\S*$/.exec(text)![0];
  const choices = all.filter((word) => word.startsWith(last));
  const whole = completed(text, all) ?? text;
  // A setting goes on with its value.
  return { text: /[=.] $/.test(whole) ? whole.trimEnd() : whole, choices };
}

/** How the command that is being typed is used. */
export const usageOf = (text: string): string => specOf(split(text)[0])?.usage ?? "";

/** For the help. */
export const commandHelp: readonly { keys: string; help: string }[] = commands.map(({ usage, help }) => ({
  keys: `:${usage.split(" ")[0]}`,
  help,
}));
