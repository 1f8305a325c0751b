// The reply to a request that failed.
import Type from "typebox";
import { type ErrorCode, errors } from "./errors.ts";
import type { RequestId } from "./requests.ts";

export const ErrorCodeSchema = Type.Enum(Object.keys(errors) as ErrorCode[], {
  description: "The contract: what went wrong, for programs.",
});

export const ErrorDetails = Type.Array(
  Type.Object({
    path: Type.String({ description: "JSON pointer to the field." }),
    message: Type.String(),
  }),
  { description: "The fields that are not as they should be." },
);

export const RequestIdSchema = Type.Unsafe<RequestId>(
  Type.Union([Type.Integer(), Type.String({ maxLength: 64 })], {
    description: "Chosen by the client; the reply has the same.",
  }),
);

export const ErrorReply = Type.Object({
  type: Type.Literal("error"),
  id: Type.Optional(RequestIdSchema),
  code: ErrorCodeSchema,
  message: Type.String({ description: "What happened, for people." }),
  retryable: Type.Boolean({ description: "True if the same request may succeed later, unchanged." }),
  retryAfterMs: Type.Optional(Type.Integer({ description: "Not before this time has passed." })),
  details: Type.Optional(ErrorDetails),
});
export type ErrorReply = Type.Static<typeof ErrorReply>;
