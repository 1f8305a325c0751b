// The room that is open in the console: its settings, who is in it, its messages and its signals.
import type { SignalRecord } from "../../protocol/events.ts";
import type { RoomId } from "../../protocol/ids.ts";
import { isolated, safeText } from "../../protocol/safe-text.ts";
import type { Member, Message, RoomView } from "../../protocol/shapes.ts";
import { chatText, codeText, dataPreview } from "./format.ts";
import { type Place, settled, startOfList, stepped } from "./list.ts";
import { authorOf, nameOf, type Person, people } from "./people.ts";
import { type RoomRow, roomRow } from "./rooms-row.ts";
import { emptyTail, grown, grownUp, scrolled, type Tail } from "./tail.ts";

export const tabs = ["members", "messages", "signals", "settings"] as const;
export type Tab = (typeof tabs)[number];

export interface MemberRow extends Person {
  shownPeer: string;
  host: boolean;
  joinedAt: number;
  data: string;
}

export interface MessageRow {
  /** Its offset. */
  id: number;
  time: number;
  name: string;
  /** Empty for chat. */
  event: string;
  text: string;
}

export interface SignalRow {
  id: number;
  time: number;
  from: string;
  to: string;
  kind: string;
  bytes: number;
  verdict: string;
}

export interface OpenRoom {
  id: RoomId;
  tab: Tab;
  /** Null until the room has been looked at. */
  row: RoomRow | null;
  /** Names and values, in words. */
  settings: readonly (readonly [string, string])[];
  data: readonly (readonly [string, string])[];
  members: readonly MemberRow[];
  place: Place;
  messages: Tail<MessageRow>;
  /** There are older ones than those that are here. */
  older: boolean;
  /** Why messages or signals can't be shown. */
  problems: Partial<Record<Tab, string>>;
  signals: Tail<SignalRow>;
  nextSignal: number;
  top: number;
  gone: boolean;
}

export const openRoom = (id: RoomId, tab: Tab): OpenRoom => ({
  id,
  tab,
  row: null,
  settings: [],
  data: [],
  members: [],
  place: startOfList,
  messages: emptyTail(),
  older: false,
  problems: {},
  signals: emptyTail(),
  nextSignal: 1,
  top: 0,
  gone: false,
});

export function lookedAt(
  open: OpenRoom,
  view: RoomView,
  members: readonly Member[],
  height: number,
): OpenRoom {
  const rows = memberRows(view, members);
  return {
    ...open,
    row: roomRow(view),
    settings: settingsOf(
      view,
      rows.find(({ host }) => host),
    ),
    data: Object.entries(view.data).map(([key, value]) => [safeText(key), dataPreview(value)]),
    members: rows,
    place: settled(
      open.place,
      rows.map(({ peer }) => peer),
      height,
    ),
    gone: false,
  };
}

function memberRows(view: RoomView, members: readonly Member[]): MemberRow[] {
  const byPeer = new Map(members.map((member) => [member.peer as string, member]));
  return people(members).map((person) => {
    const { joinedAt, data } = byPeer.get(person.peer)!;
    return {
      ...person,
      shownPeer: safeText(person.peer),
      host: person.peer === view.host,
      joinedAt,
      data: Object.keys(data).length === 0 ? "" : dataPreview(data),
    };
  });
}

const starts: Record<string, (view: RoomView) => string> = {
  full: ({ capacity }) => `when all ${capacity} seats are taken`,
  ready: ({ min }) => `when ${min} or more are there and all are ready`,
  host: () => "when its host says so",
};

const seenBy: Record<string, string> = {
  public: "public: in every list",
  unlisted: "unlisted: found by its name only",
  private: "private: as if it were not there",
};

const kept: Record<string, string> = {
  chat: "chat is kept",
  all: "every message is kept",
  none: "nothing is kept",
};

const wordsFor = (words: Record<string, string>, value: string): string =>
  Object.hasOwn(words, value) ? words[value]! : safeText(value);

const seconds = (ms: number): string => (ms === 0 ? "not at all" : `for ${ms / 1_000} s`);

function settingsOf(view: RoomView, host: MemberRow | undefined): (readonly [string, string])[] {
  const rows: (readonly [string, string] | null)[] = [
    ["status", safeText(view.status)],
    ["seats", `${view.members} of ${view.capacity} taken`],
    view.maxSpectators > 0 ? ["watching", `${view.spectators} of ${view.maxSpectators}`] : null,
    ["starts", Object.hasOwn(starts, view.start) ? starts[view.start]!(view) : safeText(view.start)],
    ["seen", wordsFor(seenBy, view.visibility)],
    ["locked", view.locked ? "yes: takes nobody in" : "no"],
    ["password", view.hasPassword ? "yes: newcomers must know it" : "no"],
    view.code === undefined ? null : ["code", codeText(safeText(view.code))],
    view.queue === undefined ? null : ["queue", safeText(view.queue)],
    ["history", wordsFor(kept, view.history)],
    ["hold", `a lost seat is kept ${seconds(view.hold)}`],
    ["host", host ? `${host.name} · ${host.shownPeer}` : safeText(view.host ?? "nobody")],
  ];
  return rows.filter((row) => row !== null);
}

export const withMessages = (open: OpenRoom, messages: readonly Message[]): OpenRoom => ({
  ...open,
  messages: grown(open.messages, messageRows(open, messages)),
  problems: { ...open.problems, messages: undefined },
});

export const withOlder = (open: OpenRoom, messages: readonly Message[], older: boolean): OpenRoom => ({
  ...open,
  messages: grownUp(open.messages, messageRows(open, messages)),
  older,
});

const messageRows = ({ members }: OpenRoom, messages: readonly Message[]): MessageRow[] =>
  messages.flatMap(({ offset, time, from, name, event, data }) => {
    if (offset === undefined) return [];
    const chat = event === "chat" ? chatText(data) : null;
    const text = chat === null ? dataPreview(data) : safeText(chat.replaceAll("\n", "⏎"));
    const said = chat === null ? safeText(event ?? "message") : "";
    return [{ id: offset, time, name: authorOf(members, { from, name }), event: said, text: isolated(text) }];
  });

/** Those of other rooms are left out. */
export function withSignals(open: OpenRoom, records: readonly SignalRecord[]): OpenRoom {
  let { nextSignal } = open;
  const rows = records
    .filter(({ room }) => room === open.id)
    .map((record) => ({
      id: nextSignal++,
      time: record.time,
      from: nameOf(open.members, record.from, safeText(record.from)),
      to: nameOf(open.members, record.to, safeText(record.to)),
      kind: safeText(record.kind),
      bytes: record.bytes,
      verdict: safeText(record.state ?? record.verdict ?? ""),
    }));
  return rows.length === 0 ? open : { ...open, nextSignal, signals: grown(open.signals, rows) };
}

const lineCount = ({ settings, data }: OpenRoom): number => settings.length + Math.max(1, data.length) + 2;

/** `by` rows on in the tab that is shown. */
export function movedIn(open: OpenRoom, by: number, height: number): OpenRoom {
  const ids = open.members.map(({ peer }) => peer);
  switch (open.tab) {
    case "members":
      return { ...open, place: stepped(open.place, ids, by, height) };
    case "messages":
      return { ...open, messages: scrolled(open.messages, by, height) };
    case "signals":
      return { ...open, signals: scrolled(open.signals, by, height) };
    case "settings": {
      const most = Math.max(0, lineCount(open) - height);
      return { ...open, top: Math.max(0, Math.min(most, open.top + by)) };
    }
  }
}

export const selectedMember = ({ members, place }: OpenRoom): MemberRow | null =>
  members.find(({ peer }) => peer === place.selected) ?? null;

/** By peer id, or by a name that only one member has. */
export function memberCalled({ members }: OpenRoom, who: string): MemberRow | string {
  const byId = members.filter(({ peer }) => peer === who);
  const found = byId.length > 0 ? byId : members.filter(({ name, given }) => name === who || given === who);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return `nobody here is called ${safeText(who)}`;
  return `${found.length} are called ${safeText(who)}: select one, or name its peer`;
}
