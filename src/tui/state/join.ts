// The join screen's state: a room with its seats, host and status, a log of what happened in it, and what is being done.
import type { EventOf } from "../../protocol/events.ts";
import { isolated, safeLines, safeText } from "../../protocol/safe-text.ts";
import type { Member, Message, RoomView } from "../../protocol/shapes.ts";
import type { Seat } from "./chat.ts";
import { bytes, chatText, codeText, dataPreview } from "./format.ts";
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

interface LogLine {
  id: number;
  time: number;
  kind: "event" | "chat";
  text: string;
}

/** What the keys mean just now. */
export type JoinMode = { kind: "watching" } | { kind: "typing" } | { kind: "confirming"; peer: string };

export interface JoinState {
  room: string;
  view: RoomView | null;
  self: string;
  people: readonly Person[];
  /** The peer of the selected seat. */
  selected: string;
  log: readonly LogLine[];
  nextId: number;
  mode: JoinMode;
  input: Input;
  hint: string;
  link: Link;
  seated: boolean;
  now: number;
  help: boolean;
  /** When the time of a match is up; null where it is none. */
  until: number | null;
}

export type JoinAction =
  | ({ type: "joined"; messages: readonly Message[]; again: false | "resumed" | "joined" } & Seat)
  | EventOf<
      | "member.joined"
      | "member.left"
      | "member.held"
      | "member.returned"
      | "member.updated"
      | "host.changed"
      | "room.updated"
      | "room.started"
      | "room.finished"
      | "notice"
      | "message"
      | "signal"
    >
  /** Into another room, by match. */
  | ({ type: "moved"; messages: readonly Message[] } & Seat)
  /** The seat is gone for good. */
  | { type: "ended"; why: string }
  | { type: "said"; text: string }
  | { type: "link"; link: Link }
  | { type: "tick" }
  | { type: "select"; by: number }
  | { type: "mode"; mode: JoinMode }
  | { type: "insert"; text: string }
  | { type: "edit"; edit: Edit }
  | { type: "clear" }
  | { type: "hint"; text: string }
  | { type: "help"; open: boolean };

const LOG = 1_000;

export const initialJoin = (room: string, now: number, until: number | null = null): JoinState => ({
  until,
  room: safeText(room),
  view: null,
  self: "",
  people: [],
  selected: "",
  log: [],
  nextId: 1,
  mode: { kind: "watching" },
  input: emptyInput,
  hint: "",
  link: { state: "open" },
  seated: true,
  now,
  help: false,
});

const againWords = { resumed: "connected again", joined: "connected again, with a new seat" };

const withHeld = (state: JoinState, member: Member): JoinState => {
  const next = { ...state, people: withPerson(state.people, member) };
  return withEvent(next, heldWords(nameOf(next.people, member.peer, ""), member.state === "held"));
};

type Of<T extends JoinAction["type"]> = Extract<JoinAction, { type: T }>;
type Reducers = { [T in JoinAction["type"]]: (state: JoinState, action: Of<T>) => JoinState };

export function reduceJoin(state: JoinState, action: JoinAction, now: number): JoinState {
  const reduce = reducers[action.type] as (state: JoinState, action: JoinAction) => JoinState;
  return reduce({ ...state, now }, action);
}

const reducers: Reducers = {
  joined: (state, { view, self, members, messages, again }) => {
    const seats = people(members);
    let next: JoinState = { ...withView(state, view), self, people: seats, selected: self, seated: true };
    for (const message of messages) next = withMessage(next, message);
    return withEvent(next, again ? againWords[again] : "you took a seat");
  },
  moved: (state, { view, self, members, messages }) => {
    const seats = people(members);
    let next: JoinState = { ...withView(state, view), self, people: seats, selected: self };
    for (const message of messages) next = withMessage(next, message);
    return withEvent(next, "you were moved to a room with others");
  },
  "member.joined": (state, { member }) => {
    const next = { ...state, people: withPerson(state.people, member) };
    return withEvent(
      next,
      `${nameOf(next.people, member.peer, "")} ${member.role === "spectator" ? "watches" : `took seat ${member.seat}`}`,
    );
  },
  "member.left": (state, { peer, reason }) =>
    withEvent(withoutMember(state, peer), `${nameOf(state.people, peer, "somebody")} ${leaveWords(reason)}`),
  "member.updated": (state, { member }) => {
    const was = state.people.find(({ peer }) => peer === member.peer)?.ready ?? false;
    const next = { ...state, people: withPerson(state.people, member) };
    if (was === member.ready) return next;
    const who = member.peer === state.self ? "you are" : `${nameOf(next.people, member.peer, "")} is`;
    return withEvent(next, `${who} ${member.ready ? "ready" : "not ready any more"}`);
  },
  "member.held": (state, { member }) => withHeld(state, member),
  "member.returned": (state, { member }) => withHeld(state, member),
  "room.updated": (state, { view }) => withEvent({ ...state, view }, "the room was changed"),
  "host.changed": (state, { host }) => {
    const next = state.view ? { ...state, view: { ...state.view, host } } : state;
    const who = host === state.self ? "you are" : `${nameOf(state.people, host ?? "", "nobody")} is`;
    return withEvent(next, `${who} host now`);
  },
  "room.started": (state, { view }) => withEvent({ ...state, view }, "the room started"),
  "room.finished": (state, { view }) => withEvent({ ...state, view }, "the room is finished"),
  notice: (state, { text, from }) => withEvent(state, `notice of ${safeText(from)}: ${said(text)}`),
  ended: (state, { why }) =>
    withEvent(
      { ...withoutMember(state, state.self), seated: false, mode: { kind: "watching" } },
      safeText(why),
    ),
  message: (state, message) => withMessage(state, message),
  signal: (state, { from, kind, data }) => {
    const size = bytes(JSON.stringify(data ?? null).length);
    return withEvent(
      state,
      `signal ${safeText(kind)} from ${nameOf(state.people, from, safeText(from))}, ${size}`,
    );
  },
  said: (state, { text }) => ({
    ...withLine(state, "chat", state.now, `you: ${said(text)}`),
    input: entered(state.input),
    mode: { kind: "watching" },
    hint: "",
  }),
  link: (state, { link }) => ({ ...state, link }),
  tick: (state) => state,
  select: (state, { by }) => {
    const at = state.people.findIndex(({ peer }) => peer === state.selected);
    const next = state.people[Math.min(state.people.length - 1, Math.max(0, at + by))];
    return { ...state, selected: next?.peer ?? "", hint: "" };
  },
  mode: (state, { mode }) => ({ ...state, mode, hint: "" }),
  insert: (state, { text }) => ({ ...state, input: insert(state.input, text), hint: "" }),
  edit: (state, action) => ({ ...state, input: edit(state.input, action.edit), hint: "" }),
  clear: (state) => ({ ...state, input: cleared(state.input), mode: { kind: "watching" }, hint: "" }),
  hint: (state, { text }) => ({ ...state, hint: safeText(text) }),
  help: (state, { open }) => ({ ...state, help: open }),
};

const withView = (state: JoinState, view: RoomView): JoinState => ({
  ...state,
  room: safeText(view.room),
  view,
});

/** Of several lines one. */
const said = (text: string): string => isolated(safeLines(text).join(" ⏎ "));

function withoutMember(state: JoinState, gone: string): JoinState {
  const left = withoutPeer(state.people, gone);
  const at = state.people.findIndex(({ peer }) => peer === gone);
  const selected =
    state.selected === gone ? (left[Math.min(at, left.length - 1)]?.peer ?? "") : state.selected;
  const confirmingGone = state.mode.kind === "confirming" && state.mode.peer === gone;
  return { ...state, people: left, selected, mode: confirmingGone ? { kind: "watching" } : state.mode };
}

function withLine(state: JoinState, kind: LogLine["kind"], time: number, text: string): JoinState {
  const log = [...state.log.slice(1 - LOG), { id: state.nextId, time, kind, text }];
  return { ...state, log, nextId: state.nextId + 1 };
}

const withEvent = (state: JoinState, text: string): JoinState => withLine(state, "event", state.now, text);

function withMessage(state: JoinState, message: Message): JoinState {
  const name = authorOf(state.people, message);
  const text = message.event === "chat" ? chatText(message.data) : null;
  if (text !== null) return withLine(state, "chat", message.time, `${name}: ${said(text)}`);
  const event = message.event ? `${safeText(message.event)} ` : "";
  return withLine(state, "event", message.time, `${name} published ${event}${dataPreview(message.data)}`);
}

export const isReady = ({ people, self }: JoinState): boolean =>
  people.find(({ peer }) => peer === self)?.ready ?? false;

/** The room's status, with how many are ready where that decides its start, and whether it takes anybody in. */
export function statusOf({ view, people, until, now }: JoinState): string {
  if (!view) return "";
  const players = people.filter(({ watches }) => !watches);
  const ready = players.filter((person) => person.ready).length;
  const waits = view.status === "waiting" && view.start === "ready";
  return [
    safeText(view.status),
    waits ? `${ready} of ${Math.max(view.min, players.length)} ready` : "",
    view.queue !== undefined ? `queue ${safeText(view.queue)}` : "",
    until !== null && view.status === "waiting" ? `${timeLeft(until, now)} left` : "",
    view.locked ? "locked" : "",
    view.code === undefined ? "" : `code ${safeText(codeText(view.code))}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Whole seconds, the one that runs included. */
const timeLeft = (until: number, now: number): string => {
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000));
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

export const isHost = (state: JoinState): boolean => state.view?.host === state.self;

export const personOf = (state: JoinState, peer: string): string => nameOf(state.people, peer, "nobody");
