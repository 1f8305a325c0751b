// New tokens for those whom another program has signed on.
import Type from "typebox";
import { SCOPES } from "../../core/rights.ts";
import { RtError } from "../../protocol/errors.ts";
import { Time } from "../../protocol/shapes.ts";
import { inNamespace, namespaceOf } from "./fields.ts";
import { route } from "./route.ts";

const LEAST_MS = 1_000;
const MOST_MS = 366 * 24 * 3_600_000;

export const tokens = {
  mintToken: route({
    method: "post",
    path: "/tokens",
    access: "admin",
    summary: "Signs a token that is good in the namespace.",
    description:
      "With the namespace's secret: where there is none, tokens are made elsewhere, and this is `forbidden`.",
    query: inNamespace,
    body: {
      schema: Type.Object({
        sub: Type.String({ minLength: 1, maxLength: 256, description: "Whom it speaks for." }),
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: "What others see." })),
        rooms: Type.Optional(
          Type.Array(Type.String({ pattern: "^[A-Za-z0-9_.:*-]{1,128}$" }), {
            maxItems: 64,
            description:
              "Rooms, topics and queues that it is good for, with `*` for anything; left out: all.",
          }),
        ),
        scopes: Type.Optional(Type.Array(Type.Enum([...SCOPES, "admin"]))),
        ttlMs: Type.Optional(
          Type.Integer({
            minimum: LEAST_MS,
            maximum: MOST_MS,
            description: "How long it is good, in milliseconds; an hour if left out.",
          }),
        ),
      }),
    },
    reply: {
      status: 201,
      description: "The token: keep it as you would a password.",
      schema: Type.Object({ token: Type.String(), expiresAt: Time }),
    },
    async handle(asked, { mint }) {
      const { rooms, scopes } = asked.body;
      if (rooms && scopes?.includes("admin")) {
        throw new RtError("bad_request", "An admin's token is for all rooms: leave out `rooms`.");
      }
      return mint(namespaceOf(asked), asked.body);
    },
  }),
};
