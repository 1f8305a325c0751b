// Records as a Mermaid sequence diagram: a line for each peer and one for the server, findings as notes where they came up.
import type { MemberRecord, SignalRecord } from "../../protocol/events.ts";
import type { Exchange } from "../exchange.ts";
import type { Finding } from "../ledger.ts";
import { mermaidText } from "../report/escape.ts";
import { since, size } from "../report/times.ts";
import { placeOf, type TraceRecord } from "../trace.ts";
import { Burst } from "./bursts.ts";
import { Participants } from "./participants.ts";
import type { Replay } from "./replay.ts";

/** Mermaid draws no text of more than 50 000 characters; participants and notes at the end need some. */
const LONGEST = 44_000;
const NOTE_WIDTH = 56;

export interface Diagram {
  lines: string[];
  /** Of the signals, those that found no room. */
  left: number;
}

/** `only` is one of the replay's exchanges, or null for all. */
export function mermaidOf(records: readonly TraceRecord[], replay: Replay, only: Exchange | null): Diagram {
  const shown = only ? records.filter((record) => belongs(record, only)) : records;
  const drawing = new Drawing(shown, replay, only ? [only] : [...replay.exchanges]);
  for (const record of shown) drawing.take(record);
  return drawing.end();
}

function belongs(record: TraceRecord, { room, sides, id, startedAt, lastAt }: Exchange): boolean {
  const peers = sides.map(({ peer }) => peer);
  if (placeOf(record) !== room) return false;
  if (record.type === "watch.members") return peers.includes(record.peer);
  const between = peers.includes(record.from) && peers.includes(record.to);
  if (!between || (record.exchange ?? null) !== id) return false;
  return record.time >= startedAt && record.time <= lastAt;
}

class Drawing {
  readonly #participants: Participants;
  readonly #lines: string[] = [];
  readonly #notes: { finding: Finding; exchange: Exchange }[];
  /** By the number of a signal: what is found in it. */
  readonly #codes = new Map<number, Set<string>>();
  readonly #start: number;
  #bursts = new Map<string, Burst>();
  #length = 0;
  #left = 0;
  /** Of the notes. */
  #told = 0;

  constructor(records: readonly TraceRecord[], replay: Replay, exchanges: readonly Exchange[]) {
    this.#participants = new Participants((peer) => replay.nameOf(peer));
    this.#start = (records.find(({ type }) => type === "watch.signals") ?? records[0])?.time ?? 0;
    this.#notes = exchanges
      .flatMap((exchange) => exchange.ledger.counted.map((finding) => ({ finding, exchange })))
      .sort((a, b) => a.finding.time - b.finding.time);
    for (const { finding } of this.#notes)
      for (const seq of finding.signals) {
        const here = this.#codes.get(seq);
        if (here) here.add(finding.code);
        else this.#codes.set(seq, new Set([finding.code]));
      }
  }

  take(record: TraceRecord): void {
    this.#notesBefore(record.time);
    if (this.#isFull) {
      if (record.type === "watch.signals") this.#left++;
    } else if (record.type === "watch.members") this.#member(record);
    else if (record.kind === "candidate" || record.kind === "custom") this.#burst(record);
    else this.#signal(record);
  }

  end(): Diagram {
    this.#flush();
    this.#notesBefore(Number.POSITIVE_INFINITY);
    const lines = this.#lines.map((line) => `  ${line}`);
    return { lines: ["sequenceDiagram", ...this.#participants.lines(), ...lines], left: this.#left };
  }

  get #isFull(): boolean {
    return this.#length + this.#participants.length > LONGEST;
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 3;
  }

  #flush(): void {
    const bursts = this.#bursts;
    this.#bursts = new Map();
    for (const burst of bursts.values()) this.#arrow(burst.first, burst.text(), burst.codes);
  }

  #burst(record: SignalRecord): void {
    const { from, to, exchange, verdict, kind, seq } = record;
    const key = JSON.stringify([kind, from, to, exchange, verdict]);
    const open = this.#bursts.get(key);
    if (open && !open.goesOn(record)) this.#flush();
    const burst = this.#bursts.get(key) ?? new Burst(record);
    this.#bursts.set(key, burst);
    burst.take(record, this.#codes.get(seq));
  }

  #signal(record: SignalRecord): void {
    this.#flush();
    const { seq, from, to, kind, of, bytes, state, pair } = record;
    const codes = this.#codes.get(seq) ?? [];
    if (kind === "expired") {
      const what = `${of ?? "a signal"} of ${this.#name(from)} for ${this.#name(to)} expired`;
      this.#add(`Note over S: ${this.#when(record)} ${what}${codesText(codes)}`);
    } else if (kind === "report") {
      const kinds = [pair?.local, pair?.remote, pair?.protocol].filter(Boolean).join("/");
      const what = `link to ${this.#name(to)} ${state ?? "reported"}${kinds && `, ${mermaidText(kinds)}`}`;
      this.#add(`${this.#participants.of(from)}-->>S: ${this.#when(record)} ${what}`);
    } else this.#arrow(record, kind === "end" ? "no more candidates" : `${kind} ${size(bytes)}`, codes);
  }

  /** What wasn't delivered ends at the server. */
  #arrow(record: SignalRecord, what: string, codes: Iterable<string>): void {
    const { from, to, verdict } = record;
    const sender = this.#participants.of(from);
    const text = `${this.#when(record)} ${what}`;
    const end = codesText(codes);
    if (verdict === "queued") this.#add(`${sender}--)S: ${text}, queued for ${this.#name(to)}${end}`);
    else if (verdict === "no_such_peer") this.#add(`${sender}-xS: ${text}, no peer ${this.#name(to)}${end}`);
    else this.#add(`${sender}->>${this.#participants.of(to)}: ${text}${end}`);
  }

  #member({ peer, what, reason, room, time }: MemberRecord): void {
    const who = this.#participants.of(peer);
    if (what === "present") return;
    this.#flush();
    const when = this.#when({ time });
    if (what === "joined") this.#add(`${who}->>S: ${when} joins ${mermaidText(room)}`);
    else if (what === "returned") this.#add(`${who}->>S: ${when} comes back`);
    else if (what === "held") this.#add(`Note over ${who}: ${when} connection lost, seat held`);
    else this.#add(`${who}-xS: ${when} leaves${reason === undefined ? "" : ` (${mermaidText(reason)})`}`);
  }

  /** A finding stands behind all that was seen until it came up. */
  #notesBefore(time: number): void {
    for (; (this.#notes[this.#told]?.finding.time ?? time) < time; this.#told++) {
      this.#flush();
      if (this.#isFull) continue;
      const { finding, exchange } = this.#notes[this.#told]!;
      const [a, b] = exchange.sides.map(({ peer }) => this.#participants.of(peer));
      const { code, strength, what } = finding;
      const lines = wrapped(`${code} ${strength}: ${what}`).map(mermaidText);
      this.#add(`Note over ${a === b ? a : `${a},${b}`}: ${lines.join("<br/>")}`);
    }
  }

  #name(peer: string): string {
    return mermaidText(this.#participants.nameOf(peer));
  }

  #when({ time }: { time: number }): string {
    return since(time - this.#start);
  }
}

const codesText = (codes: Iterable<string>): string => {
  const all = [...codes];
  return all.length > 0 ? ` (${all.join(", ")})` : "";
};

/** Notes are as wide as their text, unless it is broken. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < NOTE_WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
