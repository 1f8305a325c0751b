// The codec: reads what comes from a peer as a request, and is the only encoder of what goes to one.
import { Compile } from "typebox/compile";
import type { ErrorReply } from "./error-reply.ts";
import { type ErrorDetail, RtError } from "./errors.ts";
import type { EventOf, MemberRecord, ServerEvent, SignalRecord } from "./events.ts";
import { parseJson } from "./json.ts";
import { limits } from "./limits.ts";
import {
  isRequestType,
  type Reply,
  type Request,
  type RequestId,
  type RequestType,
  requests,
} from "./requests.ts";
import type { Message, Position, TopicValue } from "./shapes.ts";

/** A message already encoded, so that a fan-out to a thousand peers encodes once. Made here and nowhere else. */
export class Frame {
  readonly text: string;
  /** What a transport has made of the text, kept so that it frames once as well. */
  wire: Uint8Array | null = null;

  private constructor(text: string) {
    this.text = text;
  }

  static of(text: string): Frame {
    return new Frame(text);
  }
}

export const encodeEvent = (event: ServerEvent): Frame => Frame.of(JSON.stringify(event));

export const encodeReply = <K extends RequestType>(id: RequestId, data: Reply<K>): Frame =>
  Frame.of(JSON.stringify({ type: "ok", id, data }));

export const encodeError = (id: RequestId | undefined, error: RtError): Frame =>
  Frame.of(
    JSON.stringify({
      type: "error",
      id,
      code: error.code,
      message: error.message,
      retryable: error.retryable,
      retryAfterMs: error.retryAfterMs,
      details: error.details,
    } satisfies ErrorReply),
  );

// --- messages and values of topics: encoded before their offset is known, since the engine gives it ---

/** A message or a topic's value without offset, encoded. */
export type MessageBody = string & { readonly __body: true };

export const encodeMessage = (message: Omit<Message, "offset">): MessageBody =>
  JSON.stringify(message) as MessageBody;

export const encodeValue = (value: Omit<EventOf<"data">, "offset" | "tag">): MessageBody =>
  JSON.stringify(value) as MessageBody;

/** The place follows the type, which is what every body begins with. */
export function messageFrame(body: MessageBody, position: Position | null): Frame {
  if (position === null) return Frame.of(body);
  const head = body.indexOf(",") + 1;
  const place = `"offset":${position.offset},"tag":${JSON.stringify(position.tag)},`;
  return Frame.of(`${body.slice(0, head)}${place}${body.slice(head)}`);
}

/** A watcher's record before it has its number, which is each watcher's own. */
export const encodeRecord = (record: Omit<SignalRecord, "seq"> | Omit<MemberRecord, "seq">): MessageBody =>
  JSON.stringify(record) as MessageBody;

export function recordFrame(body: MessageBody, seq: number): Frame {
  const head = body.indexOf(",") + 1;
  return Frame.of(`${body.slice(0, head)}"seq":${seq},${body.slice(head)}`);
}

/** A signal for one peer, and the size of its data: encoded once for both. */
export function encodeSignal({ data, ...head }: EventOf<"signal">): { frame: Frame; bytes: number } {
  const json = JSON.stringify(data ?? null);
  return { frame: Frame.of(`${JSON.stringify(head).slice(0, -1)},"data":${json}}`), bytes: utf8Bytes(json) };
}

/** A stored body read again: the message as it was sent. */
export const decodeMessage = (body: MessageBody, { offset, tag }: Position): Message => ({
  ...(JSON.parse(body) as Message),
  offset,
  tag,
});

export function decodeValue(body: MessageBody, offset: number): TopicValue {
  const { data, time } = JSON.parse(body) as EventOf<"data">;
  return { offset, data, time };
}

// --- requests ---

const checkers = Object.fromEntries(
  Object.entries(requests).map(([type, { request }]) => [type, Compile(request)]),
) as unknown as Record<
  RequestType,
  { Check(value: unknown): boolean; Errors(value: unknown): SchemaError[] }
>;

interface SchemaError {
  instancePath: string;
  message: string;
}

export type Decoded =
  | { ok: true; request: Request }
  | { ok: false; id: RequestId | undefined; error: RtError };

const refuse = (id: RequestId | undefined, error: RtError): Decoded => ({ ok: false, id, error });

/**
 * Reads one request. Never throws: size and nesting are looked at before the parser sees the text, then the envelope, then
 * the fields by their schema.
 */
export function decode(text: string): Decoded {
  if (text.length > limits.frameBytes) return refuse(undefined, new RtError("payload_too_large"));
  let value: unknown;
  try {
    value = parseJson(text, "The frame is not JSON: one JSON object a frame.");
  } catch (error) {
    return refuse(undefined, error as RtError);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(undefined, new RtError("bad_request", 'The frame is not a JSON object with a "type".'));
  }
  const { type, id, ...params } = value as { type?: unknown; id?: unknown };
  if (!isRequestId(id)) {
    return refuse(
      undefined,
      new RtError("bad_request", "`id` must be an integer or a string of at most 64 characters."),
    );
  }
  if (typeof type !== "string") return refuse(id, new RtError("bad_request", 'The message has no "type".'));
  if (!isRequestType(type)) {
    const known = Object.keys(requests).join(", ");
    return refuse(id, new RtError("unknown_type", `There is no request of this type. Known: ${known}.`));
  }
  const checker = checkers[type];
  if (checker.Check(params)) return { ok: true, request: { type, id, params } as Request };
  return refuse(
    id,
    new RtError("bad_request", `The fields of "${type}" are not as they should be.`, {
      details: detailsOf(checker.Errors(params)),
    }),
  );
}

function isRequestId(id: unknown): id is RequestId | undefined {
  if (typeof id === "string") return id.length <= 64;
  return id === undefined || Number.isSafeInteger(id);
}

const detailsOf = (found: SchemaError[]): ErrorDetail[] =>
  found.slice(0, 5).map(({ instancePath, message }) => ({ path: instancePath || "/", message }));

/** Bytes of a value as JSON in UTF-8: what size limits are about. */
export const jsonBytes = (value: unknown): number => utf8Bytes(JSON.stringify(value) ?? "");

export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
