// What a chat window is made of: messages, notices and comings and goings, all inert.
import { isolated, safeLines, safeText } from "../../protocol/safe-text.ts";
import type { Message } from "../../protocol/shapes.ts";
import type { Move } from "./chat-moves.ts";
import { chatText, dataPreview } from "./format.ts";
import { authorOf, type Person } from "./people.ts";

/** How far an own message got. */
export type Delivery = "sending" | "sent" | "failed";

export interface Entry {
  id: number;
  /** `action` is what somebody does, `announcement` what a host or an administrator tells all, `moves` who came and went. */
  kind: "message" | "action" | "announcement" | "notice" | "moves";
  time: number;
  name: string;
  mine: boolean;
  lines: readonly string[];
  offset?: number;
  /** The reader's name is in it. */
  mention?: boolean;
  delivery?: Delivery;
  /** Why it failed. */
  why?: string;
  key?: string;
  moves?: readonly Move[];
}

/** What somebody says counts as unread; what only happens doesn't. */
export const isSaid = ({ kind }: Pick<Entry, "kind">): boolean => kind !== "notice" && kind !== "moves";

interface Reader {
  self: string;
  /** As it was given, to be found in what others say. */
  selfName: string;
  formerSelves: readonly string[];
  people: readonly Person[];
}

export function entryOf(reader: Reader, message: Message): Omit<Entry, "id"> {
  const { event, data, from, name, time, offset } = message;
  const text = event === "chat" ? chatText(data) : null;
  const mine = from !== null && (from === reader.self || reader.formerSelves.includes(from));
  const lines =
    text === null ? [`${event ? `${safeText(event)} ` : ""}${dataPreview(data)}`] : safeLines(text);
  return {
    kind: isAction(data) ? "action" : "message",
    time,
    name: mine ? ownName(reader, name) : authorOf(reader.people, message),
    mine,
    lines,
    offset,
    mention: !mine && text !== null && mentions(text, reader.selfName),
  };
}

export const ownName = ({ people, self }: Reader, name: string): string =>
  people.find(({ peer }) => peer === self)?.name ?? isolated(safeText(name));

const flag = (data: unknown, name: string): boolean =>
  typeof data === "object" && data !== null && (data as Record<string, unknown>)[name] === true;

export const isAction = (data: unknown): boolean => flag(data, "action");
/** For the reader alone; what is in the history was for all. */
export const isDirect = ({ data, offset, event }: Message): boolean =>
  offset === undefined && (event === "chat" || event === "typing") && flag(data, "direct");

const patterns = new Map<string, RegExp>();
const MOST_PATTERNS = 64;

/** The name as a word of its own, in whatever case. */
export function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  let pattern = patterns.get(name);
  if (!pattern) {
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    const escaped = name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "iu");
    patterns.set(name, pattern);
  }
  return pattern.test(text);
}

/** http and https, without the full stop or bracket that ends the sentence around it. */
const LINK = /https?:\/\/[^\s<>"'`\u2068\u2069]*[^\s<>"'`\u2068\u2069.,;:!?)\]}]/g;

export const linksIn = (text: string): string[] => text.match(LINK) ?? [];

/** The text in turns: what is no link, a link, what is no link, … */
export function splitLinks(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(at, found.index), found[0]);
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}
