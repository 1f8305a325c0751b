// Is the process there, and does it take new connections?
import Type from "typebox";
import { Instead, route } from "./route.ts";

const says = <S extends string>(status: S) => Type.Object({ status: Type.Literal(status) });

const readiness = <S extends string>(status: S) =>
  Type.Object({
    status: Type.Literal(status),
    reasons: Type.Array(
      Type.Object({
        name: Type.String({ description: "Which check it is: `draining`, for instance." }),
        reason: Type.String({ description: "What is against new connections, for people." }),
      }),
    ),
  });

export const health = {
  isHealthy: route({
    method: "get",
    path: "/healthz",
    access: "anyone",
    summary: "Tells that the process answers.",
    reply: { status: 200, description: "It does.", schema: says("ok") },
    handle: async () => ({ status: "ok" as const }),
  }),

  isReady: route({
    method: "get",
    path: "/readyz",
    access: "anyone",
    summary: "Tells whether the server takes new connections, and keeps what it is given.",
    reply: { status: 200, description: "It does.", schema: readiness("ready") },
    otherReplies: [
      { status: 503, description: "It doesn't, for these reasons.", schema: readiness("unready") },
    ],
    async handle(_, { readiness }) {
      const reasons = readiness.reasons();
      return reasons.length > 0
        ? new Instead(503, { status: "unready", reasons })
        : { status: "ready" as const, reasons };
    },
  }),
};
