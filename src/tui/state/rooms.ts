// The console's state: the list of rooms with its place, the room that is open, what is typed or asked, what came of it.
import type { SignalRecord } from "../../protocol/events.ts";
import type { RoomId } from "../../protocol/ids.ts";
import type { Member, Message, RoomView } from "../../protocol/shapes.ts";
import { accepted, type CommandLine, cancelled, closedLine, edited, opened, typed } from "./command-line.ts";
import { type Edit, edit, emptyInput, type Input, inputText, insert } from "./input.ts";
import type { Link } from "./link.ts";
import { type Place, settled, startOfList, stepped } from "./list.ts";
import { noFilter, parseFilter } from "./rooms-filter.ts";
import {
  atTime,
  emptyRooms,
  filteredBy,
  nextSort,
  type RoomChanges,
  type RoomList,
  sortedBy,
  withChanges,
} from "./rooms-list.ts";
import {
  lookedAt,
  movedIn,
  type OpenRoom,
  openRoom,
  type Tab,
  tabs,
  withMessages,
  withOlder,
  withSignals,
} from "./rooms-room.ts";
import type { RoomRow, SortColumn } from "./rooms-row.ts";
import { emptyTail } from "./tail.ts";
import type { Role } from "./theme.ts";

/** Asked before what can't be undone: a yes, or the room's name. */
export type Ask =
  | { kind: "member"; act: "kick" | "ban"; room: RoomId; peer: string; name: string }
  | { kind: "close"; room: RoomId; members: number; input: Input };

export interface Note {
  time: number;
  text: string;
  role: Role;
}

export interface RoomsState {
  server: string;
  namespace: string;
  readOnly: boolean;
  /** Whether a token was found that may open more than what everybody sees. */
  token: boolean;
  list: RoomList;
  place: Place;
  /** The room that was last moved to: where it comes back it is selected again. */
  wanted: string | null;
  /** Rows of the list that fit the terminal, and of the open room. */
  height: number;
  roomHeight: number;
  open: OpenRoom | null;
  line: CommandLine;
  ask: Ask | null;
  note: Note | null;
  paused: boolean;
  link: Link;
  /** When the list was last known to be right; null while it is. */
  asOf: number | null;
  help: boolean;
  now: number;
}

export type RoomsAction =
  | { type: "rooms"; changes: RoomChanges }
  | { type: "current" }
  | { type: "link"; link: Link }
  | { type: "tick" }
  | { type: "heights"; height: number; roomHeight: number }
  | { type: "move"; by: number }
  | { type: "sort"; by: number }
  | { type: "sort.column"; column: SortColumn }
  | { type: "sort.reverse" }
  | { type: "line.open"; kind: "filter" | "command"; text?: string }
  | { type: "line.insert"; text: string }
  | { type: "line.edit"; edit: Edit }
  | { type: "line.set"; text: string }
  | { type: "line.accept" }
  | { type: "line.cancel" }
  | { type: "filter.clear" }
  | { type: "open"; room: RoomId; tab: Tab }
  | { type: "back" }
  | { type: "tab"; by: number }
  | { type: "tab.to"; tab: Tab }
  | { type: "looked"; view: RoomView; members: readonly Member[] }
  | { type: "gone"; room: RoomId }
  | { type: "messages"; room: RoomId; messages: readonly Message[]; older?: boolean; anew?: boolean }
  | { type: "older"; room: RoomId; messages: readonly Message[]; older: boolean }
  | { type: "signals"; records: readonly SignalRecord[] }
  | { type: "problem"; room: RoomId; tab: Tab; text: string }
  | { type: "ask"; ask: Ask }
  | { type: "ask.insert"; text: string }
  | { type: "ask.edit"; edit: Edit }
  | { type: "ask.end" }
  | { type: "note"; text: string; role: Role }
  | { type: "pause"; paused: boolean }
  | { type: "help"; open: boolean };

type Start = Pick<RoomsState, "server" | "namespace" | "readOnly" | "token" | "now">;

export const initialRooms = (start: Start): RoomsState => ({
  ...start,
  list: emptyRooms,
  place: startOfList,
  wanted: null,
  height: 1,
  roomHeight: 1,
  open: null,
  line: closedLine,
  ask: null,
  note: null,
  paused: false,
  link: { state: "open" },
  asOf: null,
  help: false,
});

type Of<T extends RoomsAction["type"]> = Extract<RoomsAction, { type: T }>;
type Reducers = { [T in RoomsAction["type"]]: (state: RoomsState, action: Of<T>) => RoomsState };

export function reduceRooms(state: RoomsState, action: RoomsAction, now: number): RoomsState {
  const reduce = reducers[action.type] as (state: RoomsState, action: RoomsAction) => RoomsState;
  return reduce({ ...state, now }, action);
}

const reducers: Reducers = {
  rooms: (state, { changes }) => {
    const next = listed(state, withChanges(state.list, changes, state.now));
    const gone = next.open && changes.get(next.open.id) === null;
    return gone && next.open ? { ...next, open: { ...next.open, gone: true } } : next;
  },
  current: (state) => ({ ...state, asOf: null }),
  link: (state, { link }) => ({
    ...state,
    link,
    asOf: link.state === "open" ? state.asOf : (state.asOf ?? state.now),
  }),
  tick: (state) => listed(state, atTime(state.list, state.now)),
  heights: (state, { height, roomHeight }) =>
    height === state.height && roomHeight === state.roomHeight ? state : { ...state, height, roomHeight },
  move: (state, { by }) => {
    const { open, list, place, height, roomHeight } = state;
    if (open) return { ...state, open: movedIn(open, by, roomHeight) };
    const moved = stepped(place, list.shownIds, by, height);
    return { ...state, place: moved, wanted: moved.selected };
  },
  sort: (state, { by }) => listed(state, sortedBy(state.list, nextSort(state.list.sort, by))),
  "sort.column": (state, { column }) => {
    const { sort } = state.list;
    const descending = sort.column === column && !sort.descending;
    return listed(state, sortedBy(state.list, { column, descending }));
  },
  "sort.reverse": (state) => {
    const { column, descending } = state.list.sort;
    return listed(state, sortedBy(state.list, { column, descending: !descending }));
  },
  "line.open": (state, { kind, text }) => ({
    ...state,
    line: opened(state.line, kind, text ?? (kind === "filter" ? state.list.filter.text : "")),
  }),
  "line.insert": (state, { text }) => withLine(state, typed(state.line, text)),
  "line.edit": (state, action) => withLine(state, edited(state.line, action.edit)),
  "line.set": (state, { text }) => withLine(state, typed(edited(toEnd(state.line), "delete-to-start"), text)),
  "line.accept": (state) => ({ ...state, line: accepted(state.line) }),
  "line.cancel": (state) => ({ ...state, line: cancelled(state.line) }),
  "filter.clear": (state) => listed(state, filteredBy(state.list, noFilter, state.now)),
  open: (state, { room, tab }) => ({ ...state, open: openRoom(room, tab) }),
  back: (state) => ({ ...state, open: null }),
  tab: (state, { by }) => {
    if (!state.open) return state;
    const at = (tabs.indexOf(state.open.tab) + by + tabs.length) % tabs.length;
    return { ...state, open: { ...state.open, tab: tabs[at]! } };
  },
  "tab.to": (state, { tab }) => (state.open ? { ...state, open: { ...state.open, tab } } : state),
  looked: (state, { view, members }) =>
    inRoom(state, view.room, (open) => lookedAt(open, view, members, state.roomHeight)),
  gone: (state, { room }) =>
    state.open?.id === room && state.open.row === null
      ? { ...state, open: null, note: { time: state.now, text: `✗ there is no room ${room}`, role: "bad" } }
      : inRoom(state, room, (open) => ({ ...open, gone: true })),
  messages: (state, { room, messages, older, anew }) =>
    inRoom(state, room, (open) => {
      const from = anew ? { ...open, messages: emptyTail<never>(), older: older ?? false } : open;
      return withMessages(from, messages);
    }),
  older: (state, { room, messages, older }) =>
    inRoom(state, room, (open) => withOlder(open, messages, older)),
  signals: (state, { records }) =>
    state.open ? { ...state, open: withSignals(state.open, records) } : state,
  problem: (state, { room, tab, text }) =>
    inRoom(state, room, (open) => ({ ...open, problems: { ...open.problems, [tab]: text } })),
  ask: (state, { ask }) => ({ ...state, ask }),
  "ask.insert": (state, { text }) => withAnswer(state, (input) => insert(input, text.replaceAll("\n", " "))),
  "ask.edit": (state, action) => withAnswer(state, (input) => edit(input, action.edit)),
  "ask.end": (state) => ({ ...state, ask: null }),
  note: (state, { text, role }) => ({ ...state, note: { time: state.now, text, role } }),
  pause: (state, { paused }) => ({ ...state, paused }),
  help: (state, { open }) => ({ ...state, help: open }),
};

/** The selection stays on its room, wherever that has gone. */
function listed(state: RoomsState, list: RoomList): RoomsState {
  if (list === state.list) return state;
  const { place, wanted, height } = state;
  const selected = wanted !== null && list.shownIds.includes(wanted) ? wanted : place.selected;
  return { ...state, list, place: settled({ ...place, selected }, list.shownIds, height) };
}

/** A filter has its effect while it is typed. */
function withLine(state: RoomsState, line: CommandLine): RoomsState {
  const next = { ...state, line };
  if (line.open !== "filter") return next;
  return listed(next, filteredBy(state.list, parseFilter(inputText(line.input)), state.now));
}

const toEnd = (line: CommandLine): CommandLine => edited(line, "end");

const inRoom = (state: RoomsState, room: string, change: (open: OpenRoom) => OpenRoom): RoomsState =>
  state.open?.id === room ? { ...state, open: change(state.open) } : state;

const withAnswer = (state: RoomsState, change: (input: Input) => Input): RoomsState =>
  state.ask?.kind === "close" ? { ...state, ask: { ...state.ask, input: change(state.ask.input) } } : state;

export const askToClose = (room: RoomId, members: number): Ask => ({
  kind: "close",
  room,
  members,
  input: emptyInput,
});

/** The row that is selected in the list. */
export const selectedRow = ({ list, place }: RoomsState): RoomRow | null =>
  place.selected === null ? null : (list.rows.get(place.selected) ?? null);

/** The room that an act is about: the one that is open, or the selected one. */
export const targetRow = (state: RoomsState): RoomRow | null =>
  state.open ? state.open.row : selectedRow(state);

export const targetRoom = (state: RoomsState): RoomId | null =>
  state.open?.id ?? selectedRow(state)?.id ?? null;
