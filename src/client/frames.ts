// What arrives from a server, told apart: a reply, a refusal, an event, or nothing that can be read.
import { type ErrorDetail, isErrorCode, RtError } from "../protocol/errors.ts";
import type { ServerEvent } from "../protocol/events.ts";
import { isDeeperThan } from "../protocol/json.ts";
import { limits } from "../protocol/limits.ts";
import type { RequestId } from "../protocol/requests.ts";
import { isReadableEvent } from "./readable.ts";

export type Incoming =
  | { kind: "ok"; id: RequestId | undefined; data: unknown }
  | { kind: "error"; id: RequestId | undefined; error: RtError }
  /** Known or, from a newer server, not: then nothing here knows what to do about it. */
  | { kind: "event"; event: ServerEvent; known: boolean }
  | { kind: "unreadable" };

interface Envelope {
  type: string;
  id?: RequestId;
  data?: unknown;
  code?: unknown;
  message?: unknown;
  retryAfterMs?: unknown;
  details?: unknown;
}

/** Longer than any server that means to come back asks for; a timer that is set for too long runs at once. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** Never throws. Fields of an event are the server's word: whoever shows a text from it passes it through `safeText`. */
export function readFrame(text: unknown): Incoming {
  const frame = parse(text);
  if (!frame) return { kind: "unreadable" };
  const { type, id } = frame;
  if (type === "ok") return { kind: "ok", id, data: frame.data };
  if (type !== "error") return readEvent(frame);
  // A newer server may know codes that this client doesn't; what it may do about them is nothing.
  const code = isErrorCode(frame.code) ? frame.code : "internal";
  const message = typeof frame.message === "string" ? frame.message : undefined;
  return {
    kind: "error",
    id,
    error: new RtError(code, message, {
      details: detailsOf(frame.details),
      retryAfterMs: waitOf(frame.retryAfterMs),
    }),
  };
}

function readEvent(frame: Envelope): Incoming {
  const readable = isReadableEvent(frame);
  if (readable === false) return { kind: "unreadable" };
  const event = frame as unknown as ServerEvent;
  return {
    kind: "event",
    known: readable ?? false,
    event: event.type === "going_away" ? { ...event, retryAfterMs: waitOf(event.retryAfterMs) ?? 0 } : event,
  };
}

function detailsOf(details: unknown): ErrorDetail[] | undefined {
  if (!Array.isArray(details)) return undefined;
  const readable = (detail: Partial<ErrorDetail> | null): boolean =>
    typeof detail?.path === "string" && typeof detail.message === "string";
  return details.every(readable) ? details : undefined;
}

const waitOf = (ms: unknown): number | undefined =>
  Number.isFinite(ms) ? Math.min(LONGEST_WAIT_MS, Math.max(0, ms as number)) : undefined;

/** A reply wraps what peers have sent: rooms, their messages, and in these the data. */
const DEPTH = 2 * limits.depth;

function parse(text: unknown): Envelope | null {
  if (typeof text !== "string" || isDeeperThan(text, DEPTH)) return null;
  try {
    const value: unknown = JSON.parse(text);
    const readable = typeof value === "object" && value !== null && "type" in value;
    if (!readable || typeof value.type !== "string") return null;
    return value as Envelope;
  } catch {
    return null;
  }
}
