// One HTTP call, and its parts as they come in: path, query, body.
import { isUtf8 } from "node:buffer";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type Type from "typebox";
import { RtError } from "../protocol/errors.ts";
import { DEFAULT_NAMESPACE, isNamespace, type Namespace } from "../protocol/ids.ts";
import { parseJson } from "../protocol/json.ts";
import { limits } from "../protocol/limits.ts";
import type { Body } from "./routes/route.ts";

export type Env = { Bindings: HttpBindings };
export type Call = Context<Env>;

export function namespaceOf(c: Call): Namespace {
  const namespace = c.req.query("ns") ?? DEFAULT_NAMESPACE;
  if (isNamespace(namespace)) return namespace;
  const message =
    "`ns` is no namespace: 1 to 128 letters, digits and _ . : - that begin with a letter or digit.";
  throw new RtError("bad_request", message, { details: [{ path: "/ns", message }] });
}

export const noSuchNamespace = (namespace: Namespace): RtError =>
  new RtError("not_found", `There is no namespace ${namespace} on this server.`);

export const paramsOf = (c: Call, fields: Type.TProperties): Record<string, unknown> =>
  pick(fields, (name) => c.req.param(name));

/** What nobody asked for is dropped, and what should be a number is made one. */
export const queryOf = (c: Call, fields: Type.TProperties): Record<string, unknown> =>
  pick(fields, (name) => c.req.query(name));

function pick(fields: Type.TProperties, textOf: (name: string) => string | undefined) {
  const picked: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const text = textOf(name);
    if (text !== undefined) picked[name] = meant(text, field);
  }
  return picked;
}

/** The text as it stands where it is no value of the field's type: the schema then says so. */
function meant(text: string, field: Type.TSchema): unknown {
  const { type } = field as { type?: string };
  if (type === "integer" && /^\d+$/.test(text)) return Number(text);
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  return text;
}

export async function bodyOf(c: Call, { optional, otherwise }: Body<Type.TSchema>): Promise<unknown> {
  const text = await textOf(c);
  return text === "" && optional ? {} : parseJson(text, otherwise ?? "The body is not JSON.");
}

/** Reads no more than a frame's worth, whatever the sender announces. */
async function textOf(c: Call): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of c.env.incoming) {
      bytes += chunk.length;
      if (bytes > limits.frameBytes) throw new RtError("payload_too_large");
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof RtError ? error : new RtError("bad_request", "The body ended before its end.");
  }
  const body = Buffer.concat(chunks);
  if (!isUtf8(body)) throw new RtError("bad_request", "The body is not UTF-8.");
  return body.toString("utf8");
}
