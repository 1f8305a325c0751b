// The chat screen's state: its windows, which of them is looked at, and what is above them all.
import { safeText } from "../../protocol/safe-text.ts";
import type { Message } from "../../protocol/shapes.ts";
import { type Completion, completedBy } from "./chat-complete.ts";
import { isDirect } from "./chat-entry.ts";
import type { Paste } from "./chat-paste.ts";
import { type ChatWindow, directWindowId, newWindow, roomWindowId, withNotice } from "./chat-window.ts";
import { reduceWindow, type Seat, type WindowAction } from "./chat-window-actions.ts";
import { cleared, type Edit, edit, type Input, insert } from "./input.ts";
import type { Link } from "./link.ts";
import { authorOf } from "./people.ts";

export type { Seat } from "./chat-window-actions.ts";

export interface ChatState {
  /** In the order of their numbers; never empty once a room was entered. */
  windows: readonly ChatWindow[];
  current: string;
  /** Where one was before. */
  previous: string;
  link: Link;
  now: number;
  /** One line about what was just asked for or refused. */
  hint: string;
  /** The row of the help at which it is shown; null while it isn't. */
  help: number | null;
  /** Whether members are shown where there is room for them. */
  members: boolean;
  /** What was pasted, and is too much to go into the line unasked. */
  paste: Paste | null;
  completion: Completion | null;
  /** Names of rooms on the server, as far as they were asked for. */
  rooms: readonly string[];
  ignored: readonly Ignored[];
  /** How often the reader was meant: a bell rings with each. */
  calls: number;
}

export interface Ignored {
  peer: string;
  name: string;
}

/** Where to go: a number as in the bar, an id, or a step. */
export type Target = number | string | { step: 1 | -1 } | "activity" | "previous";

export type ChatAction =
  | ({ type: "open"; room: string; messages: readonly Message[]; focus: boolean } & Seat)
  /** What the room of this window says; it may be meant for another window of the same room. */
  | { type: "room"; id: string; action: WindowAction }
  | { type: "window"; id: string; action: WindowAction }
  | { type: "direct"; room: string; peer: string }
  | { type: "close"; id: string }
  | { type: "go"; to: Target }
  | { type: "insert"; text: string }
  | { type: "edit"; edit: Edit }
  | { type: "clear-input" }
  | { type: "tab"; back: boolean }
  | { type: "link"; link: Link }
  /** Time passes: a countdown is shown. */
  | { type: "tick" }
  | { type: "hint"; text: string }
  | { type: "help"; top: number | null }
  | { type: "members" }
  | { type: "paste"; paste: Paste | null }
  | { type: "rooms"; names: readonly string[] }
  | { type: "ignore"; ignored: readonly Ignored[] };

export const initialChat = (now: number): ChatState => ({
  windows: [],
  current: "",
  previous: "",
  link: { state: "open" },
  now,
  hint: "",
  help: null,
  members: true,
  paste: null,
  completion: null,
  rooms: [],
  ignored: [],
  calls: 0,
});

export const currentWindow = ({ windows, current }: ChatState): ChatWindow =>
  windows.find(({ id }) => id === current) ?? windows[0] ?? nowhere;

const nowhere = newWindow({ id: "", kind: "room", room: "", peer: null, title: "" });

const MOST_ROOMS = 1_000;

type Of<T extends ChatAction["type"]> = Extract<ChatAction, { type: T }>;
type Reducers = { [T in ChatAction["type"]]: (state: ChatState, action: Of<T>) => ChatState };

export function reduceChat(state: ChatState, action: ChatAction, now: number): ChatState {
  const reduce = reducers[action.type] as (state: ChatState, action: ChatAction) => ChatState;
  return reduce({ ...state, now }, action);
}

const reducers: Reducers = {
  open: (state, { room, focus, messages, view, self, members }) => {
    const id = roomWindowId(room);
    const there = state.windows.some((window) => window.id === id);
    const made = newWindow({ id, kind: "room", room: id, peer: null, title: safeText(room) });
    const next = there ? state : { ...state, windows: [...state.windows, made] };
    const joined = inWindow(next, id, { type: "joined", messages, view, self, members });
    return focus || state.current === "" ? went(joined, id) : joined;
  },
  room: (state, { id, action }) => {
    if (action.type === "message" || action.type === "typing") return heard(state, id, action);
    return forDirect(inWindow(state, id, action), id, action);
  },
  window: (state, { id, action }) => inWindow(state, id, action),
  direct: (state, { room, peer }) => {
    const id = directWindowId(room, peer);
    return went(withDirect(state, room, peer, null), id);
  },
  close: (state, { id }) => {
    const at = state.windows.findIndex((window) => window.id === id);
    const windows = state.windows.filter((window) => window.id !== id && window.room !== id);
    const beside = windows[Math.min(Math.max(0, at - 1), windows.length - 1)]?.id ?? "";
    const back = windows.some((window) => window.id === state.previous) ? state.previous : beside;
    const next = { ...state, windows };
    return windows.some((window) => window.id === state.current) ? next : went(next, back);
  },
  go: (state, { to }) => went(state, targetOf(state, to) ?? state.current),
  insert: (state, { text }) => typed(state, (input) => insert(input, text)),
  edit: (state, action) => typed(state, (input) => edit(input, action.edit)),
  "clear-input": (state) => typed(state, cleared),
  tab: (state, { back }) => {
    const { input, completion } = completedBy(state, currentWindow(state), back);
    return { ...typed(state, () => input), completion };
  },
  link: (state, { link }) => ({ ...state, link }),
  tick: (state) => ({
    ...state,
    windows: state.windows.map((window) =>
      window.typing.some(({ until }) => until <= state.now)
        ? { ...window, typing: window.typing.filter(({ until }) => until > state.now) }
        : window,
    ),
  }),
  hint: (state, { text }) => ({ ...state, hint: safeText(text) }),
  help: (state, { top }) => ({ ...state, help: top }),
  members: (state) => ({ ...state, members: !state.members }),
  paste: (state, { paste }) => ({ ...state, paste, hint: "" }),
  rooms: (state, { names }) => ({ ...state, rooms: names.slice(0, MOST_ROOMS) }),
  ignore: (state, { ignored }) => ({ ...state, ignored }),
};

function inWindow(state: ChatState, id: string, action: WindowAction): ChatState {
  const at = state.windows.findIndex((window) => window.id === id);
  const before = state.windows[at];
  if (!before) return state;
  const after = reduceWindow(before, action, { now: state.now, seen: id === state.current });
  if (after === before) return state;
  const windows = state.windows.with(at, after);
  const called = after.mentions > before.mentions || (after.nextId > before.nextId && isCall(after));
  return { ...state, windows, calls: state.calls + (called ? 1 : 0) };
}

const isCall = ({ entries, kind }: ChatWindow): boolean => {
  const last = entries.at(-1);
  return last?.mention === true || (kind === "direct" && last?.mine === false && last.kind !== "notice");
};

/** To the room, or to the window of who said it to this member alone; not at all from somebody who is ignored. */
function heard(state: ChatState, id: string, action: Of<"room">["action"] & { message: Message }): ChatState {
  const { message } = action;
  const { from } = message;
  if (state.ignored.some(({ peer }) => peer === from)) return state;
  if (!isDirect(message) || from === null) return inWindow(state, id, action);
  const direct = directWindowId(id, from);
  const there = state.windows.some((window) => window.id === direct);
  if (action.type === "typing" && !there) return state;
  return inWindow(there ? state : withDirect(state, id, from, message), direct, action);
}

function withDirect(state: ChatState, room: string, peer: string, message: Message | null): ChatState {
  const id = directWindowId(room, peer);
  const of = state.windows.find((window) => window.id === room);
  if (!of || state.windows.some((window) => window.id === id)) return state;
  const name = authorOf(of.people, message ?? { from: peer, name: "" });
  const made: ChatWindow = {
    ...newWindow({ id, kind: "direct", room, peer, title: name }),
    self: of.self,
    selfName: of.selfName,
    people: of.people.filter((person) => person.peer === peer || person.peer === of.self),
    hold: of.hold,
  };
  const told = withNotice(made, `only ${name} and you see this; it is stored nowhere`, state.now);
  return { ...state, windows: [...state.windows, { ...told, typing: [] }] };
}

/** What happens to a member, or to one's own seat, is told where one talks with that member alone too. */
function forDirect(state: ChatState, room: string, action: WindowAction): ChatState {
  const windows = state.windows.filter((window) => window.kind === "direct" && window.room === room);
  return windows.reduce((next, window) => {
    const { id, peer } = window;
    if ("member" in action && action.member.peer === peer && action.type !== "member.joined")
      return inWindow(next, id, action);
    if (action.type === "member.left" && action.peer === peer)
      return inWindow(inWindow(next, id, action), id, {
        type: "ended",
        why: `${window.title} is gone`,
        next: "",
      });
    if (action.type === "ended") return inWindow(next, id, action);
    return next;
  }, state);
}

/** The window that is left forgets where new began; the one that is looked at has been read. */
function went(state: ChatState, to: string): ChatState {
  if (to === state.current) return state;
  const windows = state.windows.map((window) => {
    if (window.id === state.current) return { ...window, marker: null };
    return window.id === to ? { ...window, unread: 0, mentions: 0 } : window;
  });
  return { ...state, windows, current: to, previous: state.current, hint: "", completion: null };
}

export function targetOf(state: ChatState, to: Target): string | null {
  const { windows, current, previous } = state;
  if (typeof to === "number") return windows[to - 1]?.id ?? null;
  if (to === "previous") return windows.some(({ id }) => id === previous) ? previous : null;
  if (to === "activity") {
    const busy = [...windows].filter(({ unread }) => unread > 0);
    return (busy.find(({ mentions }) => mentions > 0) ?? busy[0])?.id ?? null;
  }
  if (typeof to === "string") return windows.find(({ id }) => id === to)?.id ?? null;
  const at = windows.findIndex(({ id }) => id === current);
  return windows.at((at + to.step + windows.length) % windows.length)?.id ?? null;
}

function typed(state: ChatState, change: (input: Input) => Input): ChatState {
  const at = state.windows.findIndex(({ id }) => id === state.current);
  const window = state.windows[at];
  if (!window) return state;
  const input = change(window.input);
  return { ...state, windows: state.windows.with(at, { ...window, input }), hint: "", completion: null };
}
