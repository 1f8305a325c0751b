// The errors of routes as responses of OpenAPI: what may go wrong is one component for each status and set of codes.
import { type ErrorCode, errors } from "../../protocol/errors.ts";
import { PROBLEM_MEDIA, Problem } from "../problem.ts";
import type { Route } from "../routes/route.ts";
import type { Schemas } from "./schemas.ts";

export class Problems {
  readonly #components = new Map<string, object>();
  readonly #schemas: Schemas;

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /** A response for each status that the route may fail with. */
  of(route: Route): Record<string, object> {
    const codes = errorsOf(route);
    const statuses = [...new Set(codes.map((code) => errors[code].http))];
    return Object.fromEntries(
      statuses.map((status) => [
        status,
        this.#response(
          status,
          codes.filter((code) => errors[code].http === status),
        ),
      ]),
    );
  }

  components(): Record<string, object> {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #response(status: number, codes: ErrorCode[]): object {
    const name = codes.join(".");
    if (!this.#components.has(name)) this.#components.set(name, this.#component(status, codes));
    return { $ref: `#/components/responses/${name}` };
  }

  #component(status: number, codes: ErrorCode[]): object {
    const code = codes[0]!;
    const { message } = errors[code];
    const example = { type: "about:blank", title: message, status, code, detail: message };
    const properties = { status: { const: status }, code: { enum: codes } };
    return {
      description: codes.map((each) => `\`${each}\`: ${errors[each].message}`).join("\n\n"),
      content: { [PROBLEM_MEDIA]: { schema: { ...this.#schemas.of(Problem), properties }, example } },
    };
  }
}

/** What the route says, and what every route of its kind may answer. */
function errorsOf({ access, params, query, body, errors: own = [] }: Route): ErrorCode[] {
  const codes: ErrorCode[] = ["forbidden", ...own, "internal"];
  if (params || query || body) codes.push("bad_request");
  if (body) codes.push("payload_too_large");
  if (access !== "anyone") codes.push("unauthorized", "rate_limited");
  return codes;
}
