// The error codes: what a request can be answered with, and what each means to a person, a client and over HTTP.

interface ErrorRow {
  message: string;
  /** True if the same request may succeed later, unchanged. */
  retryable: boolean;
  /** The status of the same error over HTTP. */
  http: number;
}

export const errors = {
  bad_request: { message: "The message is not one this server understands.", retryable: false, http: 400 },
  unknown_type: { message: "There is no request of this type.", retryable: false, http: 400 },
  payload_too_large: { message: "The message is larger than allowed.", retryable: false, http: 413 },
  unauthorized: { message: "A valid token is needed.", retryable: false, http: 401 },
  forbidden: { message: "This peer may not do that.", retryable: false, http: 403 },
  not_found: { message: "There is no such room.", retryable: false, http: 404 },
  room_full: { message: "All seats of the room are taken.", retryable: true, http: 409 },
  banned: { message: "This peer is banned from the room.", retryable: false, http: 403 },
  room_locked: { message: "The room is locked: it takes nobody in.", retryable: false, http: 409 },
  room_closed: { message: "The room is finished or closed.", retryable: false, http: 409 },
  wrong_password: { message: "The room needs another password.", retryable: false, http: 403 },
  already_exists: { message: "A room of this name exists.", retryable: false, http: 409 },
  not_joined: { message: "This peer has no seat in the room.", retryable: false, http: 409 },
  rate_limited: { message: "Too many attempts: wait a while.", retryable: true, http: 429 },
  too_many_rooms: { message: "No more rooms: the limit is reached.", retryable: true, http: 429 },
  too_many_topics: {
    message: "No more topics: the limit is reached.",
    retryable: true,
    http: 429,
  },
  no_such_peer: { message: "No such peer in the room.", retryable: false, http: 404 },
  unavailable: { message: "The server can't do that right now.", retryable: true, http: 503 },
  internal: { message: "The server made a mistake; it is logged.", retryable: true, http: 500 },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errors;

export interface ErrorDetail {
  /** JSON pointer to the field. */
  path: string;
  message: string;
}

/** A request's failure on either side of the wire; `code` is the contract, `message` is for people. */
export class RtError extends Error {
  override readonly name = "RtError";
  readonly code: ErrorCode;
  readonly details: ErrorDetail[] | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string = errors[code].message,
    more: { details?: ErrorDetail[]; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.details = more.details;
    this.retryAfterMs = more.retryAfterMs;
  }

  get retryable(): boolean {
    return errors[this.code].retryable;
  }
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(errors, code);
