// One exchange between two peers as it was seen: who offered what with which connection, and where that stands.
import type { Candidate } from "./candidate.ts";
import type { DescriptionKind, Engine } from "./identity.ts";
import { Ledger } from "./ledger.ts";
import type { Description } from "./sdp.ts";
import type { Problem } from "./triggers.ts";

/** A description that was passed on. */
export interface Told {
  seq: number;
  time: number;
  kind: DescriptionKind;
  description: Description;
  by: Connection;
  /** Of its text, but for what changes while candidates are found. */
  body: string;
  /** The other side had an offer under way when this one came. */
  crossed: boolean;
  /** Of an offer: what is said of it once it is answered, taken back, or two seconds old. */
  held: Problem[] | null;
  /** A newer connection of its sender has completed, or a peer has left: no answer is missed, but one may still come. */
  superseded: boolean;
}

/** One RTCPeerConnection of one peer, as far as its descriptions tell. */
export interface Connection {
  peer: string;
  /** Of the peer's connections in this exchange, from 1. */
  number: number;
  latest: Description;
  version: string;
  engine: Engine;
  /** Whether all its descriptions are known to come from one connection. */
  proven: boolean;
  /** Offers that were not answered yet, the oldest first. */
  outstanding: Told[];
  /** Offers that it took back. */
  withdrawn: Told[];
  partner: Connection | null;
  /** Its peer has left the room. */
  over: boolean;
  done: { offer: Told; answer: Told } | null;
}

/** A candidate that came before what it belongs to. */
export interface Early {
  seq: number;
  time: number;
  ufrag: string | null;
  mid: string | null;
  /** What it waits for. */
  waits: "description" | "mid";
}

export interface Side {
  peer: string;
  connections: Connection[];
  /** Of all its descriptions, for ever: what comes late is not wrong. */
  ufrags: Set<string>;
  /** Ufrag and password of all its descriptions. */
  credentials: Set<string>;
  mids: Set<string>;
  /** A description of it had sections without names. */
  nameless: boolean;
  early: Early[];
  gathered: Candidate[];
  candidates: number;
  /** When the description came that its candidates are of; null before. */
  describedAt: number | null;
  /** Its TURN credentials were good no longer at that time. */
  turnWasOver: boolean;
  /** When it said that there are no more; null before. */
  overAt: number | null;
}

export type ExchangeState =
  | "new"
  | "offered"
  | "answered"
  | "trickling"
  | "ended"
  | "connected"
  | "failed"
  | "closed";

export class Exchange {
  readonly room: string;
  readonly id: string | null;
  readonly sides: readonly [Side, Side];
  readonly startedAt: number;
  /** Seen from its first signal on, and without a gap. */
  complete: boolean;
  readonly ledger = new Ledger();
  state: ExchangeState = "new";
  lastAt: number;
  offeredAt: number | null = null;
  answeredAt: number | null = null;
  connectedAt: number | null = null;
  /** Of all its descriptions. */
  bytes = 0;
  offers = 0;
  answers = 0;
  glares = 0;
  rollbacks = 0;
  restarts = 0;
  rejected = 0;
  pair: { local: string; remote: string; protocol?: string } | null = null;
  /** Several offers fitted an answer: which connections belong together could not be told. */
  guessed = false;
  /** What has been said already about a lack of something. */
  readonly told = new Set<string>();

  constructor(
    room: string,
    id: string | null,
    peers: readonly [string, string],
    now: number,
    complete: boolean,
  ) {
    this.room = room;
    this.id = id;
    this.sides = [newSide(peers[0]), newSide(peers[1])];
    this.startedAt = now;
    this.lastAt = now;
    this.complete = complete;
  }

  /** What has passed may still turn out to be wrong: an offer is not answered yet, or a candidate came early. */
  get weighing(): boolean {
    return this.sides.some(
      ({ early, connections }) =>
        early.length > 0 ||
        connections.some(({ outstanding }) => outstanding.some(({ held }) => (held?.length ?? 0) > 0)),
    );
  }

  sideOf(peer: string): Side {
    return this.sides[0].peer === peer ? this.sides[0] : this.sides[1];
  }

  otherThan(peer: string): Side {
    return this.sides[0].peer === peer ? this.sides[1] : this.sides[0];
  }

  /** The engine that gets what this peer sends. */
  receiverOf(peer: string): Engine {
    return this.otherThan(peer).connections.at(-1)?.engine ?? "unknown";
  }
}

const newSide = (peer: string): Side => ({
  peer,
  connections: [],
  ufrags: new Set(),
  credentials: new Set(),
  mids: new Set(),
  nameless: false,
  early: [],
  gathered: [],
  candidates: 0,
  describedAt: null,
  turnWasOver: false,
  overAt: null,
});

/** Two peers, as an exchange has them. */
export const inOrder = (a: string, b: string): readonly [string, string] => (a < b ? [a, b] : [b, a]);

/** Undefined if there is none between the two, or several. */
export function onlyOne(
  all: Iterable<Exchange>,
  room: string,
  [one, other]: readonly [string, string],
): Exchange | undefined {
  let only: Exchange | undefined;
  for (const exchange of all) {
    const [a, b] = exchange.sides;
    if (exchange.room !== room || a.peer !== one || b.peer !== other) continue;
    if (only) return undefined;
    only = exchange;
  }
  return only;
}
