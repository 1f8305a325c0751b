// What this server can do, for programs and people who read it from here.
import Type from "typebox";
import { ASYNCAPI_MEDIA, OPENAPI_MEDIA } from "../documents/index.ts";
import { route } from "./route.ts";

const document = Type.Record(Type.String(), Type.Unknown());

export const documents = {
  getOpenApi: route({
    method: "get",
    path: "/openapi.json",
    access: "reader",
    summary: "Describes what is reached over HTTP: this document.",
    reply: { status: 200, description: "OpenAPI 3.1.", schema: document, media: [OPENAPI_MEDIA] },
    handle: async (_, { documents }) => ({ text: documents.openapi(), media: OPENAPI_MEDIA }),
  }),

  getAsyncApi: route({
    method: "get",
    path: "/asyncapi.json",
    access: "reader",
    summary: "Describes what is said over the WebSocket.",
    reply: { status: 200, description: "AsyncAPI 3.0.", schema: document, media: [ASYNCAPI_MEDIA] },
    handle: async (_, { documents }) => ({ text: documents.asyncapi(), media: ASYNCAPI_MEDIA }),
  }),
};
