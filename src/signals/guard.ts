// The signal guard: what the data of an offer, an answer or a candidate must look like before it is passed on to anybody.
import { type ErrorDetail, RtError } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import type { SignalKind } from "../protocol/shapes.ts";

/** Room for an identity assertion, the longest thing that a browser writes into one line. */
const LINE = 8 * 1024;
/** Of a section's `mid` and of an ICE user fragment, which have 256 at most (RFC 8839, 5.4). */
const TOKEN = 256;
/** Types of a description that each kind of signal may carry. */
const TYPES = { offer: ["offer"], answer: ["answer", "pranswer"] } as const;

type Fields = Record<string, unknown>;

/**
 * The data as it may go on: of a description and a candidate the fields that browsers know, of anything else all. Throws
 * `bad_request` with a detail for every field that is wrong. Looks at each character once, and no further into the text
 * than its beginning: a parser is what such texts are made to break.
 */
export function guardSignal(kind: SignalKind, data: unknown): unknown {
  switch (kind) {
    case "offer":
    case "answer":
      return description(kind, data);
    case "candidate":
      return data === null ? null : candidate(data);
    case "end":
      if (data !== null) refuse(kind, [wrong("", "must be null: there is nothing after the last candidate")]);
      return null;
    case "custom":
      return data;
    default:
      return kind satisfies never;
  }
}

function description(kind: "offer" | "answer", data: unknown): Fields {
  if (!isFields(data)) refuse(kind, [wrong("", 'must be a session description: {"type":"…","sdp":"v=0…"}')]);
  const { type, sdp } = data;
  const types: readonly unknown[] = TYPES[kind];
  const details: ErrorDetail[] = [];
  if (type !== undefined && !types.includes(type)) {
    details.push(wrong("/type", `must be ${types.join(" or ")}, or left out`));
  }
  const problem = typeof sdp === "string" ? problemOfSdp(sdp) : 'must be a text that begins with "v=0"';
  if (problem) details.push(wrong("/sdp", problem));
  if (details.length > 0) refuse(kind, details);
  return type === undefined ? { sdp } : { type, sdp };
}

function candidate(data: unknown): Fields {
  if (!isFields(data)) {
    refuse("candidate", [wrong("", 'must be a candidate, {"candidate":"…","sdpMid":"0"}, or null')]);
  }
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = data;
  const details = [
    isCandidate(candidate)
      ? null
      : wrong(
          "/candidate",
          `must be one line of at most ${limits.candidateBytes} characters that begins with "candidate:", or ""`,
        ),
    isToken(sdpMid) ? null : wrong("/sdpMid", `must be a text of at most ${TOKEN} characters, or null`),
    isIndex(sdpMLineIndex)
      ? null
      : wrong("/sdpMLineIndex", "must be a whole number from 0 to 65535, or null"),
    isToken(usernameFragment)
      ? null
      : wrong("/usernameFragment", `must be a text of at most ${TOKEN} characters, or null`),
  ].filter((detail) => detail !== null);
  if (details.length > 0) refuse("candidate", details);
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}

const isFields = (data: unknown): data is Fields =>
  typeof data === "object" && data !== null && !Array.isArray(data);

const wrong = (path: string, message: string): ErrorDetail => ({ path: `/data${path}`, message });

function refuse(kind: SignalKind, details: ErrorDetail[]): never {
  throw new RtError("bad_request", `The data of "${kind}" is not as it should be.`, { details });
}

const isCandidate = (value: unknown): boolean =>
  value === "" ||
  (typeof value === "string" &&
    value.length <= limits.candidateBytes &&
    (value.startsWith("candidate:") || value.startsWith("a=candidate:")) &&
    isOneLine(value));

const isToken = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.length <= TOKEN && isOneLine(value));

const isIndex = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535);

// --- characters ---

const CR = 13;
const LF = 10;

/** Lines end with CR LF; LF alone is what some libraries send, and what parsers take (RFC 8866, 5). */
function problemOfSdp(sdp: string): string | null {
  if (!sdp.startsWith("v=0") || !isLineEnd(sdp, 3)) return 'must begin with the line "v=0"';
  let lineStart = 0;
  for (let i = 0; i < sdp.length; i++) {
    const code = sdp.charCodeAt(i);
    if (code === LF) lineStart = i + 1;
    else if (code === CR) {
      if (sdp.charCodeAt(i + 1) !== LF) return "must end its lines with CR LF";
    } else {
      if (i - lineStart >= LINE) return `must have lines of at most ${LINE} characters`;
      const width = plainAt(sdp, i, code);
      if (width === 0) return "must be text, without control characters";
      i += width - 1;
    }
  }
  return null;
}

const isLineEnd = (text: string, at: number): boolean =>
  at === text.length || text.charCodeAt(at) === CR || text.charCodeAt(at) === LF;

function isOneLine(text: string): boolean {
  for (let i = 0; i < text.length; ) {
    const width = plainAt(text, i, text.charCodeAt(i));
    if (width === 0) return false;
    i += width;
  }
  return true;
}

/** How many units the character at this place has; 0 for a control character and half of a surrogate pair. */
function plainAt(text: string, at: number, code: number): 0 | 1 | 2 {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return 0;
  if (code < 0xd800 || code > 0xdfff) return 1;
  const next = text.charCodeAt(at + 1);
  return code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff ? 2 : 0;
}
