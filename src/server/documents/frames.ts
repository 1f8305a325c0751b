// Every frame as a message of AsyncAPI: requests and replies in their envelopes, events, and the error.
import Type from "typebox";
import { ErrorReply, RequestIdSchema } from "../../protocol/error-reply.ts";
import { errors } from "../../protocol/errors.ts";
import { events } from "../../protocol/events.ts";
import { requests } from "../../protocol/requests.ts";
import { eventSummaries, requestSummaries } from "../../protocol/summaries.ts";
import { sampleOf } from "./sample.ts";
import type { Schemas } from "./schemas.ts";

const CORRELATION = { location: "$message.payload#/id", description: "Chosen by the client." };

/** By id: `join.request`, `join.reply`, `member.joined.event`, `error`. */
export function frames(schemas: Schemas): Record<string, object> {
  const frame = (name: string, summary: string, payload: Type.TSchema, more: object = {}) => ({
    name,
    title: name,
    summary,
    ...more,
    payload: schemas.of(payload),
    examples: [{ payload: sampleOf(payload) }],
  });
  const correlated = { correlationId: CORRELATION };
  const messages: Record<string, object> = {};
  for (const [type, { request, reply }] of Object.entries(requests)) {
    const summary = requestSummaries[type as keyof typeof requests];
    messages[`${type}.request`] = frame(type, summary, asked(type, request), correlated);
    const ok = Type.Object({ type: Type.Literal("ok"), id: RequestIdSchema, data: reply });
    messages[`${type}.reply`] = frame("ok", `The answer to \`${type}\`.`, ok, correlated);
  }
  for (const [type, payload] of Object.entries(events)) {
    messages[`${type}.event`] = frame(type, eventSummaries[type as keyof typeof events], payload);
  }
  const description = Object.entries(errors)
    .map(([code, { message }]) => `- \`${code}\`: ${message}`)
    .join("\n");
  messages.error = frame("error", "A request was refused.", ErrorReply, { ...correlated, description });
  return messages;
}

/** The envelope and the fields as one object, which is what travels. */
function asked(type: string, request: Type.TSchema): Type.TSchema {
  const envelope = { type: Type.Literal(type), id: Type.Optional(RequestIdSchema) };
  const { properties } = request as { properties?: Type.TProperties };
  return properties
    ? Type.Object({ ...envelope, ...properties })
    : Type.Intersect([Type.Object(envelope), request]);
}
