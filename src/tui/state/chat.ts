// The chat screen's state: what a room said, who is in it, what was typed and what of that has arrived.
import type { LeaveReason } from "../../protocol/events.ts";
import { limits } from "../../protocol/limits.ts";
import { isolated, safeLines, safeText } from "../../protocol/safe-text.ts";
import type { Member, Message, RoomView } from "../../protocol/shapes.ts";
import { chatText, codeText, dataPreview } from "./format.ts";
import { cleared, type Edit, edit, emptyInput, entered, type Input, insert } from "./input.ts";
import type { Link } from "./link.ts";
import {
  authorOf,
  heldWords,
  leaveWords,
  nameOf,
  type Person,
  people,
  withoutPeer,
  withPerson,
} from "./people.ts";

/** One message or notice; `lines` are inert. */
export interface Entry {
  id: number;
  kind: "message" | "notice";
  time: number;
  name: string;
  mine: boolean;
  lines: readonly string[];
  offset?: number;
  /** Of an own message: how far it got. */
  delivery?: "sending" | "sent" | "failed";
  key?: string;
}

/** The last row that is shown while older ones are read: row `row` of entry `id`. */
export interface Anchor {
  id: number;
  row: number;
}

export interface ChatState {
  room: string;
  status: RoomView["status"];
  capacity: number;
  /** The invite code as it is shown, if there is one. */
  code: string;
  host: string | null;
  self: string;
  /** The peer ids of earlier connections: what they said is still one's own. */
  formerSelves: readonly string[];
  people: readonly Person[];
  entries: readonly Entry[];
  nextId: number;
  anchor: Anchor | null;
  input: Input;
  /** One line about what was just refused. */
  hint: string;
  link: Link;
  /** False once the room was closed or this peer was removed from it. */
  seated: boolean;
  now: number;
  help: boolean;
}

export interface Seat {
  view: RoomView;
  self: string;
  members: Iterable<Member>;
}

export type ChatAction =
  | ({ type: "joined"; messages: readonly Message[]; again: boolean } & Seat)
  | { type: "message"; message: Message }
  /** From before everything that is shown; what is shown already is left out. */
  | { type: "older"; messages: readonly Message[] }
  | { type: "member.joined"; member: Member }
  | { type: "member.left"; peer: string; reason: LeaveReason }
  | { type: "member.held" | "member.returned"; member: Member }
  | { type: "host.changed"; host: string | null }
  | { type: "room"; view: RoomView }
  /** The seat is gone for good. */
  | { type: "ended"; why: string }
  | { type: "link"; link: Link }
  /** Time passes: a countdown is shown. */
  | { type: "tick" }
  | { type: "send"; key: string; text: string; name: string }
  | { type: "sent"; key: string; offset?: number }
  | { type: "failed"; key: string; message: string }
  | { type: "insert"; text: string }
  | { type: "edit"; edit: Edit }
  | { type: "clear" }
  | { type: "hint"; text: string }
  | { type: "scroll"; anchor: Anchor | null }
  | { type: "help"; open: boolean };

const ENTRIES = 5_000;
const FORMER = 100;

export const initialChat = (room: string, now: number): ChatState => ({
  room: safeText(room),
  status: "waiting",
  capacity: 0,
  code: "",
  host: null,
  self: "",
  formerSelves: [],
  people: [],
  entries: [],
  nextId: 1,
  anchor: null,
  input: emptyInput,
  hint: "",
  link: { state: "open" },
  seated: true,
  now,
  help: false,
});

const withHeld = (state: ChatState, member: Member): ChatState => {
  const next = { ...state, people: withPerson(state.people, member) };
  return withNotice(next, heldWords(nameOf(next.people, member.peer, ""), member.state === "held"));
};

type Of<T extends ChatAction["type"]> = Extract<ChatAction, { type: T }>;
type Reducers = { [T in ChatAction["type"]]: (state: ChatState, action: Of<T>) => ChatState };

export function reduceChat(state: ChatState, action: ChatAction, now: number): ChatState {
  const reduce = reducers[action.type] as (state: ChatState, action: ChatAction) => ChatState;
  return reduce({ ...state, now }, action);
}

const reducers: Reducers = {
  joined: (state, { view, self, members, messages, again }) => {
    const formerSelves = again ? [...state.formerSelves, state.self].slice(-FORMER) : [];
    let next: ChatState = {
      ...withView(state, view),
      self,
      formerSelves,
      people: people(members),
      seated: true,
    };
    for (const message of messages) next = withMessage(next, message);
    return again ? withNotice(next, "connected again") : next;
  },
  message: (state, { message }) => withMessage(state, message),
  older: (state, { messages }) => withOlder(state, messages),
  "member.joined": (state, { member }) => {
    const next = { ...state, people: withPerson(state.people, member) };
    return withNotice(next, `${nameOf(next.people, member.peer, "")} joined`);
  },
  "member.left": (state, { peer, reason }) => {
    const name = nameOf(state.people, peer, "");
    const next = { ...state, people: withoutPeer(state.people, peer) };
    return name === "" ? next : withNotice(next, `${name} ${leaveWords(reason)}`);
  },
  "member.held": (state, { member }) => withHeld(state, member),
  "member.returned": (state, { member }) => withHeld(state, member),
  "host.changed": (state, { host }) => ({ ...state, host }),
  room: (state, { view }) => {
    const next = withView(state, view);
    return view.status === state.status ? next : withNotice(next, `the room is ${safeText(view.status)} now`);
  },
  ended: (state, { why }) =>
    withNotice({ ...state, people: withoutPeer(state.people, state.self), seated: false }, safeText(why)),
  link: (state, { link }) => ({ ...state, link }),
  tick: (state) => state,
  send: (state, { key, text, name }) => ({
    ...withEntry(state, {
      kind: "message",
      time: state.now,
      name: nameOf(state.people, state.self, isolated(safeText(name))),
      mine: true,
      lines: safeLines(text),
      delivery: "sending",
      key,
    }),
    input: entered(state.input),
    anchor: null,
    hint: "",
  }),
  sent: (state, { key, offset }) => withSent(state, key, offset),
  failed: (state, { key, message }) => ({
    ...state,
    hint: safeText(message),
    entries: state.entries.map((entry) => (entry.key === key ? { ...entry, delivery: "failed" } : entry)),
  }),
  insert: (state, { text }) => ({ ...state, input: insert(state.input, text), hint: "" }),
  edit: (state, action) => ({ ...state, input: edit(state.input, action.edit), hint: "" }),
  clear: (state) => ({ ...state, input: cleared(state.input), hint: "" }),
  hint: (state, { text }) => ({ ...state, hint: safeText(text) }),
  scroll: (state, { anchor }) => ({ ...state, anchor }),
  help: (state, { open }) => ({ ...state, help: open }),
};

const withView = (state: ChatState, view: RoomView): ChatState => ({
  ...state,
  room: safeText(view.room),
  status: safeText(view.status) as RoomView["status"],
  capacity: view.capacity,
  code: safeText(codeText(view.code ?? "")),
  host: view.host,
});

function withEntry(state: ChatState, entry: Omit<Entry, "id">): ChatState {
  const entries = state.entries.length < ENTRIES ? state.entries : state.entries.slice(1 - ENTRIES);
  return { ...state, nextId: state.nextId + 1, entries: [...entries, { ...entry, id: state.nextId }] };
}

const withNotice = (state: ChatState, text: string): ChatState =>
  withEntry(state, { kind: "notice", time: state.now, name: "", mine: false, lines: [text] });

function withMessage(state: ChatState, message: Message): ChatState {
  const entry = entryOf(state, message);
  return sameAs(state.entries, entry.offset, entry.lines) ? state : withEntry(state, entry);
}

function withOlder(state: ChatState, messages: readonly Message[]): ChatState {
  const first = state.entries.find(({ offset }) => offset !== undefined)?.offset ?? Number.POSITIVE_INFINITY;
  const found = messages.filter(({ offset }) => offset !== undefined && offset < first).slice(-ENTRIES);
  // Ids count down from the first one, so that they stay in order.
  const firstId = (state.entries[0]?.id ?? state.nextId) - found.length;
  const added = found.map((message, at): Entry => ({ ...entryOf(state, message), id: firstId + at }));
  return { ...state, entries: [...added, ...state.entries].slice(-ENTRIES) };
}

function entryOf(state: ChatState, message: Message): Omit<Entry, "id"> {
  const text = message.event === "chat" ? chatText(message.data) : null;
  const mine = message.from === state.self || state.formerSelves.includes(message.from ?? "");
  return {
    kind: "message",
    time: message.time,
    name: mine
      ? nameOf(state.people, state.self, isolated(safeText(message.name)))
      : authorOf(state.people, message),
    mine,
    lines:
      text === null
        ? [`${message.event ? `${safeText(message.event)} ` : ""}${dataPreview(message.data)}`]
        : safeLines(text),
    offset: message.offset,
  };
}

/**
 * An own message can come back as history of a rejoin, before or after its acknowledgement. The text is compared too, since
 * offsets start again where a server has lost its store.
 */
const sameAs = (entries: readonly Entry[], offset: number | undefined, lines: readonly string[]): boolean =>
  offset !== undefined &&
  entries.some((entry) => entry.offset === offset && entry.lines.join("\n") === lines.join("\n"));

function withSent(state: ChatState, key: string, offset: number | undefined): ChatState {
  const pending = state.entries.find((entry) => entry.key === key);
  if (!pending) return state;
  const seenAlready = sameAs(state.entries, offset, pending.lines);
  const entries = seenAlready
    ? state.entries.filter((entry) => entry !== pending)
    : state.entries.map(
        (entry): Entry => (entry === pending ? { ...entry, delivery: "sent", offset } : entry),
      );
  return { ...state, entries };
}

/** Typed lines that have not been acknowledged yet. */
export const unsent = (state: ChatState): number =>
  state.entries.reduce((count, { delivery }) => count + (delivery === "sending" ? 1 : 0), 0);

/** Why a line can't be sent; null if it can. */
export function refusal(state: ChatState, text: string): string | null {
  const size = new TextEncoder().encode(text).length;
  if (size > limits.textBytes) return `too long: ${size} bytes, at most ${limits.textBytes} are sent`;
  if (!state.seated) return "you have no seat in the room any more · Ctrl-C quits";
  if (state.link.state === "closed") return "not connected any more · Ctrl-C quits";
  return null;
}
