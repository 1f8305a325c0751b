// Follows records as a watcher does, second by second: what is found when, between whom, and in which signals it shows.
import type { SignalRecord } from "../../protocol/events.ts";
import type { Exchange } from "../exchange.ts";
import type { Finding } from "../ledger.ts";
import { Trace, type TraceRecord } from "../trace.ts";
import type { Found } from "../tracker.ts";

const SECOND = 1_000;
/** After so long a silence nothing new is told by time alone. */
const LONGEST_SILENCE = 11 * 60_000;
/** What findings point to lies this far back at most. */
const SIGNALS = 200_000;
const EXCHANGES = 10_000;

export type SignalLine = Omit<SignalRecord, "data">;

export class Replay {
  readonly #trace: Trace;
  /** In the order in which they began; also those that are not followed any more. */
  readonly exchanges = new Set<Exchange>();
  readonly #names = new Map<string, string>();
  readonly #signals = new Map<number, SignalLine>();
  #lastSeq = 0;
  #clock = Number.NEGATIVE_INFINITY;
  signals = 0;
  reports = 0;
  /** Of the exchanges, those that were let go. */
  forgotten = 0;

  constructor(complete: boolean) {
    this.#trace = new Trace({ complete });
  }

  take(record: TraceRecord): Found[] {
    const found = this.until(record.time);
    found.push(...this.#trace.take(record));
    if (record.type === "watch.members") {
      this.#names.set(record.peer, record.name);
      return found;
    }
    if (record.kind === "report") this.reports++;
    else if (record.kind !== "expired") this.signals++;
    this.#keep(record);
    const exchange = this.#trace.exchangeOf(record);
    if (exchange) this.exchanges.add(exchange);
    if (this.exchanges.size > EXCHANGES) {
      this.exchanges.delete(this.exchanges.values().next().value!);
      this.forgotten++;
    }
    return found;
  }

  /** Time passed until then. */
  until(time: number): Found[] {
    const found: Found[] = [];
    if (this.#clock === Number.NEGATIVE_INFINITY) this.#clock = time;
    const since = Math.max(this.#clock, time - LONGEST_SILENCE);
    for (let now = since + SECOND; now <= time; now += SECOND) {
      found.push(...this.#trace.tick(now));
      this.#clock = now;
    }
    return found;
  }

  /** Whether something that was between one of them and anybody may still be found wrong. */
  isWeighing(peers: readonly string[]): boolean {
    return [...this.#trace.exchanges.values()].some(
      ({ weighing, sides }) => weighing && sides.some(({ peer }) => peers.includes(peer)),
    );
  }

  nameOf(peer: string): string {
    return this.#names.get(peer) ?? peer;
  }

  /** Which of a finding's signals are known, in their order. */
  signalsOf({ signals }: Pick<Finding, "signals">): SignalLine[] {
    return signals.toSorted((a, b) => a - b).flatMap((seq) => this.#signals.get(seq) ?? []);
  }

  #keep({ data: _, ...line }: SignalRecord): void {
    // They are counted anew: the numbers known until now are those of others.
    if (line.seq <= this.#lastSeq) this.#signals.clear();
    this.#lastSeq = line.seq;
    this.#signals.set(line.seq, line);
    if (this.#signals.size > SIGNALS) this.#signals.delete(this.#signals.keys().next().value!);
  }
}

/** Namespace and room. */
export const roomOf = ({ room }: Pick<Exchange, "room">): string => room.slice(room.indexOf("/") + 1);
