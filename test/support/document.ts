// A served document and its schemas, by which tests check what a server really says.
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "vitest";
import type { Wire } from "./peer.ts";

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** The value with every part that `change` answers something for replaced by it. */
function rewrite(value: unknown, change: (node: Node) => Node): unknown {
  if (Array.isArray(value)) return value.map((each) => rewrite(each, change));
  if (!isNode(value)) return value;
  const inside = Object.entries(value).map(([key, each]) => [key, rewrite(each, change)]);
  return change(Object.fromEntries(inside));
}

/** Schemas that allow no field but those they name: a field without documentation is an error then. */
const closed = (node: Node): Node =>
  node.type === "object" && node.additionalProperties === undefined
    ? { ...node, unevaluatedProperties: false }
    : node;

export const pointer = (...path: (string | number)[]): string =>
  `#/${path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;

export class Described {
  readonly document: Wire;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: Wire) {
    this.document = document;
    (formats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema(rewrite(document, closed) as Node, "document");
  }

  /** What lies there, references followed. */
  at(...path: (string | number)[]): Wire {
    let node = this.document;
    for (const part of path) node = this.#follow(node)?.[part];
    return this.#follow(node);
  }

  /** Fails unless the value is exactly what the schema at this place says. */
  expect(value: unknown, where: string, ...path: (string | number)[]): void {
    const $ref = `document${encodeURI(pointer(...path))}`;
    const fits = this.#ajv.validate({ $ref }, value);
    expect(fits ? [] : this.#ajv.errors, `${where}: ${JSON.stringify(value)}`).toEqual([]);
  }

  /** Every reference of the document. */
  references(): string[] {
    const found: string[] = [];
    rewrite(this.document, (node) => {
      if (typeof node.$ref === "string") found.push(node.$ref);
      return node;
    });
    return found;
  }

  resolve($ref: string): Wire {
    const path = $ref.slice(2).split("/");
    return path.reduce(
      (node, part) => node?.[part.replaceAll("~1", "/").replaceAll("~0", "~")],
      this.document,
    );
  }

  /** Every example is one of its own schema. */
  expectExamples(): void {
    const schemas = this.document.components.schemas as Record<string, { examples?: unknown[] }>;
    for (const [name, { examples = [] }] of Object.entries(schemas)) {
      for (const example of examples) this.expect(example, name, "components", "schemas", name);
    }
  }

  #follow(node: Wire): Wire {
    return typeof node?.$ref === "string" ? this.resolve(node.$ref) : node;
  }
}
