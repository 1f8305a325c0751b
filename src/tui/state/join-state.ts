// The join screen's state: a room as it is seen from a seat in it, and what is being done with the screen.
import type { EventOf } from "../../protocol/events.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { Data, Member, Message, RoomView } from "../../protocol/shapes.ts";
import type { Seat } from "./chat.ts";
import { type CommandLine, closedLine, type LineKind } from "./command-line.ts";
import { type Edit, emptyInput, type Input } from "./input.ts";
import type { Command } from "./join-commands.ts";
import type { DataRow } from "./join-data.ts";
import type { PeerLinks } from "./join-links.ts";
import { emptyLog, type Log } from "./join-log.ts";
import type { Link } from "./link.ts";
import { nameOf, type Person } from "./people.ts";

export const PANELS = ["seats", "events", "room", "links"] as const;
export type Panel = (typeof PANELS)[number];

/** What is known of a member besides what its row in a list of people has. */
export interface MemberMore {
  data: Data;
  joinedAt: number;
  /** When its seat is given up; null where that is not known, or it is there. */
  heldUntil: number | null;
}

/** What is looked at in place of the panels. */
export type Overlay =
  | { kind: "help" | "invite"; top: number }
  | { kind: "member"; peer: string; top: number }
  | { kind: "entry"; id: number; title: string; lines: readonly string[]; top: number };

/** A command that waits for a yes, or for the room's name to be typed. */
export interface Asking {
  question: string;
  command: Command;
  by: "key" | "name";
}

/** What a guest types or opens; the link only where there is a page for it. */
export interface Invitation {
  command: string;
  link?: string;
  /** The address is one that only this machine knows. */
  here: boolean;
}

export interface JoinState {
  room: string;
  view: RoomView | null;
  self: string;
  people: readonly Person[];
  more: ReadonlyMap<string, MemberMore>;
  data: readonly DataRow[];
  links: PeerLinks;
  log: Log;
  /** When the room became active, if that was seen. */
  startedAt: number | null;
  pingMs: number | null;
  focus: Panel;
  /** The peer of the selected seat. */
  selected: string;
  /** The first row shown of the panels that are only scrolled. */
  tops: { room: number; links: number };
  overlay: Overlay | null;
  asking: Asking | null;
  /** A filter or a command that is typed. */
  line: CommandLine;
  /** The chat line, and whether it is being typed. */
  input: Input;
  typing: boolean;
  hint: string;
  link: Link;
  /** Why the seat is gone, and what to type next. */
  ended: { why: string; next: string } | null;
  now: number;
  /** When the time of a match began and is up; null where it is none. */
  match: { from: number; until: number } | null;
  invitation: Invitation | null;
  /** Drawn with ASCII alone, which a QR code has to know. */
  ascii: boolean;
}

export type RoomHappening = EventOf<
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
  | "link"
>;

export type JoinAction =
  | ({ type: "joined"; messages: readonly Message[]; again: false | "resumed" | "joined" } & Seat)
  | RoomHappening
  /** Into another room, by match. */
  | ({ type: "moved"; messages: readonly Message[] } & Seat)
  /** The seat is gone for good. */
  | { type: "ended"; why: string; reason: string }
  | { type: "said"; text: string }
  | { type: "connection"; link: Link }
  | { type: "ping"; ms: number }
  | { type: "tick" }
  | { type: "step"; by: number }
  | { type: "focus"; by: number }
  | { type: "open" }
  | { type: "overlay"; overlay: "help" | "invite" | null; invitation?: Invitation }
  | { type: "scroll"; by: number }
  | { type: "ask"; asking: Asking | null }
  | { type: "line"; kind: LineKind; text?: string }
  | { type: "line.done"; as: "accepted" | "cancelled" }
  | { type: "complete"; text: string }
  | { type: "typing"; on: boolean }
  | { type: "insert"; text: string }
  | { type: "edit"; edit: Edit }
  | { type: "unfilter" }
  | { type: "pause" }
  | { type: "hint"; text: string };

export const initialJoin = (
  room: string,
  now: number,
  until: number | null = null,
  ascii = false,
): JoinState => ({
  room: safeText(room),
  view: null,
  self: "",
  people: [],
  more: new Map(),
  data: [],
  links: new Map(),
  log: emptyLog,
  startedAt: null,
  pingMs: null,
  focus: "seats",
  selected: "",
  tops: { room: 0, links: 0 },
  overlay: null,
  asking: null,
  line: closedLine,
  input: emptyInput,
  typing: false,
  hint: "",
  link: { state: "open" },
  ended: null,
  now,
  match: until === null ? null : { from: now, until },
  invitation: null,
  ascii,
});

export const moreOf = (member: Member, heldUntil: number | null = null): MemberMore => ({
  data: member.data,
  joinedAt: member.joinedAt,
  heldUntil,
});

export const isHost = ({ view, self }: JoinState): boolean => view?.host === self;

export const selfOf = ({ people, self }: JoinState): Person | undefined =>
  people.find(({ peer }) => peer === self);

export const personOf = ({ people }: Pick<JoinState, "people">, peer: string): string =>
  nameOf(people, peer, "nobody");
