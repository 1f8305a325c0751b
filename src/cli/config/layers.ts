// What is in force, and where each value comes from: flags, then the environment, then the file, then the defaults.
import type { Token } from "./namespace.ts";
import type { Shape } from "./schema.ts";
import { isVariable } from "./secret.ts";
import type { ConfigSource, Path } from "./source.ts";

/** A value with the place that it comes from. */
export class Setting {
  readonly value: unknown;
  readonly from: string;

  constructor(value: unknown, from: string) {
    this.value = value;
    this.from = from;
  }
}

/** As the schema has it, with a Setting where that has a value. */
export type Settled = Setting | { readonly [name: string]: Settled };

export interface Layer {
  at(path: Path): Setting | undefined;
  /** Of what has names of the user's own. */
  names(path: Path): readonly string[];
}

/** Values by their dotted path: of flags, of the environment. */
export const layerOf = (settings: Readonly<Record<string, Setting>>): Layer => ({
  at: (path) => settings[path.join(".")],
  names: () => [],
});

export const fileLayer = (source: ConfigSource, under: Path = []): Layer => ({
  at(path) {
    const value = source.value([...under, ...path]);
    if (value === undefined) return undefined;
    return new Setting(located(source, path.at(-1), value), source.where([...under, ...path]));
  },
  names: (path) => source.names([...under, ...path]),
});

const PATHS = ["auditLog", "dataDir", "jwks", "tlsCert", "tlsKey", "to"];

/** Files and folders that a file names are beside it, wherever the server is started. */
function located(source: ConfigSource, name: string | undefined, value: unknown): unknown {
  if (PATHS.includes(name ?? "")) return source.beside(String(value));
  if (name === "secretFile") return isVariable(String(value)) ? value : source.beside(String(value));
  if (name !== "tokens") return value;
  return (value as Token[]).map((token) =>
    token.tokenFile === undefined ? token : { ...token, tokenFile: source.beside(token.tokenFile) },
  );
}

export const under = (layer: Layer, part: Path): Layer => ({
  at: (path) => layer.at([...part, ...path]),
  names: (path) => layer.names([...part, ...path]),
});

/** Setting by setting, the first layer that has it; then the schema's own default. */
export function settle(shape: Shape, layers: readonly Layer[], path: Path = []): Settled {
  const names = shape.properties
    ? Object.keys(shape.properties)
    : shape.patternProperties && [...new Set(layers.flatMap((layer) => layer.names(path)))];
  if (names) {
    return Object.fromEntries(
      names.map((name) => [name, settle(childOf(shape, name), layers, [...path, name])]),
    );
  }
  for (const layer of layers) {
    const found = layer.at(path);
    if (found) return found;
  }
  return new Setting(shape.default, "default");
}

const childOf = ({ properties, patternProperties = {} }: Shape, name: string): Shape =>
  properties?.[name] ?? Object.values(patternProperties)[0]!;

export const valuesOf = (settled: Settled): unknown =>
  settled instanceof Setting
    ? settled.value
    : Object.fromEntries(Object.entries(settled).map(([name, part]) => [name, valuesOf(part)]));
