// The two documents as they are served: written when somebody asks first, and kept.
import type { Route } from "../routes/route.ts";
import { asyncapi } from "./asyncapi.ts";
import { openapi } from "./openapi.ts";

export const OPENAPI_MEDIA = "application/vnd.oai.openapi+json;version=3.1";
export const ASYNCAPI_MEDIA = "application/vnd.aai.asyncapi+json;version=3.0.0";

export interface Documents {
  openapi(): string;
  asyncapi(): string;
}

export const createDocuments = (routes: Readonly<Record<string, Route>>, version: string): Documents => ({
  openapi: once(() => openapi(routes, version)),
  asyncapi: once(() => asyncapi(version)),
});

function once(write: () => object): () => string {
  let text: string | undefined;
  return () => {
    text ??= `${JSON.stringify(write(), null, 2)}\n`;
    return text;
  };
}
