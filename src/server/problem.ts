// Errors over HTTP: application/problem+json with the protocol's own codes.
import Type from "typebox";
import { ErrorCodeSchema, ErrorDetails } from "../protocol/error-reply.ts";
import { errors, RtError } from "../protocol/errors.ts";

export const PROBLEM_MEDIA = "application/problem+json";

export const Problem = Type.Object({
  type: Type.Literal("about:blank"),
  title: Type.String({ description: "What the code means." }),
  status: Type.Integer({ description: "The status of the response." }),
  code: ErrorCodeSchema,
  detail: Type.String({ description: "What happened here, for people." }),
  details: Type.Optional(ErrorDetails),
});
type Problem = Type.Static<typeof Problem>;

/** In whole seconds, which is all that the header can say. */
export function retryAfterOf(error: unknown): Record<string, string> {
  const ms = error instanceof RtError ? error.retryAfterMs : undefined;
  return ms === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(ms / 1_000))) };
}

export function problemOf(error: unknown): { status: number; body: string } {
  const known = error instanceof RtError ? error : new RtError("internal");
  const { message: title, http: status } = errors[known.code];
  const { code, message: detail, details } = known;
  const body: Problem = { type: "about:blank", title, status, code, detail, details };
  return { status, body: `${JSON.stringify(body)}\n` };
}
