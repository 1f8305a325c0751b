// The fields of a log line as they may be written: none is long, whoever chose what is in it, and none is a secret.

/** Bytes of one field, in UTF-8. */
const FIELD = 256;
/** Of what the program says of itself: where in it something went wrong. */
const STACK = 2_048;
const DEEPEST = 4;
const MOST_PARTS = 32;

const SECRET = /token|secret|password|authorization|cookie|credential/i;
/** A token inside a text: as it stands in a header or a list of subprotocols, or a signed one anywhere. */
const TOKEN = /(\bbearer[ .]+)[^\s,"]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*/gi;
const HIDDEN = "(hidden)";

export const shortFields = (fields: Record<string, unknown>): Record<string, unknown> =>
  fieldsOf(fields, 0) as Record<string, unknown>;

function partOf(value: unknown, depth: number): unknown {
  if (typeof value === "string") return short(value, FIELD);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return "…";
  return value instanceof Error ? errorOf(value, depth) : fieldsOf(value, depth);
}

function fieldsOf(value: object, depth: number): unknown {
  if (Array.isArray(value)) return value.slice(0, MOST_PARTS).map((part) => partOf(part, depth + 1));
  const parts = Object.entries(value).slice(0, MOST_PARTS);
  return Object.fromEntries(
    parts.map(([key, part]) => [
      short(key, FIELD),
      SECRET.test(key) && part !== undefined && part !== null ? HIDDEN : partOf(part, depth + 1),
    ]),
  );
}

function errorOf(error: Error, depth: number): unknown {
  const { name: type, message, stack = "", cause } = error;
  // The stack repeats the message, which may be long.
  const frames = stack.slice(Math.max(0, stack.indexOf("\n    at ")));
  return {
    type: short(type, FIELD),
    message: short(message, FIELD),
    stack: short(frames.trim(), STACK),
    ...(cause !== undefined && { cause: partOf(cause, depth + 1) }),
    ...("code" in error && { code: partOf(error.code, depth + 1) }),
  };
}

function short(text: string, most: number): string {
  const known = text
    .slice(0, most + TAIL)
    .replace(TOKEN, (_, scheme: string | undefined) => `${scheme ?? ""}${HIDDEN}`);
  if (Buffer.byteLength(known) <= most && text.length <= most + TAIL) return known;
  const bytes = Buffer.from(known).subarray(0, most - ELLIPSIS.length);
  // A character that was cut in two ends as a replacement character.
  return `${bytes.toString("utf8").replace(/\ufffd+$/, "")}…`;
}

const ELLIPSIS = Buffer.from("…");
/** A token that begins before the cut is seen as one. */
const TAIL = 1_024;
