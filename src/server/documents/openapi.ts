// OpenAPI 3.1, written from the table of routes.
import Type from "typebox";
import type { Reply, Route } from "../routes/route.ts";
import { Problems } from "./problems.ts";
import { sampleOf } from "./sample.ts";
import { Schemas } from "./schemas.ts";

const ABOUT = `Rooms, topics and figures of an rtrooms server. Peers talk to it over a WebSocket: see \`/asyncapi.json\`.

Reading is for the machine that the server runs on, or for a token with the scope \`observe\`; changing needs a token: the
admin's, or for keeping order one with the scope \`moderate\`. A server that listens on loopback answers to local names only, and \`forbidden\` to all others. Errors are problems with a \`code\`, which is the contract;
\`detail\` is for people. Fields that a route does not know are dropped.`;

const TAGS = {
  rooms: "Rooms, their members and their messages.",
  topics: "Streams without seats that remember their last value.",
  server: "The server itself.",
};

const BEARER =
  "The admin token, which `serve` makes or takes from RTROOMS_ADMIN_TOKEN, a token that the namespace lists, or a signed one (JWT).";

/** Routes that need no token, or not from everywhere; all others do. */
const OPEN = { anyone: [], reader: [{}, { bearer: [] }] };

export function openapi(routes: Readonly<Record<string, Route>>, version: string): object {
  const schemas = new Schemas();
  const problems = new Problems(schemas);
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, route] of Object.entries(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(id, route, schemas, problems) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "rtrooms", version, description: ABOUT, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/", description: "The server that this document comes from." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.components(),
      responses: problems.components(),
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: BEARER } },
    },
  };
}

function operation(id: string, route: Route, schemas: Schemas, problems: Problems): object {
  const { params = {}, query = {}, body, access, path } = route;
  const segment = path.split("/")[1]!;
  const replies = [route.reply, ...(route.otherReplies ?? [])];
  return {
    operationId: id,
    tags: [segment in TAGS ? segment : "server"],
    summary: route.summary,
    description: route.description,
    security: access in OPEN ? OPEN[access as keyof typeof OPEN] : [{ bearer: [] }],
    parameters: [...parameters("path", params, schemas), ...parameters("query", query, schemas)],
    requestBody: body && {
      required: !body.optional,
      content: {
        "application/json": { schema: schemas.of(body.schema), example: sampleOf(body.schema, "data") },
      },
    },
    responses: {
      ...problems.of(route),
      ...Object.fromEntries(replies.map((reply) => [reply.status, response(reply, schemas)])),
    },
  };
}

function parameters(place: "path" | "query", fields: Type.TProperties, schemas: Schemas): object[] {
  const { required = [] } = Type.Object(fields);
  return Object.entries(fields).map(([name, field]) => ({
    name,
    in: place,
    required: (required as string[]).includes(name),
    description: (field as { description?: string }).description,
    schema: schemas.of(field),
  }));
}

function response({ description, schema, media = ["application/json"] }: Reply, schemas: Schemas): object {
  if (!schema) return { description };
  return {
    description,
    content: Object.fromEntries(media.map((type) => [type, { schema: schemas.of(schema) }])),
  };
}
