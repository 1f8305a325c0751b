// What a recording comes to, as data: its exchanges with their outcomes and times, what was found in them, and what can't be known.
import { type FailOn, isReason } from "../capture/fail-on.ts";
import { type Replay, roomOf, type SignalLine } from "../capture/replay.ts";
import { codes, type FindingCode, type Strength, strengths } from "../codes.ts";
import type { Exchange, ExchangeState } from "../exchange.ts";
import type { Finding } from "../ledger.ts";
import { type Spread, spreadOf } from "./times.ts";
import { unseenIn } from "./unseen.ts";

export interface Source {
  /** What the file is called, without its folder. */
  file: string;
  what: "capture" | "har" | "internals";
  /** Of the first record; null if there is none. */
  time: number | null;
  /** Until when it was listened; null where nothing says it. */
  until: number | null;
  room: string | null;
  server: string | null;
  complete: boolean;
  redacted: readonly string[];
}

/** `ended`: it was over before anybody reported a link. `open`: nothing was reported until the recording ended. */
export const outcomes = ["connected", "failed", "ended", "open"] as const;
export type Outcome = (typeof outcomes)[number];

export interface Who {
  peer: string;
  name: string;
}

export interface ExchangeReport {
  number: number;
  namespace: string;
  room: string;
  exchange: string | null;
  peers: readonly [Who, Who];
  outcome: Outcome;
  state: ExchangeState;
  startedAt: number;
  lastAt: number;
  /** Milliseconds since the first offer. */
  answerMs: number | null;
  connectMs: number | null;
  offers: number;
  answers: number;
  candidates: number;
  glares: number;
  rollbacks: number;
  restarts: number;
  pair: Exchange["pair"];
  complete: boolean;
}

export interface Message extends Omit<SignalLine, "type" | "namespace" | "room" | "exchange" | "pair"> {
  fromName: string;
  toName: string;
}

export interface FindingReport {
  code: FindingCode;
  title: string;
  trigger: string;
  strength: Strength;
  what: string;
  advice: string;
  /** The number of its exchange. */
  exchange: number;
  peer: string;
  name: string;
  time: number;
  /** Those that show it and are known. */
  messages: Message[];
  contradicted: boolean;
  /** Whether it is one that the command was to fail on. */
  fails: boolean;
}

export interface CodeCount extends Record<Strength, number> {
  code: FindingCode;
  title: string;
  why: string;
}

export interface Report {
  source: Source;
  signals: number;
  reports: number;
  outcomes: Record<Outcome, number>;
  /** Exchanges of which nothing is told here: there were too many after them. */
  forgotten: number;
  /** From the first offer of each exchange. */
  times: { answer: Spread | null; connected: Spread | null };
  /** Those that were found, the surest first. */
  codes: CodeCount[];
  exchanges: ExchangeReport[];
  findings: FindingReport[];
  /** What no record says. */
  unseen: string[];
}

export function reportOf(replay: Replay, source: Source, failOn: FailOn): Report {
  const all = [...replay.exchanges];
  const exchanges = all.map((exchange, at) => exchangeReport(replay, exchange, at + 1));
  const findings = all
    .flatMap((exchange, at) =>
      exchange.ledger.counted.map((finding) => findingReport(replay, finding, at + 1, failOn)),
    )
    .sort((a, b) => a.time - b.time);
  const count = (outcome: Outcome): number => exchanges.filter((one) => one.outcome === outcome).length;
  const spread = (of: "answerMs" | "connectMs"): Spread | null =>
    spreadOf(exchanges.flatMap((one) => one[of] ?? []));
  const { signals, reports, forgotten } = replay;
  return {
    source,
    signals,
    reports,
    outcomes: {
      connected: count("connected"),
      failed: count("failed"),
      ended: count("ended"),
      open: count("open"),
    },
    forgotten,
    times: { answer: spread("answerMs"), connected: spread("connectMs") },
    codes: codesOf(findings),
    exchanges,
    findings,
    unseen: unseenIn(source, { unreported: count("open") + count("ended"), forgotten }),
  };
}

function outcomeOf({ state, connectedAt }: Exchange): Outcome {
  if (state === "failed") return "failed";
  if (connectedAt !== null) return "connected";
  return state === "closed" ? "ended" : "open";
}

function exchangeReport(replay: Replay, exchange: Exchange, number: number): ExchangeReport {
  const { room, id, sides, state, startedAt, lastAt, offeredAt, answeredAt, connectedAt } = exchange;
  const { offers, answers, glares, rollbacks, restarts, pair, complete } = exchange;
  const after = (at: number | null): number | null =>
    at === null || offeredAt === null ? null : Math.max(0, at - offeredAt);
  return {
    number,
    namespace: room.slice(0, room.indexOf("/")),
    room: roomOf(exchange),
    exchange: id,
    peers: [whoIs(replay, sides[0].peer), whoIs(replay, sides[1].peer)],
    outcome: outcomeOf(exchange),
    ...{ state, startedAt, lastAt, answerMs: after(answeredAt), connectMs: after(connectedAt) },
    ...{ offers, answers, candidates: sides[0].candidates + sides[1].candidates },
    ...{ glares, rollbacks, restarts, pair, complete },
  };
}

const whoIs = (replay: Replay, peer: string): Who => ({ peer, name: replay.nameOf(peer) });

function findingReport(replay: Replay, finding: Finding, exchange: number, failOn: FailOn): FindingReport {
  const { code, trigger, strength, what, advice, peer, time, contradicted } = finding;
  const messages = replay.signalsOf(finding).map((line) => messageOf(replay, line));
  return {
    ...{ code, title: codes[code].title, trigger, strength, what, advice, exchange },
    ...{ peer, name: replay.nameOf(peer), time, messages, contradicted: contradicted ?? false },
    fails: isReason(failOn, finding),
  };
}

/** Field by field: a file may have others in its records. */
function messageOf(replay: Replay, line: SignalLine): Message {
  const { seq, time, from, to, kind, of, bytes, verdict, state } = line;
  return {
    ...{ seq, time, from, fromName: replay.nameOf(from), to, toName: replay.nameOf(to), kind },
    ...(of !== undefined && { of }),
    bytes,
    ...(verdict !== undefined && { verdict }),
    ...(state !== undefined && { state }),
  };
}

function codesOf(findings: readonly FindingReport[]): CodeCount[] {
  const counts = new Map<FindingCode, CodeCount>();
  for (const { code, strength } of findings) {
    const { title, why } = codes[code];
    const count = counts.get(code) ?? { code, title, why, sure: 0, likely: 0, hint: 0 };
    count[strength]++;
    counts.set(code, count);
  }
  const surest = (count: CodeCount): number => strengths.findIndex((strength) => count[strength] > 0);
  return [...counts.values()].sort((a, b) => surest(a) - surest(b) || a.code.localeCompare(b.code));
}
