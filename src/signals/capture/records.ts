// Whether what stands in a file is a record: files come from anywhere, and what reads them relies on each field.
import { isId } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";
import type { TraceRecord } from "../trace.ts";

type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** No deeper than what a server passes on: who writes a record out again goes through it level by level. */
export const isShallow = (value: unknown, levels: number = limits.depth): boolean =>
  typeof value !== "object" ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)));

const KINDS = new Set(["offer", "answer", "candidate", "end", "custom", "report", "expired"]);
const VERDICTS = new Set(["delivered", "queued", "no_such_peer"]);
const STATES = new Set(["connecting", "connected", "failed", "closed"]);
const CHANGES = new Set(["present", "joined", "left", "held", "returned"]);
const LONGEST_NAME = 256;

const isAny = (value: unknown): boolean => typeof value === "string" && isId(value);
/** Milliseconds, to which a second can be added that counts. */
export const isTime = (value: unknown): value is number => isCount(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): boolean => typeof value === "string" && value.length <= LONGEST_NAME;
const orNone = (is: (value: unknown) => boolean, value: unknown): boolean => value === undefined || is(value);
const isOneOf =
  (values: ReadonlySet<string>) =>
  (value: unknown): boolean =>
    typeof value === "string" && values.has(value);

export function isRecord(value: unknown): value is TraceRecord {
  if (!isFields(value) || !isShallow(value)) return false;
  const { type, seq, time, namespace, room } = value;
  if (!isCount(seq) || !isCount(time) || !isAny(namespace) || !isAny(room)) return false;
  if (type === "watch.members") return isMember(value);
  return type === "watch.signals" && isSignal(value);
}

const isMember = ({ peer, name, what, reason }: Fields): boolean =>
  isAny(peer) && isText(name) && isOneOf(CHANGES)(what) && orNone(isText, reason);

function isSignal({ from, to, kind, bytes, verdict, exchange, state, pair, of }: Fields): boolean {
  return (
    [from, to].every(isAny) &&
    isOneOf(KINDS)(kind) &&
    isCount(bytes) &&
    orNone(isOneOf(VERDICTS), verdict) &&
    orNone(isText, exchange) &&
    orNone(isOneOf(STATES), state) &&
    orNone(isPair, pair) &&
    orNone(isOneOf(KINDS), of)
  );
}

const isPair = (value: unknown): boolean =>
  isFields(value) && [value.local, value.remote].every(isText) && orNone(isText, value.protocol);
