// What events of a room change on the join screen, and what its log says of them.
import { isolated, safeLines, safeText } from "../../protocol/safe-text.ts";
import type { Member, Message, RoomView } from "../../protocol/shapes.ts";
import type { Seat } from "./chat.ts";
import { chatText, dataPreview } from "./format.ts";
import { dataLine, dataRows } from "./join-data.ts";
import { reported, withoutLinksOf } from "./join-links.ts";
import { type LogEntry, logged, loggedSignal } from "./join-log.ts";
import { changeWords } from "./join-room.ts";
import { type JoinState, moreOf, type RoomHappening } from "./join-state.ts";
import { authorOf, heldWords, leaveWords, nameOf, people, withoutPeer, withPerson } from "./people.ts";

type Of<T extends RoomHappening["type"]> = Extract<RoomHappening, { type: T }>;
type Reducers = { [T in RoomHappening["type"]]: (state: JoinState, event: Of<T>) => JoinState };

export function happened(state: JoinState, event: RoomHappening): JoinState {
  const reduce = reducers[event.type] as (state: JoinState, event: RoomHappening) => JoinState;
  return reduce(state, event);
}

export const isHappening = (action: { type: string }): action is RoomHappening =>
  Object.hasOwn(reducers, action.type);

const reducers: Reducers = {
  "member.joined": (state, { member }) => {
    const next = withMember(state, member);
    const does = member.role === "spectator" ? "watches" : `took seat ${member.seat}`;
    return withEvent(next, `${nameOf(next.people, member.peer, "")} ${does}`);
  },
  "member.left": (state, { peer, reason }) =>
    withEvent(withoutMember(state, peer), `${nameOf(state.people, peer, "somebody")} ${leaveWords(reason)}`),
  "member.updated": (state, { member }) => updated(state, member),
  // The time is the server's, whose clock may be another: how long it holds a seat is the same on every clock.
  "member.held": (state, { member }) => {
    const holdMs = state.view?.hold;
    return withHeld(state, member, holdMs === undefined ? null : state.now + holdMs);
  },
  "member.returned": (state, { member }) => withHeld(state, member, null),
  "room.updated": (state, { view }) => withEvent(withView(state, view), changeWords(state.view, view)),
  "host.changed": (state, { host }) => {
    const next = state.view ? { ...state, view: { ...state.view, host } } : state;
    const who = host === state.self ? "you are" : `${nameOf(state.people, host ?? "", "nobody")} is`;
    return withEvent(next, `${who} host now`);
  },
  "room.started": (state, { view }) =>
    withEvent({ ...withView(state, view), startedAt: state.now }, "the room started"),
  "room.finished": (state, { view }) => withEvent(withView(state, view), "the room is finished"),
  notice: (state, { text, from }) =>
    withEntry(state, { time: state.now, kind: "notice", text: `notice of ${safeText(from)}: ${said(text)}` }),
  message: (state, message) => withMessage(state, message),
  signal: (state, { from, kind }) => {
    const name = nameOf(state.people, from, safeText(from));
    return { ...state, log: loggedSignal(state.log, from, name, kind, state.now) };
  },
  link: (state, event) => {
    const here = (peer: string): boolean => state.people.some((person) => person.peer === peer);
    if (!here(event.from) || !here(event.to)) return state;
    return { ...state, links: reported(state.links, event, state.now) };
  },
};

function updated(state: JoinState, member: Member): JoinState {
  const was = state.people.find(({ peer }) => peer === member.peer)?.ready ?? false;
  const before = state.more.get(member.peer)?.data;
  const next = withMember(state, member);
  const you = member.peer === state.self;
  const name = nameOf(next.people, member.peer, "");
  if (was !== member.ready) {
    return withEvent(
      next,
      `${you ? "you are" : `${name} is`} ${member.ready ? "ready" : "not ready any more"}`,
    );
  }
  if (!before || JSON.stringify(before) === JSON.stringify(member.data)) return next;
  const words = isolated(dataLine(member.data)) || "no data";
  return withEntry(next, {
    ...{ time: state.now, kind: "data", whole: member.data },
    text: `${you ? "you" : name}: ${words}`,
  });
}

const withHeld = (state: JoinState, member: Member, heldUntil: number | null): JoinState => {
  const next = withMember(state, member, heldUntil);
  return withEvent(next, heldWords(nameOf(next.people, member.peer, ""), member.state === "held"));
};

function withMember(state: JoinState, member: Member, heldUntil: number | null = null): JoinState {
  // A change of a lost member's data is no news of when its seat goes.
  const held = member.state === "held" ? (heldUntil ?? state.more.get(member.peer)?.heldUntil ?? null) : null;
  return counted({
    ...state,
    people: withPerson(state.people, member),
    more: new Map(state.more).set(member.peer, moreOf(member, held)),
  });
}

/** A view comes with some events only; who comes and goes is counted here. */
function counted(state: JoinState): JoinState {
  const { view, people } = state;
  if (!view) return state;
  const spectators = people.filter(({ watches }) => watches).length;
  return { ...state, view: { ...view, members: people.length - spectators, spectators } };
}

/** A room as it is from now on, with everybody in it. */
export function seated(
  state: JoinState,
  { view, self, members }: Seat,
  messages: readonly Message[],
): JoinState {
  const all = [...members];
  const same = state.view?.room === view.room && state.view.createdAt === view.createdAt;
  let next: JoinState = {
    ...withView(same ? state : { ...state, data: [], view: null, startedAt: null }, view),
    ...{ self, people: people(all), more: new Map(all.map((member) => [member.peer, moreOf(member)])) },
    selected: all.some(({ peer }) => peer === state.selected) ? state.selected : self,
    // What was reported meanwhile is not known.
    links: new Map(),
    ended: null,
  };
  for (const message of messages) next = withMessage(next, message);
  return next;
}

const withView = (state: JoinState, view: RoomView): JoinState => ({
  ...state,
  room: safeText(view.room),
  view,
  data: dataRows(view.data, state.view ? state.data : null, state.now),
});

export function withoutMember(state: JoinState, gone: string): JoinState {
  const left = withoutPeer(state.people, gone);
  const at = state.people.findIndex(({ peer }) => peer === gone);
  const more = new Map(state.more);
  more.delete(gone);
  const next = counted({ ...state, people: left, more, links: withoutLinksOf(state.links, gone) });
  const { asking, overlay } = state;
  const about = asking && "peer" in asking.command && asking.command.peer === gone;
  return {
    ...next,
    selected: state.selected === gone ? (left[Math.min(at, left.length - 1)]?.peer ?? "") : state.selected,
    asking: about ? null : asking,
    overlay: overlay?.kind === "member" && overlay.peer === gone ? null : overlay,
  };
}

// --- the log ---

const withEntry = (state: JoinState, entry: Omit<LogEntry, "id">): JoinState => ({
  ...state,
  log: logged(state.log, entry),
});

export const withEvent = (state: JoinState, text: string): JoinState =>
  withEntry(state, { time: state.now, kind: "event", text });

/** Of several lines one. */
const said = (text: string): string => isolated(safeLines(text).join(" ⏎ "));

export const withChat = (state: JoinState, who: string, text: string, time: number): JoinState =>
  withEntry(state, { time, kind: "chat", who, text: said(text), whole: text });

function withMessage(state: JoinState, message: Message): JoinState {
  const name = authorOf(state.people, message);
  const text = message.event === "chat" ? chatText(message.data) : null;
  if (text !== null) return withChat(state, name, text, message.time);
  const event = message.event ? `${safeText(message.event)} ` : "";
  return withEntry(state, {
    ...{ time: message.time, kind: "data", whole: message.data },
    text: `${name} published ${event}${dataPreview(message.data)}`,
  });
}
