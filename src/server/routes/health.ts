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
    summary: "Tells whether the server takes new connections.",
    reply: { status: 200, description: "It does.", schema: says("ready") },
    otherReplies: [{ status: 503, description: "It is stopping.", schema: says("draining") }],
    handle: async (_, { draining }) =>
      draining() ? new Instead(503, { status: "draining" }) : { status: "ready" as const },
  }),
};
