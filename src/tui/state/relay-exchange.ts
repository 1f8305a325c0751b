// One exchange as the list shows it: who, how far it came, what was counted, and the items that are kept of it.
import { safeText } from "../../protocol/safe-text.ts";
import type { Exchange, ExchangeState } from "../../signals/exchange.ts";
import type { Finding } from "../../signals/ledger.ts";
import { placeOf, type TraceRecord } from "../../signals/trace.ts";
import { Queue } from "./queue.ts";
import type { Item } from "./relay-item.ts";

type Signal = Extract<TraceRecord, { type: "watch.signals" }>;

export interface ExchangeEntry {
  key: string;
  /** Counts up: the order in which they began. */
  number: number;
  place: string;
  room: string;
  id: string | null;
  /** Who spoke first comes first. */
  peers: readonly [string, string];
  startedAt: number;
  lastAt: number;
  state: ExchangeState;
  /** From the first offer to the report that it is up. */
  connectMs: number | null;
  reported: boolean;
  offers: number;
  answers: number;
  candidates: number;
  restarts: number;
  findings: Finding[];
  items: Queue<Item>;
}

export const exchangeKey = (record: Signal): string => {
  const { from, to, exchange } = record;
  const peers = from < to ? [from, to] : [to, from];
  return JSON.stringify([placeOf(record), ...peers, exchange ?? null]);
};

export const newEntry = (record: Signal, key: string, number: number): ExchangeEntry => ({
  key,
  number,
  place: placeOf(record),
  room: safeText(record.room),
  id: record.exchange === undefined ? null : safeText(record.exchange),
  peers: [safeText(record.from), safeText(record.to)],
  startedAt: record.time,
  lastAt: record.time,
  state: "new",
  connectMs: null,
  reported: false,
  offers: 0,
  answers: 0,
  candidates: 0,
  restarts: 0,
  findings: [],
  items: new Queue(),
});

/** After the tracker has seen it too, which knows the exchange for as long as it has space. */
export function counted(entry: ExchangeEntry, record: Signal, known: Exchange | undefined): void {
  entry.lastAt = record.time;
  if (record.kind === "offer") entry.offers++;
  else if (record.kind === "answer") entry.answers++;
  else if (record.kind === "candidate") entry.candidates++;
  else if (record.kind === "report") entry.reported = true;
  if (known) follow(entry, known);
}

export function follow(entry: ExchangeEntry, known: Exchange): void {
  const { state, connectedAt, offeredAt, restarts } = known;
  entry.state = state;
  entry.restarts = Math.max(entry.restarts, restarts);
  if (connectedAt !== null && offeredAt !== null) entry.connectMs = connectedAt - offeredAt;
}
