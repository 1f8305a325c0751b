// Is the process there, and does it take new connections?
import Type from "typebox";
import { Instead, route } from "./route.ts";

const says = <S extends string>(status: S) => Type.Object({ status: Type.Literal(status) });

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
    reply: { status: 200, description: "It does.", schema: says("ready") },
    otherReplies: [
      {
        status: 503,
        description: "It is stopping, or something that it needs fails.",
        schema: Type.Object({
          status: Type.Enum(["draining", "degraded"]),
          reason: Type.Optional(Type.Enum(["store"])),
        }),
      },
    ],
    async handle(_, { draining, hub }) {
      if (draining()) return new Instead(503, { status: "draining" });
      const degraded = hub.options.engine.health() !== null;
      return degraded
        ? new Instead(503, { status: "degraded", reason: "store" })
        : { status: "ready" as const };
    },
  }),
};
