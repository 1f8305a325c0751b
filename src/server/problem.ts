// Errors over HTTP: application/problem+json with the protocol's own codes.
import { type ErrorCode, errors, RtError } from "../protocol/errors.ts";

export const PROBLEM_TYPE = "application/problem+json";

export function problemOf(error: unknown): { status: number; body: string } {
  const known = error instanceof RtError ? error : new RtError("internal");
  const { message: title, http: status } = errors[known.code];
  const body = {
    type: "about:blank",
    title,
    status,
    code: known.code satisfies ErrorCode,
    detail: known.message,
    details: known.details,
  };
  return { status, body: `${JSON.stringify(body)}\n` };
}
