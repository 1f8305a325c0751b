// What the relay screen keeps of each record: inert texts for the screen, and the record itself for whoever looks closer.
import { safeText } from "../../protocol/safe-text.ts";
import type { Candidate } from "../../signals/candidate.ts";
import { isCandidateText, parseCandidate } from "../../signals/candidate.ts";
import { type Strength, strengths } from "../../signals/codes.ts";
import type { Finding } from "../../signals/ledger.ts";
import type { TraceRecord } from "../../signals/trace.ts";
import type { ExchangeEntry } from "./relay-exchange.ts";

export const kinds = [
  "offer",
  "answer",
  "candidate",
  "end",
  "custom",
  "report",
  "expired",
  "member",
  "finding",
] as const;
export type Kind = (typeof kinds)[number];

export interface Item {
  /** Counts up by one, whatever the server's numbers do. */
  id: number;
  time: number;
  /** As `placeOf` says it. */
  place: string;
  room: string;
  /** Null for what members did. */
  exchange: ExchangeEntry | null;
  kind: Kind;
  /** Of a finding: whose page it is about. */
  from: string;
  /** Empty for members and findings. */
  to: string;
  /** Null for findings, which are no record. */
  record: TraceRecord | null;
  finding: Finding | null;
  /** What findings point at it. */
  findings: Finding[];
}

export function itemOf(record: TraceRecord, id: number, exchange: ExchangeEntry | null): Item {
  const { time, namespace, room } = record;
  const member = record.type === "watch.members";
  return {
    id,
    time,
    place: `${namespace}/${room}`,
    room: safeText(room),
    exchange,
    kind: member ? "member" : record.kind,
    from: safeText(member ? record.peer : record.from),
    to: member ? "" : safeText(record.to),
    record,
    finding: null,
    findings: [],
  };
}

export const bytesOf = ({ record }: Item): number =>
  record?.type === "watch.signals" ? Math.max(200, record.bytes) : 200;

/** The text of a description; null where there is none. */
export function sdpOf({ record }: Item): string | null {
  if (record?.type !== "watch.signals") return null;
  if (record.kind !== "offer" && record.kind !== "answer") return null;
  const { sdp } = (record.data ?? {}) as { sdp?: unknown };
  return typeof sdp === "string" ? sdp : null;
}

/** The text of a candidate, however a page has sent it; empty for the sign that there are no more. */
export function candidateTextOf({ record }: Item): string | null {
  if (record?.type !== "watch.signals" || record.kind !== "candidate") return null;
  const { data } = record;
  if (typeof data === "string") return data;
  const { candidate } = (data ?? {}) as { candidate?: unknown };
  return typeof candidate === "string" ? candidate : null;
}

export function candidateOf(item: Item): Candidate | null {
  const text = candidateTextOf(item);
  if (text === null || text === "") return null;
  return parseCandidate(isCandidateText(text) ? text : `candidate:${text}`);
}

/** What still counts of them. */
export const standing = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ because, withdrawn }) => !because && !withdrawn);

export function worstOf(findings: readonly Finding[]): Strength | null {
  const found = standing(findings);
  return strengths.find((strength) => found.some((one) => one.strength === strength)) ?? null;
}
