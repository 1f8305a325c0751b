// One HTTP route as a value: what it takes, what it answers, who may call it, and what it does.
import type Type from "typebox";
import type { Hub } from "../../core/hub.ts";
import type { Grant } from "../../core/rights.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import type { Documents } from "../documents/index.ts";
import type { Gate } from "../gate.ts";
import type { Metrics } from "../metrics.ts";
import type { Mint } from "../minting.ts";
import type { Readiness } from "../readiness.ts";
import type { Gauges } from "../stats.ts";

/** `reader`: this machine, or a token with the right to observe; `publisher`: a token with the right to publish; `moderator`: to moderate. */
export type Access = "anyone" | "reader" | "publisher" | "moderator" | "admin";

export interface Reply {
  status: number;
  description: string;
  /** Without one the reply has no body. */
  schema?: Type.TSchema;
  /** What the body may be instead of plain JSON: the handler then answers with the text itself. */
  media?: readonly string[];
}

export interface Body<B extends Type.TSchema> {
  schema: B;
  /** An empty body stands for `{}`. */
  optional?: boolean;
  /** What who sends no JSON is told. */
  otherwise?: string;
}

/** What a handler has at hand besides the call. */
export interface Services {
  hub: Hub;
  gauges: Gauges;
  metrics: Metrics;
  documents: Documents;
  mint: Mint;
  readiness: Readiness;
  gate: Gate;
}

/** A call that was let in and whose parts have been checked. */
export interface Asked<P extends Type.TProperties, Q extends Type.TProperties, B extends Type.TSchema> {
  params: Type.Static<Type.TObject<P>>;
  query: Type.Static<Type.TObject<Q>>;
  body: Type.Static<B>;
  grant: Grant;
  /** Where the call came from. */
  address: string;
  /** The header of that name. */
  accept: string | undefined;
}

/** A body that is written already. */
export interface Written {
  text: string;
  media: string;
}

/** An answer with one of the other statuses. */
export class Instead {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

type Answer<R extends Reply> = R extends { media: readonly string[] }
  ? Written
  : R extends { schema: infer B extends Type.TSchema }
    ? Type.Static<B>
    : unknown;

interface Definition<
  P extends Type.TProperties,
  Q extends Type.TProperties,
  B extends Type.TSchema,
  R extends Reply,
> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With `{room}` where a parameter stands. */
  path: string;
  access: Access;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: Body<B>;
  reply: R;
  otherReplies?: readonly Reply[];
  /** Besides those that every route of its kind may answer. */
  errors?: readonly ErrorCode[];
  handle(asked: Asked<P, Q, B>, services: Services): Promise<Answer<R> | Instead>;
}

type Any = Definition<Type.TProperties, Type.TProperties, Type.TSchema, Reply>;

/** What the table holds: the types of the parts are the handler's own business. */
export interface Route extends Omit<Any, "handle"> {
  // biome-ignore lint/suspicious/noExplicitAny: `route` has typed it, and its parts are checked by their schemas
  handle(asked: any, services: Services): Promise<unknown>;
}

type None = Record<never, never>;

export const route = <
  R extends Reply,
  P extends Type.TProperties = None,
  Q extends Type.TProperties = None,
  B extends Type.TSchema = Type.TUnknown,
>(
  definition: Definition<P, Q, B, R>,
): Route => definition;
