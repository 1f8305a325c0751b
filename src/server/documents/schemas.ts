// The schemas as documents show them: what is exported under a name becomes a component, wherever it stands.
import type Type from "typebox";
import * as errorShapes from "../../protocol/error-reply.ts";
import * as eventShapes from "../../protocol/events.ts";
import * as requestShapes from "../../protocol/requests.ts";
import * as shapes from "../../protocol/shapes.ts";
import * as figures from "../../protocol/stats.ts";
import { Problem } from "../problem.ts";
import { sampleOf } from "./sample.ts";

export type JsonSchema = Record<string, unknown>;

const exported = { ...shapes, ...requestShapes, ...eventShapes, ...figures, ...errorShapes, Problem };

const isSchema = (value: unknown): value is Type.TSchema =>
  typeof value === "object" && value !== null && "~kind" in value && JSON.stringify(value) !== "{}";

/** By their text, since a schema that was made optional is a copy. */
const names = new Map(
  Object.entries(exported)
    .filter(([, value]) => isSchema(value))
    .map(([name, schema]) => [JSON.stringify(schema), name.replace(/Schema$/, "")]),
);

/** Translates schemas, and gathers the components that they refer to. */
export class Schemas {
  readonly #components = new Map<string, JsonSchema>();

  of(schema: unknown): JsonSchema {
    const name = names.get(JSON.stringify(schema));
    if (name === undefined) return this.#inside(schema as JsonSchema);
    if (!this.#components.has(name)) {
      const component = this.#inside(schema as JsonSchema);
      if (component.properties) component.examples = [sampleOf(schema as Type.TSchema)];
      this.#components.set(name, component);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #inside(schema: JsonSchema): JsonSchema {
    const shown: JsonSchema = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === "properties") shown[keyword] = this.#each(value as JsonSchema);
      // A record of anything, whatever its keys.
      else if (keyword === "patternProperties") shown.additionalProperties = this.#first(value as JsonSchema);
      else if (keyword === "items") shown[keyword] = this.of(value);
      else if (keyword === "anyOf" || keyword === "allOf") {
        shown[keyword] = (value as unknown[]).map((part) => this.of(part));
      } else shown[keyword] = value;
    }
    if (Array.isArray(schema.enum) && schema.enum.every((each) => typeof each === "string")) {
      shown.type = "string";
    }
    return shown;
  }

  #each(properties: JsonSchema): JsonSchema {
    return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, this.of(field)]));
  }

  #first(patterns: JsonSchema): JsonSchema | boolean {
    const inside = this.of(Object.values(patterns)[0]);
    return Object.keys(inside).length === 0 ? true : inside;
  }
}
