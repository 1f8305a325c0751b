// What happens to one window of the chat: what its room says, what is typed in it, and how far that gets.
import type { LeaveReason } from "../../protocol/events.ts";
import { safeLines, safeText } from "../../protocol/safe-text.ts";
import type { Member, Message, RoomView } from "../../protocol/shapes.ts";
import { entryOf, isSaid, ownName } from "./chat-entry.ts";
import type { MoveKind } from "./chat-moves.ts";
import {
  type Anchor,
  type ChatWindow,
  counted,
  withEntry,
  withMoveOf,
  withNotice,
  withNotices,
  withSpeaker,
  withView,
} from "./chat-window.ts";
import { isThere, withFailed, withOlder, withSent } from "./chat-window-messages.ts";
import { entered } from "./input.ts";
import { authorOf, nameOf, people, withoutPeer, withPerson } from "./people.ts";
import { width } from "./text.ts";

export interface Seat {
  view: RoomView;
  self: string;
  members: Iterable<Member>;
}

export type WindowAction =
  | ({ type: "joined"; messages: readonly Message[] } & Seat)
  /** With the seat of before, or another one; `missed` messages follow, which are all there were if it is `complete`. */
  | ({ type: "rejoined"; missed: number; complete: boolean } & Seat)
  | { type: "message"; message: Message }
  | { type: "typing"; message: Message }
  | { type: "older"; messages: readonly Message[]; more: boolean }
  | { type: "loading"; loading: boolean }
  | { type: "member.joined"; member: Member }
  | { type: "member.held"; member: Member }
  | { type: "member.returned"; member: Member }
  | { type: "member.updated"; member: Member }
  | { type: "member.left"; peer: string; reason: LeaveReason }
  | { type: "host.changed"; host: string | null }
  | { type: "room"; view: RoomView }
  | { type: "announcement"; text: string; from: "host" | "admin" }
  /** The seat is gone for good; `next` is what to do about it. */
  | { type: "ended"; why: string; next: string }
  | { type: "notice"; texts: readonly string[] }
  /** Of what stood in the line, if `typed`. */
  | { type: "send"; key: string; text: string; name: string; act?: boolean; typed?: boolean }
  | { type: "sent"; key: string; offset?: number; duplicate?: boolean }
  | { type: "failed"; key: string; message: string }
  | { type: "resend"; key: string }
  | { type: "slow"; until: number }
  /** What was typed is done; `keep` it for the next time. */
  | { type: "entered"; keep: boolean }
  | { type: "scroll"; anchor: Anchor | null }
  | { type: "clear" };

/** What reducers know besides: the time, and whether somebody looks at the window. */
export interface At {
  now: number;
  seen: boolean;
}

const FORMER = 100;
const TYPING_MS = 6_000;
const left: Record<LeaveReason, MoveKind> = {
  leave: "left",
  lost: "gone",
  kick: "removed",
  ban: "banned",
  timeout: "left",
};

type Of<T extends WindowAction["type"]> = Extract<WindowAction, { type: T }>;
type Reducers = {
  [T in WindowAction["type"]]: (window: ChatWindow, action: Of<T>, at: At) => ChatWindow;
};

export function reduceWindow(window: ChatWindow, action: WindowAction, at: At): ChatWindow {
  const reduce = reducers[action.type] as (window: ChatWindow, action: WindowAction, at: At) => ChatWindow;
  return reduce(window, action, at);
}

const reducers: Reducers = {
  joined: (window, seat, { now }) => {
    const { messages } = seat;
    let next = seated(window, seat, []);
    for (const message of messages) {
      const entry = entryOf(next, message);
      if (!isThere(next, entry.offset, entry.lines)) next = withEntry(next, entry);
    }
    const begins = (messages[0]?.offset ?? 1) <= 1;
    const older = begins ? (seat.view.history === "none" ? "none" : "start") : "more";
    return withNotices({ ...next, older }, alone(next), now);
  },
  rejoined: (window, seat, { now }) => {
    const next = seated(window, seat, [...window.formerSelves, window.self].slice(-FORMER));
    const lacking = seat.complete || seat.missed === 0 ? [] : ["more was said meanwhile than is shown here"];
    const texts = ["connected again", ...lacking];
    return withNotices({ ...next, markNext: seat.missed > 0, marker: null }, texts, now);
  },
  message: (window, { message }, { seen }) => {
    const entry = entryOf(window, message);
    if (isThere(window, entry.offset, entry.lines)) return window;
    const next = withSpeaker(withEntry(window, entry), message.from);
    return entry.mine ? next : counted(next, entry.mention === true || window.kind === "direct", seen);
  },
  typing: (window, { message }, { now }) => {
    const { from } = message;
    if (from === null || from === window.self) return window;
    const others = window.typing.filter(({ peer, until }) => peer !== from && until > now);
    const one = { peer: from, name: authorOf(window.people, message), until: now + TYPING_MS };
    return { ...window, typing: [...others, one] };
  },
  older: withOlder,
  loading: (window, { loading }) => ({ ...window, older: loading ? "loading" : "more" }),
  "member.joined": (window, { member }, { now }) => {
    const next = withPersonOf(window, member);
    return withMoveOf(next, { ...who(next, member.peer), kind: "joined" }, now);
  },
  "member.left": (window, { peer, reason }, { now }) => {
    const move = who(window, peer);
    if (move.name === "") return window;
    const next = { ...window, people: withoutPeer(window.people, peer) };
    const typing = window.typing.filter((other) => other.peer !== peer);
    const kind = Object.hasOwn(left, reason) ? left[reason] : "left";
    return withMoveOf({ ...next, typing }, { ...move, kind }, now);
  },
  "member.held": (window, { member }, { now }) => {
    const next = withPersonOf(window, member);
    const kept = Math.round(window.hold / 1_000);
    return withMoveOf(next, { ...who(next, member.peer), kind: "lost", kept }, now);
  },
  "member.returned": (window, { member }, { now }) => {
    const next = withPersonOf(window, member);
    return withMoveOf(next, { ...who(next, member.peer), kind: "back" }, now);
  },
  "member.updated": (window, { member }) => withPersonOf(window, member),
  "host.changed": (window, { host }, { now }) => {
    const next = { ...window, host };
    if (host === null || host === window.host) return next;
    const name = nameOf(window.people, host, "somebody");
    return withNotice(next, host === window.self ? "you are the host now" : `${name} is the host now`, now);
  },
  room: (window, { view }, { now }) => {
    const next = withView(window, view);
    return withNotices(next, changes(window, next), now);
  },
  announcement: (window, { text, from }, { now, seen }) => {
    const name = from === "host" ? "host" : "admin";
    const entry = { kind: "announcement", time: now, name, mine: false, mention: true } as const;
    return counted(withEntry(window, { ...entry, lines: safeLines(text) }), true, seen);
  },
  ended: (window, { why, next }, { now }) => {
    const over = { ...window, people: withoutPeer(window.people, window.self), seated: false, typing: [] };
    return withNotice(over, [safeText(why), next].filter(Boolean).join(" · "), now);
  },
  notice: (window, { texts }, { now }) => withNotices(window, texts.map(safeText), now),
  send: (window, { key, text, name, act, typed }, { now }) => {
    const entry = withEntry(window, {
      kind: act ? "action" : "message",
      time: now,
      name: ownName(window, name),
      mine: true,
      lines: safeLines(text),
      delivery: "sending",
      key,
    });
    const input = typed ? entered(entry.input) : entry.input;
    return { ...entry, input, anchor: null, below: 0 };
  },
  sent: withSent,
  failed: (window, { key, message }) => withFailed(window, key, message),
  resend: (window, { key }) => ({
    ...window,
    pending: window.pending + 1,
    entries: window.entries.map((entry) =>
      entry.key === key ? { ...entry, delivery: "sending" as const, why: undefined } : entry,
    ),
  }),
  slow: (window, { until }) => ({ ...window, slowUntil: until }),
  entered: (window, { keep }) => ({ ...window, input: entered(window.input, keep) }),
  scroll: (window, { anchor }) => ({ ...window, anchor, below: anchor ? saidAfter(window, anchor.id) : 0 }),
  clear: (window) => ({
    ...window,
    entries: window.entries.filter(({ delivery }) => delivery === "sending"),
    anchor: null,
    below: 0,
    marker: null,
    older: window.older === "none" ? "none" : "more",
  }),
};

function seated(
  window: ChatWindow,
  { view, self, members }: Seat,
  formerSelves: readonly string[],
): ChatWindow {
  const all = people(members);
  const selfName = all.find(({ peer }) => peer === self)?.given ?? "";
  const widest = all.reduce((most, { name }) => Math.max(most, width(name)), window.widest);
  const next = { ...window, self, selfName, formerSelves, people: all, widest, seated: true, typing: [] };
  return withView(next, view);
}

const alone = ({ people: all, title }: ChatWindow): string[] =>
  all.length > 1 ? [] : [`you are alone here; others come in with: rtrooms chat ${title}`];

const withPersonOf = (window: ChatWindow, member: Member): ChatWindow => {
  const all = withPerson(window.people, member);
  const wide = width(nameOf(all, member.peer, ""));
  return { ...window, people: all, widest: Math.max(window.widest, wide) };
};

const who = ({ people: all }: ChatWindow, peer: string) => ({ peer, name: nameOf(all, peer, "") });

function changes(before: ChatWindow, now: ChatWindow): string[] {
  const found: string[] = [];
  if (now.status !== before.status) found.push(`the room is ${now.status} now`);
  if (now.locked !== before.locked) found.push(now.locked ? "the room is locked" : "the room is open again");
  if (now.topic !== before.topic)
    found.push(now.topic ? `the topic is: ${now.topic}` : "there is no topic now");
  if (now.code !== before.code && now.code) found.push(`others come in with the code ${now.code}`);
  return found;
}

const saidAfter = ({ entries }: ChatWindow, id: number): number =>
  entries.reduce((count, entry) => count + (entry.id > id && isSaid(entry) ? 1 : 0), 0);
