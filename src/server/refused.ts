// A refusal at the door: what the caller is told, and the reason under which it is counted and logged.
import { type ErrorCode, RtError } from "../protocol/errors.ts";
import type { AuditReason } from "./audit-reasons.ts";

export class Refused extends RtError {
  readonly reason: AuditReason;

  constructor(reason: AuditReason, code: ErrorCode, message?: string, retryAfterMs?: number) {
    super(code, message, { retryAfterMs });
    this.reason = reason;
  }
}

export const reasonOf = (error: unknown): AuditReason =>
  error instanceof Refused ? error.reason : "bad_http";
