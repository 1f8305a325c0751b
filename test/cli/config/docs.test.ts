// docs/configuration.md has every setting as the schema has it, and the example loads.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expected } from "../../../src/cli/config/expected.ts";
import { InForce } from "../../../src/cli/config/in-force.ts";
import { problemsOf } from "../../../src/cli/config/read.ts";
import { configShape, type Shape } from "../../../src/cli/config/schema.ts";
import { serveOptions } from "../../../src/cli/config/serve-options.ts";
import { ConfigSource } from "../../../src/cli/config/source.ts";
import { createNamespaces } from "../../../src/core/namespaces.ts";
import type { Namespace } from "../../../src/protocol/ids.ts";

const fileAt = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const page = fileAt("docs/configuration.md");

function tableUnder(heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]!.split("\n## ")[0]!;
  return section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2);
}

function rows({ properties = {} }: Shape, prefix = ""): string[] {
  return Object.entries(properties).flatMap(([name, shape]) => {
    if (shape.properties) return rows(shape, `${prefix}${name}.`);
    const takes = shape.patternProperties ? "settings by name" : expected(shape);
    const preset = shape.default === undefined ? "" : `\`${JSON.stringify(shape.default)}\``;
    return `| \`${prefix}${name}\` | ${takes} | ${preset} | ${shape.description} |`;
  });
}

describe("docs/configuration.md", () => {
  const { defaults: namespace, ...server } = configShape.properties!;

  it.each<[string, Shape]>([
    ["The server", { properties: server }],
    ["A namespace", namespace!],
    ["A token", namespace!.properties!.auth!.properties!.tokens!.items!],
  ])("has every setting under %s, and no other", (heading, shape) => {
    expect(tableUnder(heading)).toEqual(rows(shape));
  });
});

describe.each([
  ["examples/config/rtrooms.jsonc", fileAt("examples/config/rtrooms.jsonc")],
  ["the file in docs/configuration.md", /```jsonc\n(.*?)```/s.exec(page)![1]!],
])("%s", (name, text) => {
  const source = new ConfigSource(name, text);

  it("has no mistake but a token's file that is the reader's own", () => {
    const told = problemsOf(source).map(({ message }) => message);
    expect(told.filter((message) => !message.includes("thermometer.token"))).toEqual([]);
  });
});

it("the example gives each namespace its own rules", () => {
  const name = "examples/config/rtrooms.jsonc";
  const { values } = new InForce({}, {}, new ConfigSource(name, fileAt(name)));
  const { settings, serves } = createNamespaces(serveOptions(values));
  const of = (namespace: string) => settings(namespace as Namespace);
  expect(of("games")).toMatchObject({ room: { capacity: 4 }, cadenceMs: 16, history: { messages: 500 } });
  expect(of("support")).toMatchObject({ room: { capacity: 64 }, auth: { anonymous: ["join"] } });
  expect(of("sensors").auth.tokens).toMatchObject([{ name: "thermometer", scopes: ["publish"] }]);
  expect(serves("other" as Namespace)).toBe(false);
});
