// What arrives from a server, told apart: a reply, a refusal, an event, or nothing that can be read.
import { type ErrorDetail, isErrorCode, RtError } from "../protocol/errors.ts";
import type { ServerEvent } from "../protocol/events.ts";
import { isDeeperThan } from "../protocol/json.ts";
import { limits } from "../protocol/limits.ts";
import type { RequestId } from "../protocol/requests.ts";

export type Incoming =
  | { kind: "ok"; id: RequestId | undefined; data: unknown }
  | { kind: "error"; id: RequestId | undefined; error: RtError }
  | { kind: "event"; event: ServerEvent }
  | { kind: "unreadable" };

interface Envelope {
  type: string;
  id?: RequestId;
  data?: unknown;
  code?: unknown;
  message?: unknown;
  retryAfterMs?: number;
  details?: ErrorDetail[];
}

/** Never throws. Fields of an event are the server's word: whoever shows a text from it passes it through `safeText`. */
export function readFrame(text: unknown): Incoming {
  const frame = parse(text);
  if (!frame) return { kind: "unreadable" };
  const { type, id } = frame;
  if (type === "ok") return { kind: "ok", id, data: frame.data };
  if (type !== "error") return { kind: "event", event: frame as unknown as ServerEvent };
  // A newer server may know codes that this client doesn't; what it may do about them is nothing.
  const code = isErrorCode(frame.code) ? frame.code : "internal";
  const message = typeof frame.message === "string" ? frame.message : undefined;
  return {
    kind: "error",
    id,
    error: new RtError(code, message, { details: frame.details, retryAfterMs: frame.retryAfterMs }),
  };
}

/** A reply wraps what peers have sent: rooms, their messages, and in these the data. */
const DEPTH = 2 * limits.depth;

function parse(text: unknown): Envelope | null {
  if (typeof text !== "string" || isDeeperThan(text, DEPTH)) return null;
  try {
    const value: unknown = JSON.parse(text);
    const readable = typeof value === "object" && value !== null && "type" in value;
    return readable && typeof value.type === "string" ? (value as Envelope) : null;
  } catch {
    return null;
  }
}
