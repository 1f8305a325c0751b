// The join screen's reducer: events of the room into its state, and what keys do with the screen.
import { safeLines, safeText } from "../../protocol/safe-text.ts";
import { accepted, cancelled, edited, opened, typed } from "./command-line.ts";
import { cleared, edit, entered, insert } from "./input.ts";
import { wholeLines } from "./join-data.ts";
import { nextOfEnd } from "./join-end.ts";
import { happened, isHappening, seated, withChat, withEvent, withoutMember } from "./join-happened.ts";
import { heldStill, type LogEntry, shownEntries, steppedLog } from "./join-log.ts";
import { type JoinAction, type JoinState, PANELS, type RoomHappening } from "./join-state.ts";

export function reduceJoin(before: JoinState, action: JoinAction, now: number): JoinState {
  const state = { ...before, now };
  if (isHappening(action)) return happened(state, action);
  const reduce = reducers[action.type] as (state: JoinState, action: JoinAction) => JoinState;
  return reduce(state, action);
}

type Own = Exclude<JoinAction, RoomHappening>;
type Of<T extends Own["type"]> = Extract<Own, { type: T }>;
type Reducers = { [T in Own["type"]]: (state: JoinState, action: Of<T>) => JoinState };

const againWords = { resumed: "connected again", joined: "connected again, with a new seat" };

const reducers: Reducers = {
  joined: (state, { messages, again, ...seat }) =>
    withEvent(seated(state, seat, messages), again ? againWords[again] : "you took a seat"),
  moved: (state, { messages, ...seat }) => {
    const next = seated({ ...state, asking: null, overlay: null }, seat, messages);
    return withEvent(next, `merged into another room with others: ${next.room}`);
  },
  ended: (state, { why, reason }) => {
    const left = withoutMember(state, state.self);
    const ended = { why: safeText(why), next: nextOfEnd(reason, state.room, state.view?.queue) };
    return withEvent({ ...left, ended, asking: null, typing: false }, ended.why);
  },
  said: (state, { text }) => ({
    ...withChat(state, "you", text, state.now),
    input: entered(state.input),
    typing: false,
    hint: "",
  }),
  connection: (state, { link }) => ({
    ...state,
    link,
    pingMs: link.state === "open" ? state.pingMs : null,
  }),
  ping: (state, { ms }) => ({ ...state, pingMs: ms }),
  tick: (state) => state,
  step: (state, { by }) => stepped({ ...state, hint: "" }, by),
  focus: (state, { by }) => {
    const at = PANELS.indexOf(state.focus) + by + PANELS.length;
    return { ...state, focus: PANELS[at % PANELS.length]!, hint: "" };
  },
  open: opening,
  overlay: (state, { overlay, invitation = state.invitation }) => ({
    ...state,
    invitation,
    overlay: overlay && { kind: overlay, top: 0 },
    hint: "",
  }),
  scroll: (state, { by }) => {
    const { overlay } = state;
    return overlay ? { ...state, overlay: { ...overlay, top: Math.max(0, overlay.top + by) } } : state;
  },
  ask: (state, { asking }) => ({ ...state, asking, line: cancelled(state.line), hint: "" }),
  line: (state, { kind, text }) => ({ ...state, line: opened(state.line, kind, text), hint: "" }),
  "line.done": (state, { as }) => ({
    ...state,
    line: as === "accepted" ? accepted(state.line) : cancelled(state.line),
    hint: "",
  }),
  complete: (state, { text }) => ({ ...state, line: opened(state.line, state.line.open ?? "command", text) }),
  typing: (state, { on }) => ({
    ...state,
    typing: on,
    input: on ? state.input : cleared(state.input),
    hint: "",
  }),
  insert: (state, { text }) =>
    filtering({
      ...state,
      hint: "",
      ...(state.typing ? { input: insert(state.input, text) } : { line: typed(state.line, text) }),
    }),
  edit: (state, action) =>
    filtering({
      ...state,
      hint: "",
      ...(state.typing
        ? { input: edit(state.input, action.edit) }
        : { line: edited(state.line, action.edit) }),
    }),
  unfilter: (state) => ({
    ...state,
    line: cancelled(state.line),
    log: { ...state.log, filter: "", selected: null },
    hint: "",
  }),
  pause: (state) => ({ ...state, log: heldStill(state.log) }),
  hint: (state, { text }) => ({ ...state, hint: safeText(text) }),
};

/** A filter shows what it does while it is typed. */
function filtering(state: JoinState): JoinState {
  if (state.line.open !== "filter") return state;
  const filter = `${state.line.input.before}${state.line.input.after}`.trim().toLowerCase();
  return { ...state, log: { ...state.log, filter, selected: null } };
}

function stepped(state: JoinState, by: number): JoinState {
  const { focus, people, selected, tops } = state;
  if (focus === "events") return { ...state, log: steppedLog(state.log, by) };
  if (focus !== "seats") {
    const most = focus === "links" ? state.links.size : state.data.length + 8;
    return { ...state, tops: { ...tops, [focus]: Math.max(0, Math.min(most, tops[focus] + by)) } };
  }
  const at = people.findIndex(({ peer }) => peer === selected);
  const next = people[Math.min(people.length - 1, Math.max(0, at + by))];
  return { ...state, selected: next?.peer ?? "" };
}

/** What is selected, in whole. */
function opening(state: JoinState): JoinState {
  if (state.focus === "seats" && state.selected !== "") {
    return { ...state, overlay: { kind: "member", peer: state.selected, top: 0 } };
  }
  const { selected } = state.log;
  const entry = selected === null ? undefined : shownEntries(state.log).find(({ id }) => id >= selected);
  if (state.focus !== "events" || !entry) return state;
  const { id } = entry;
  return { ...state, overlay: { kind: "entry", id, title: titleOf(entry), lines: wholeOf(entry), top: 0 } };
}

const titleOf = ({ kind }: LogEntry): string =>
  ({ event: "event", chat: "message", data: "data", signal: "signals", notice: "notice" })[kind];

function wholeOf({ whole, who, text }: LogEntry): string[] {
  if (typeof whole === "string") return [`${who ?? ""}:`, ...safeLines(whole)];
  return whole === undefined ? [text] : [text, "", ...wholeLines(whole)];
}
