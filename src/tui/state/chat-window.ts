// One window of the chat: a room, or one member of a room talked with alone. What it keeps, and what it counts.
import { limits } from "../../protocol/limits.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { RoomView } from "../../protocol/shapes.ts";
import { type Entry, isSaid } from "./chat-entry.ts";
import { type Move, movesText, withMove } from "./chat-moves.ts";
import { codeText } from "./format.ts";
import { emptyInput, type Input } from "./input.ts";
import type { Person } from "./people.ts";
import { width } from "./text.ts";

/** The last row that is shown while older ones are read: row `row` of entry `id`. */
export interface Anchor {
  id: number;
  row: number;
}

/** What is known of the history before the first entry: whether there is more of it, and whether that is on its way. */
export type Older = "more" | "loading" | "start" | "full" | "none";

export interface Typing {
  peer: string;
  name: string;
  until: number;
}

export interface ChatWindow {
  id: string;
  kind: "room" | "direct";
  /** The id of the room's window: its own, or that of the room in which the other one is. */
  room: string;
  /** Whom one talks with alone. */
  peer: string | null;
  /** Inert, as it stands in the bar. */
  title: string;
  status: RoomView["status"];
  capacity: number;
  /** The invite code as it is shown, if there is one. */
  code: string;
  topic: string;
  locked: boolean;
  /** How long the seat of a lost member is kept, in ms. */
  hold: number;
  host: string | null;
  self: string;
  selfName: string;
  /** The peer ids of earlier connections: what they said is still one's own. */
  formerSelves: readonly string[];
  people: readonly Person[];
  entries: readonly Entry[];
  nextId: number;
  /** The highest offset so far: what is beyond it was not there before. */
  newest: number;
  /** The widest name that was shown; it only grows, so that what stands there stays. */
  widest: number;
  anchor: Anchor | null;
  /** What was said below that. */
  below: number;
  /** The first entry that came while another window was looked at. */
  marker: number | null;
  /** The next message is the first one that was missed. */
  markNext: boolean;
  unread: number;
  mentions: number;
  older: Older;
  typing: readonly Typing[];
  /** Who spoke, the most recent first. */
  spoke: readonly string[];
  input: Input;
  /** Own messages that are not acknowledged yet. */
  pending: number;
  /** When what was too fast is sent again. */
  slowUntil: number;
  /** False once the room was closed or this peer was removed from it. */
  seated: boolean;
}

export const ENTRIES = 5_000;
const SPEAKERS = 50;
/** `admin` has room. */
const LEAST_NAME = 5;
/** News of comings and goings so close together are one line. */
const RUN_MS = 10 * 60_000;

export const roomWindowId = (room: string): string => `#${room}`;
export const directWindowId = (room: string, peer: string): string => `@${peer} ${room}`;

export const newWindow = (
  window: Pick<ChatWindow, "id" | "kind" | "room" | "peer" | "title">,
): ChatWindow => ({
  ...window,
  status: "waiting",
  capacity: 0,
  code: "",
  topic: "",
  locked: false,
  hold: 0,
  host: null,
  self: "",
  selfName: "",
  formerSelves: [],
  people: [],
  entries: [],
  nextId: 1,
  newest: 0,
  widest: LEAST_NAME,
  anchor: null,
  below: 0,
  marker: null,
  markNext: false,
  unread: 0,
  mentions: 0,
  older: window.kind === "direct" ? "none" : "more",
  typing: [],
  spoke: [],
  input: emptyInput,
  pending: 0,
  slowUntil: 0,
  seated: true,
});

/** By convention what a room is about stands in its data. */
const topicOf = ({ data }: RoomView): string =>
  typeof data?.topic === "string" ? safeText(data.topic.replace(/\s+/g, " ")) : "";

export const withView = (window: ChatWindow, view: RoomView): ChatWindow => ({
  ...window,
  title: safeText(view.room),
  status: safeText(view.status) as RoomView["status"],
  capacity: view.capacity,
  code: safeText(codeText(view.code ?? "")),
  topic: topicOf(view),
  locked: view.locked === true,
  hold: view.hold,
  host: view.host,
});

export function withEntry(window: ChatWindow, entry: Omit<Entry, "id">): ChatWindow {
  const full = window.entries.length >= ENTRIES;
  const entries = full ? window.entries.slice(1 - ENTRIES) : window.entries;
  const marks = window.markNext && isSaid(entry);
  return {
    ...window,
    nextId: window.nextId + 1,
    newest: Math.max(window.newest, entry.offset ?? 0),
    entries: [...entries, { ...entry, id: window.nextId }],
    widest: Math.max(window.widest, isSaid(entry) ? width(entry.name) : 0),
    older: full && window.older !== "none" ? "full" : window.older,
    below: window.anchor && isSaid(entry) ? window.below + 1 : window.below,
    pending: window.pending + (entry.delivery === "sending" ? 1 : 0),
    marker: marks ? window.nextId : window.marker,
    markNext: window.markNext && !marks,
  };
}

export const withNotice = (window: ChatWindow, text: string, time: number): ChatWindow =>
  withEntry(window, { kind: "notice", time, name: "", mine: false, lines: [text] });

export const withNotices = (window: ChatWindow, texts: readonly string[], time: number): ChatWindow =>
  texts.reduce((next, text) => withNotice(next, text, time), window);

/** Into the line above it, if that is of the same kind. */
export function withMoveOf(window: ChatWindow, move: Move, time: number): ChatWindow {
  const last = window.entries.at(-1);
  if (last?.kind !== "moves" || time - last.time > RUN_MS || last.id === window.marker) {
    const moves = withMove([], move);
    const entry = { kind: "moves", time, name: "", mine: false, lines: [movesText(moves)], moves } as const;
    return withEntry(window, entry);
  }
  const moves = withMove(last.moves ?? [], move);
  const entries = [...window.entries.slice(0, -1), { ...last, moves, lines: [movesText(moves)] }];
  return { ...window, entries };
}

/** Somebody who speaks types no more, and is the first whose name Tab offers. */
export const withSpeaker = (window: ChatWindow, peer: string | null): ChatWindow =>
  peer === null
    ? window
    : {
        ...window,
        spoke:
          window.spoke[0] === peer
            ? window.spoke
            : [peer, ...window.spoke.filter((other) => other !== peer)].slice(0, SPEAKERS),
        typing: window.typing.filter((other) => other.peer !== peer),
      };

/** Counted where it isn't seen: in a window that isn't looked at. */
export function counted(window: ChatWindow, mention: boolean, seen: boolean): ChatWindow {
  if (seen) return window;
  return {
    ...window,
    unread: window.unread + 1,
    mentions: window.mentions + (mention ? 1 : 0),
    marker: window.unread === 0 ? window.nextId - 1 : window.marker,
  };
}

/** Why a text can't be sent; null if it can. */
export function refusal(window: ChatWindow, text: string, connected: boolean): string | null {
  const size = new TextEncoder().encode(text).length;
  if (size > limits.textBytes) return `too long: ${size} bytes, at most ${limits.textBytes} are sent`;
  if (!connected) return "not connected any more · /quit ends";
  if (!window.seated) {
    return window.kind === "room"
      ? `you have no seat here any more · /join ${window.title}, or /part`
      : `${window.title} is not there any more · /part closes this window`;
  }
  return null;
}
