// What the relay screen has heard: the latest records, the exchanges that they belong to, and what was found in them.
import { safeText } from "../../protocol/safe-text.ts";
import { Trace, type TraceRecord } from "../../signals/trace.ts";
import type { Found } from "../../signals/tracker.ts";
import { Queue } from "./queue.ts";
import { counted, type ExchangeEntry, exchangeKey, follow, newEntry } from "./relay-exchange.ts";
import { bytesOf, type Item, itemOf } from "./relay-item.ts";

export interface Bounds {
  items: number;
  bytes: number;
}

export const LIVE: Bounds = { items: 50_000, bytes: 128 * 1024 * 1024 };

/** A finding names records of lately. */
const LOOK_BACK = 4_000;
const SECOND = 1_000;
/** A look at more exchanges than these is rarer: a long recording would be nothing but looks. */
const LOOKED_AT = 200;

type Listener = (item: Item) => void;

export class Kept {
  readonly items = new Queue<Item>();
  readonly exchanges = new Map<string, ExchangeEntry>();
  readonly names = new Map<string, string>();
  /** Records that came, also those that are not kept any more. */
  total = 0;
  /** Of them, those that are no member's coming or going. */
  signals = 0;
  /** Records that the server dropped because this watcher was too slow. */
  missed = 0;
  /** Changes with everything that comes. */
  version = 0;
  readonly #bounds: Bounds;
  readonly #trace: Trace;
  /** By what the tracker calls them, those of which it knows. */
  readonly #entries = new WeakMap<object, ExchangeEntry>();
  readonly #listeners = new Set<Listener>();
  #nextId = 1;
  #nextNumber = 1;
  #bytes = 0;
  #lastSeq: number | null = null;
  /** The latest record's, and what the time was here when it came. */
  #at: { time: number; now: number } | null = null;
  #tickedAt = Number.NEGATIVE_INFINITY;

  constructor(bounds: Bounds, { complete }: { complete: boolean }) {
    this.#bounds = bounds;
    this.#trace = new Trace({ complete });
  }

  /** Called for each item, in order. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  take(records: readonly TraceRecord[], now: number): void {
    for (const record of records) {
      this.#tickUpTo(record.time);
      this.#number(record.seq);
      this.total++;
      if (record.type === "watch.members") this.#member(record);
      else this.#signal(record);
      this.#at = { time: record.time, now };
    }
    this.version++;
  }

  /** By the clock of the records, which needn't be this machine's. */
  tick(now: number): boolean {
    if (!this.#at) return false;
    const before = this.#nextId;
    this.#look(this.#at.time + Math.max(0, now - this.#at.now));
    return this.#nextId !== before;
  }

  /** Of a recording: it was listened until then, and nothing came any more. */
  ended(time: number): void {
    if (this.#at && time > this.#at.time) this.#look(time);
    this.version++;
  }

  /** Until when it was listened, by the clock of the records. */
  get heardUntil(): number | null {
    return Number.isFinite(this.#tickedAt) && this.#at ? Math.max(this.#tickedAt, this.#at.time) : null;
  }

  /** Numbers of another connection can't be compared with the last one's: what it missed is not known. */
  reconnected(): void {
    this.#lastSeq = null;
  }

  nameOf(peer: string): string | null {
    return this.names.get(peer) ?? null;
  }

  /** The time of the latest record. */
  get latest(): number | null {
    return this.#at?.time ?? null;
  }

  get oldestId(): number {
    return this.items.at(0)?.id ?? this.#nextId;
  }

  /** What stood still in the records did so for as long as they say. */
  #tickUpTo(time: number): void {
    const pause = SECOND * Math.max(1, this.#trace.exchanges.size / LOOKED_AT);
    if (time - this.#tickedAt < pause) return;
    if (this.#at) this.#look(time);
    else this.#tickedAt = time;
  }

  #look(time: number): void {
    this.#tickedAt = time;
    this.#found(this.#trace.tick(time), time);
    for (const known of this.#trace.exchanges.values()) {
      const entry = this.#entries.get(known);
      if (entry) follow(entry, known);
    }
  }

  #number(seq: number): void {
    if (this.#lastSeq !== null && seq > this.#lastSeq) this.missed += seq - this.#lastSeq - 1;
    this.#lastSeq = seq;
  }

  #member(record: Extract<TraceRecord, { type: "watch.members" }>): void {
    const peer = safeText(record.peer);
    this.names.delete(peer);
    this.names.set(peer, safeText(record.name));
    if (this.names.size > this.#bounds.items) this.names.delete(this.names.keys().next().value!);
    this.#trace.take(record);
    this.#add(itemOf(record, this.#nextId++, null));
    if (record.what === "left") this.#followAll();
  }

  /** Of a peer that has left all exchanges are closed. */
  #followAll(): void {
    for (const known of this.#trace.exchanges.values()) {
      const entry = this.#entries.get(known);
      if (entry && entry.state !== known.state) follow(entry, known);
    }
  }

  #signal(record: Extract<TraceRecord, { type: "watch.signals" }>): void {
    this.signals++;
    const key = exchangeKey(record);
    // A report may leave out which exchange it is about.
    const of = record.kind === "report" ? this.#trace.exchangeOf(record) : undefined;
    let entry = (of && this.#entries.get(of)) ?? this.exchanges.get(key);
    if (!entry) {
      entry = newEntry(record, key, this.#nextNumber++);
      this.exchanges.set(key, entry);
    }
    const found = this.#trace.take(record);
    const known = this.#trace.exchangeOf(record);
    if (known) this.#entries.set(known, entry);
    counted(entry, record, known);
    this.#add(itemOf(record, this.#nextId++, entry));
    this.#found(found, record.time);
  }

  #found(found: readonly Found[], time: number): void {
    for (const { exchange, finding } of found) {
      const entry = this.#entries.get(exchange);
      // One that is there has become different by itself.
      if (!entry || entry.findings.includes(finding)) continue;
      entry.findings.push(finding);
      for (const seq of finding.signals) pointedAt(entry, seq)?.findings.push(finding);
      const { place, room } = entry;
      const from = safeText(finding.peer);
      this.#add({
        id: this.#nextId++,
        time,
        place,
        room,
        exchange: entry,
        kind: "finding",
        from,
        to: "",
        record: null,
        finding,
        findings: [finding],
      });
    }
  }

  #add(item: Item): void {
    this.items.push(item);
    item.exchange?.items.push(item);
    this.#bytes += bytesOf(item);
    for (const listener of this.#listeners) listener(item);
    while (this.items.length > this.#bounds.items || this.#bytes > this.#bounds.bytes) this.#forget();
  }

  #forget(): void {
    const oldest = this.items.shift();
    if (!oldest) return;
    this.#bytes -= bytesOf(oldest);
    const entry = oldest.exchange;
    if (!entry) return;
    entry.items.shift();
    if (entry.items.length === 0) this.exchanges.delete(entry.key);
  }
}

/** The latest with this number: a server that started anew counts from the beginning. */
export function pointedAt({ items }: ExchangeEntry, seq: number): Item | undefined {
  for (let back = 1; back <= Math.min(LOOK_BACK, items.length); back++) {
    const item = items.at(-back)!;
    if (item.record?.seq === seq) return item;
  }
  return undefined;
}
