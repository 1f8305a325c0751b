// One HTTP call as the routes read it: its namespace and its body.
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { RtError } from "../protocol/errors.ts";
import { DEFAULT_NAMESPACE, isNamespace, type Namespace } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";

export type Env = { Bindings: HttpBindings };
export type Call = Context<Env>;

export function namespaceOf(c: Call) {
  const namespace = c.req.query("ns") ?? DEFAULT_NAMESPACE;
  if (!isNamespace(namespace)) throw new RtError("bad_request", "`ns` is no namespace.");
  return namespace;
}

export const noSuchNamespace = (namespace: Namespace): RtError =>
  new RtError("not_found", `There is no namespace ${namespace} on this server.`);

interface Checker<T> {
  Check(value: unknown): value is T;
  Errors(value: unknown): { instancePath: string; message: string }[];
}

export async function bodyAs<T>(c: Call, checker: Checker<T>): Promise<T> {
  const text = await bodyOf(c);
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new RtError("bad_request", "The body is not JSON.");
  }
  if (!checker.Check(body)) {
    const details = checker.Errors(body).slice(0, 5);
    throw new RtError("bad_request", "The fields of the body are not as they should be.", {
      details: details.map(({ instancePath, message }) => ({ path: instancePath || "/", message })),
    });
  }
  return body;
}

/** Reads no more than a frame's worth, whatever the sender announces. */
export async function bodyOf(c: Call): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.env.incoming) {
    bytes += chunk.length;
    if (bytes > limits.frameBytes) throw new RtError("payload_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
