// Follows every exchange between two peers, from what a relaying server sees of it, and says what is wrong.
import type { Pair } from "../protocol/shapes.ts";
import { takeDescription } from "./describe.ts";
import { Exchange, inOrder, onlyOne, type Told } from "./exchange.ts";
import { TELLING } from "./identity.ts";
import type { Finding } from "./ledger.ts";
import { forget, supersede } from "./offers.ts";
import { overdue, settleEarly, takeCandidate } from "./trickle.ts";
import { type Around, judgeTime } from "./waiting.ts";

/** A signal or a report as it passed. */
export interface Seen {
  seq: number;
  /** Milliseconds, of one clock that only goes on. */
  time: number;
  room: string;
  from: string;
  to: string;
  /** Of what has expired. */
  of?: string;
  kind: "offer" | "answer" | "candidate" | "end" | "custom" | "report" | "expired";
  data?: unknown;
  verdict?: string;
  exchange?: string;
  state?: string;
  pair?: Pair;
}

/** Between whom a signal passes. */
export interface Ends {
  from: string;
  to: string;
  exchange?: string;
}

export interface Found {
  exchange: Exchange;
  finding: Finding;
}

interface Options extends Around {
  /** Whether everything is seen from the first signal on; a recording may begin in the middle. */
  complete?: boolean;
}

const EXCHANGES = 2_000;
/** Of descriptions, in all exchanges and in one: what is remembered of them is several times as large. */
const BYTES = 8 * 1024 * 1024;
const BYTES_EACH = 512 * 1024;
/** An exchange in which nothing happens is let go. */
const IDLE_MS = 10 * 60_000;
/** How long a sender may not know yet that its peer has left: it is on the way, or the sender is busy. */
const UNAWARE_MS = 10_000;

export class Tracker {
  readonly exchanges = new Map<string, Exchange>();
  /** Whom each connection was offered to first. */
  readonly #partners = new Map<string, string>();
  /** When peers left, the latest last. */
  readonly #departed = new Map<string, number>();
  /** Who has come while it was watching: of them everything was seen. */
  readonly #newcomers = new Set<string>();
  readonly #around: Around;
  /** The last one in the map. */
  #latest: Exchange | null = null;
  #complete: boolean;
  #bytes = 0;

  constructor({ complete = true, ...around }: Options = {}) {
    this.#around = around;
    this.#complete = complete;
  }

  /** What was found by this signal, or has become different by it. */
  take(seen: Seen): Found[] {
    const { seq, time, from, to, kind, data } = seen;
    // What pages tell each other besides is no negotiation.
    if (kind === "custom" || seen.of === "custom") return [];
    if (from === to) return this.#toItself(seen);
    const id = kind === "report" ? this.exchangeOf(seen.room, seen)?.id : null;
    const exchange = this.#exchangeOf(id ? { ...seen, exchange: id } : seen);
    exchange.lastAt = time;
    if (kind === "offer" || kind === "answer") {
      const { type, sdp } = (data ?? {}) as { type?: unknown; sdp?: unknown };
      const said = type === "pranswer" && kind === "answer" ? "pranswer" : kind;
      if (kind === "answer") this.#judgeExchange(exchange, seen);
      const told = takeDescription(exchange, { seq, time, from, kind: said, type, sdp }, this.#around);
      if (told) this.#weigh(exchange, told.description.bytes);
      if (told?.kind === "offer" && seen.verdict === "no_such_peer") forget(exchange, told.by);
      if (told) settleEarly(exchange, from, { seq, time });
      if (told?.kind === "offer") this.#judgePartner(exchange, told, seen);
    } else if (kind === "candidate") takeCandidate(exchange, { seq, time, from, data });
    else if (kind === "end") exchange.sideOf(from).overAt ??= time;
    else if (kind === "report") takeReport(exchange, seen);
    else if (kind === "expired")
      lost(exchange, seen, "signal-expired", "nobody collected it before the seat was given up");
    if (seen.verdict === "no_such_peer" && !this.#hasJustLeft(seen))
      lost(exchange, seen, "no-such-peer", `the ${kind} was for a peer that has no seat`);
    if (seen.verdict === "queued" && (kind === "offer" || kind === "candidate")) {
      exchange.ledger.add(
        { trigger: "peer-held", strength: "likely", what: `the connection of ${to} is lost` },
        { peer: to, signals: [seq], time },
      );
    }
    return changesOf(exchange);
  }

  /** Time has passed; once a second is often enough. */
  tick(now: number): Found[] {
    const found: Found[] = [];
    for (const [key, exchange] of this.exchanges) {
      // What is wrong with a description is the cause of what is wrong with its candidates.
      judgeTime(exchange, now, this.#around);
      overdue(exchange, now, (peer, ufrag) => this.#isElsewhere(exchange, peer, ufrag));
      found.push(...changesOf(exchange));
      if (now - exchange.lastAt > IDLE_MS) this.#drop(key);
    }
    return found;
  }

  /** The peer has come into the room: what it does there is seen from the first signal on. */
  joined(room: string, peer: string): void {
    if (this.#complete) return;
    this.#newcomers.add(JSON.stringify([room, peer]));
    if (this.#newcomers.size > EXCHANGES) this.#newcomers.delete(this.#newcomers.keys().next().value!);
  }

  /** Signals have passed unseen: what rests on having seen all of them is not said any more. */
  missed(): void {
    this.#forgot();
    for (const exchange of this.exchanges.values()) exchange.complete = false;
  }

  /** The peer has left the room: nobody waits for answers any more, and those under way are no fault. */
  left(room: string, peer: string, time: number): void {
    this.#departed.set(JSON.stringify([room, peer]), time);
    if (this.#departed.size > EXCHANGES) this.#departed.delete(this.#departed.keys().next().value!);
    for (const exchange of this.exchanges.values()) {
      if (exchange.room !== room || !exchange.sides.some((side) => side.peer === peer)) continue;
      for (const one of exchange.otherThan(peer).connections) forget(exchange, one);
      for (const one of exchange.sideOf(peer).connections) {
        supersede(exchange, one);
        one.over = true;
      }
      exchange.state = "closed";
    }
  }

  /** The exchange that such a signal belongs to, if one is known; a report may leave its name out where there is but one. */
  exchangeOf(room: string, { from, to, exchange }: Ends): Exchange | undefined {
    const peers = inOrder(from, to);
    const named = this.exchanges.get(keyOf(room, peers, exchange));
    return named ?? (exchange ? undefined : onlyOne(this.exchanges.values(), room, peers));
  }

  #exchangeOf({ room, from, to, exchange: id, time }: Seen): Exchange {
    const peers = inOrder(from, to);
    const key = keyOf(room, peers, id);
    const known = this.exchanges.get(key);
    if (known) {
      // The latest last: the first one is let go when there are too many.
      if (known !== this.#latest) {
        this.exchanges.delete(key);
        this.exchanges.set(key, known);
        this.#latest = known;
      }
      return known;
    }
    const complete =
      this.#complete || peers.some((peer) => this.#newcomers.has(JSON.stringify([room, peer])));
    const exchange = new Exchange(room, id ?? null, peers, time, complete);
    this.exchanges.set(key, exchange);
    this.#latest = exchange;
    if (this.exchanges.size > EXCHANGES) this.#forgetOldest();
    return exchange;
  }

  #hasJustLeft({ room, to, time }: Seen): boolean {
    const at = this.#departed.get(JSON.stringify([room, to]));
    return at !== undefined && time - at <= UNAWARE_MS;
  }

  #toItself(seen: Seen): Found[] {
    const exchange = this.#exchangeOf(seen);
    const { seq, time, from, kind } = seen;
    const what = `the ${kind} is for the peer that sends it`;
    exchange.ledger.add(
      { trigger: "to-itself", strength: "sure", what },
      { peer: from, signals: [seq], time },
    );
    return changesOf(exchange);
  }

  /** Peers write as much as they like: what is heaviest or oldest is let go. */
  #weigh(exchange: Exchange, bytes: number): void {
    exchange.bytes += bytes;
    this.#bytes += bytes;
    const { room, sides, id } = exchange;
    if (exchange.bytes > BYTES_EACH) {
      this.#forgot();
      this.#drop(keyOf(room, [sides[0].peer, sides[1].peer], id ?? undefined));
    }
    while (this.#bytes > BYTES) this.#forgetOldest();
  }

  /** From now on an answer may be to an offer that was forgotten. */
  #forgetOldest(): void {
    this.#forgot();
    this.#drop(this.exchanges.keys().next().value!);
  }

  #forgot(): void {
    this.#complete = false;
    this.#newcomers.clear();
  }

  #drop(key: string): void {
    this.#bytes -= this.exchanges.get(key)?.bytes ?? 0;
    this.exchanges.delete(key);
  }

  /** An answer belongs to the exchange that its offer had. */
  #judgeExchange(exchange: Exchange, { seq, time, from, exchange: id }: Seen): void {
    if (id === undefined || exchange.offers > 0) return;
    const { room, sides } = exchange;
    for (const other of this.exchanges.values()) {
      if (
        other === exchange ||
        other.room !== room ||
        other.sides.some(({ peer }, at) => peer !== sides[at]!.peer)
      )
        continue;
      const offers = other.otherThan(from).connections.some(({ outstanding }) => outstanding.length > 0);
      if (!offers) continue;
      const strength = exchange.complete ? "sure" : "likely";
      const what = `no offer had the exchange ${id}`;
      exchange.ledger.add(
        { trigger: "answer-of-no-exchange", strength, what },
        { peer: from, signals: [seq], time },
      );
      return;
    }
  }

  /** A connection has one partner: it offers to one peer. */
  #judgePartner(exchange: Exchange, { by, description, seq, time }: Told, { from, to }: Seen): void {
    const { username, sessionId } = description.origin ?? { username: "", sessionId: "" };
    if (sessionId.length < TELLING) return;
    const name = JSON.stringify([from, username, sessionId]);
    const partner = this.#partners.get(name);
    if (partner === undefined) {
      this.#partners.set(name, to);
      if (this.#partners.size > EXCHANGES) this.#partners.delete(this.#partners.keys().next().value!);
    } else if (partner !== to && by.proven) {
      const what = `the same connection was offered to ${partner} already`;
      exchange.ledger.add(
        { trigger: "one-connection-for-two", strength: "likely", what },
        { peer: from, signals: [seq], time },
      );
    }
  }

  #isElsewhere(here: Exchange, peer: string, ufrag: string): boolean {
    for (const exchange of this.exchanges.values()) {
      if (exchange === here) continue;
      if (exchange.sides.some((side) => side.peer === peer && side.ufrags.has(ufrag))) return true;
    }
    return false;
  }
}

function takeReport(exchange: Exchange, { time, state, pair }: Seen): void {
  if (state === "connected") {
    exchange.state = "connected";
    exchange.connectedAt ??= time;
    exchange.pair = pair ?? null;
    exchange.ledger.connected(exchange.startedAt);
  } else if (state === "failed") {
    exchange.state = "failed";
    exchange.ledger.failed();
  } else if (state === "closed") exchange.state = "closed";
}

function lost(
  exchange: Exchange,
  { seq, time, to }: Seen,
  trigger: "no-such-peer" | "signal-expired",
  what: string,
): void {
  exchange.ledger.add({ trigger, strength: "sure", what }, { peer: to, signals: [seq], time });
}

/** Made for every candidate. With the lengths in front no two things have one key. */
const keyOf = (room: string, [a, b]: readonly [string, string], id: string | undefined): string =>
  `${room.length},${a.length},${id === undefined ? -1 : b.length}:${room}${a}${b}${id ?? ""}`;

const changesOf = (exchange: Exchange): Found[] =>
  exchange.ledger.hasChanged ? exchange.ledger.takeChanged().map((finding) => ({ exchange, finding })) : [];
