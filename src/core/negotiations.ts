// What the signals that pass this node say about the negotiations they belong to; after the relaying, and never in its way.

import type { PeerId } from "../protocol/ids.ts";
import type { ExchangeView } from "../protocol/negotiations.ts";
import { isPrivate } from "../signals/candidate.ts";
import type { Exchange } from "../signals/exchange.ts";
import type { Finding } from "../signals/ledger.ts";
import { type Ends, type Found, type Seen, Tracker } from "../signals/tracker.ts";
import type { Around } from "../signals/waiting.ts";
import type { Clock } from "./clock.ts";
import type { RoomKey } from "./engine.ts";
import { type Counters, count } from "./stats.ts";

export interface FoundIn {
  finding: Finding;
  room: RoomKey;
  peers: readonly [string, string];
}

interface Setting {
  counters: Counters;
  clock: Clock;
  around: Required<Around>;
  /** Called once for each finding that no other one explains. */
  onFinding(found: FoundIn): void;
  onFault(error: unknown): void;
}

/** Some things only time tells. */
const LOOK_MS = 1_000;

export class Negotiations {
  readonly #tracker: Tracker;
  readonly #setting: Setting;
  readonly #told = new WeakSet<Finding>();
  #seq = 0;
  #looking = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    const { addressOf, ...around } = setting.around;
    this.#tracker = new Tracker({ ...around, addressOf: (peer) => inTheOpen(addressOf(peer)) });
  }

  /** The signal is with its peer already: a mistake in here must not become the sender's error. */
  passed(room: RoomKey, signal: Omit<Seen, "seq" | "time" | "room">): void {
    try {
      this.#follow(room, signal);
    } catch (error) {
      this.#setting.onFault(error);
    }
  }

  #follow(room: RoomKey, signal: Omit<Seen, "seq" | "time" | "room">): void {
    const time = this.#setting.clock.now();
    const before = signal.kind === "report" ? this.#connectedAt(room, signal) : null;
    this.#tell(this.#tracker.take({ ...signal, seq: ++this.#seq, time, room }));
    if (signal.kind === "report" && before === null) this.#measure(this.#tracker.exchangeOf(room, signal));
    this.#lookLater();
  }

  left(room: RoomKey, peer: string): void {
    this.#tracker.left(room, peer, this.#setting.clock.now());
  }

  /** What is known of the room's exchanges, the latest last. */
  exchangesOf(room: RoomKey): ExchangeView[] {
    const { clock } = this.#setting;
    const toWall = clock.wall() - clock.now();
    return [...this.#tracker.exchanges.values()]
      .filter((exchange) => exchange.room === room)
      .map((exchange) => viewOf(exchange, toWall));
  }

  #connectedAt(room: RoomKey, signal: Ends): number | null {
    return this.#tracker.exchangeOf(room, signal)?.connectedAt ?? null;
  }

  #measure(exchange: Exchange | undefined): void {
    if (!exchange || exchange.connectedAt === null || exchange.offeredAt === null) return;
    this.#setting.counters.negotiations.observe((exchange.connectedAt - exchange.offeredAt) / 1_000);
  }

  #lookLater(): void {
    if (this.#looking) return;
    this.#looking = true;
    const { clock } = this.#setting;
    clock.after(LOOK_MS, () => {
      this.#looking = false;
      this.#tell(this.#tracker.tick(clock.now()));
      if (this.#tracker.exchanges.size > 0) this.#lookLater();
    });
  }

  #tell(found: Found[]): void {
    const { counters, onFinding } = this.#setting;
    for (const { exchange, finding } of found) {
      if (finding.because || finding.withdrawn) continue;
      if (finding.contradicted) count(counters.contradicted, finding.code);
      if (this.#told.has(finding)) continue;
      this.#told.add(finding);
      count(counters.findings, finding.code);
      onFinding({
        finding,
        room: exchange.room as RoomKey,
        peers: [exchange.sides[0].peer, exchange.sides[1].peer],
      });
    }
  }
}

/** Two of these that differ are two networks; one network has many addresses of every other kind. */
const inTheOpen = (address: string | null): string | null =>
  address !== null && /^[\d.]+$/.test(address) && !isPrivate({ address }) ? address : null;

function viewOf(exchange: Exchange, toWall: number): ExchangeView {
  const { sides, id, state, startedAt, offeredAt, answeredAt, connectedAt, ledger } = exchange;
  const since = (at: number | null) =>
    at === null || offeredAt === null ? undefined : Math.max(0, Math.round(at - offeredAt));
  const [answerMs, connectMs] = [since(answeredAt), since(connectedAt)];
  return {
    peers: [sides[0].peer as PeerId, sides[1].peer as PeerId],
    exchange: id,
    state,
    startedAt: Math.round(startedAt + toWall),
    durations: { ...(answerMs !== undefined && { answerMs }), ...(connectMs !== undefined && { connectMs }) },
    findings: ledger.counted.map(({ code, strength, what, advice, peer, contradicted }) => ({
      ...{ code, strength, what, advice, peer },
      ...(contradicted && { contradicted }),
    })),
  };
}
