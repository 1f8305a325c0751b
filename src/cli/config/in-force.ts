// The whole configuration of a server: its own options, the defaults, and every namespace that is named.
import { anonymousRights } from "../../core/settings.ts";
import { dataFolder } from "../folders.ts";
import { fileLayer, type Layer, layerOf, Setting, type Settled, settle, under, valuesOf } from "./layers.ts";
import { type Config, configShape } from "./schema.ts";
import type { ConfigSource } from "./source.ts";

/** Everything set, with what every namespace takes from the defaults. */
type Whole<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;
export type WholeConfig = Whole<Omit<Config, "$schema" | Unset>> & Pick<Config, Unset>;
/** What has no default, or one that depends on where it runs. */
type Unset = "logLevel" | "drainNotice" | "auditLog" | "tlsCert" | "tlsKey" | "adminPort";

export class InForce {
  readonly settled: { readonly [name: string]: Settled };

  /** `flags` and `environment`: values by their path in a file. */
  constructor(
    flags: Readonly<Record<string, Setting>>,
    environment: Readonly<Record<string, Setting>>,
    source: ConfigSource | null,
  ) {
    const { $schema, namespaces: named, ...properties } = configShape.properties!;
    const typed = [layerOf(flags), layerOf(environment)];
    const layers = source ? [...typed, fileLayer(source)] : typed;
    const preset = layerOf({ dataDir: new Setting(dataFolder(), "default") });
    const server = settle({ properties }, [...withFolder(layers, typed), preset]);
    const namespaces = settleNamespaces(source, layers);
    const all: Record<string, Settled> = { ...(server as Record<string, Settled>), namespaces };
    this.settled = (all.open as Setting).value === true ? all : withSignOn(all);
  }

  get values(): WholeConfig {
    return valuesOf(this.settled) as WholeConfig;
  }
}

function settleNamespaces(source: ConfigSource | null, layers: readonly Layer[]): Settled {
  const shape = configShape.properties!.defaults!;
  const forAll = layers.map((layer) => under(layer, ["defaults"]));
  const names = source?.names(["namespaces"]) ?? [];
  return Object.fromEntries(
    names.map((name) => [name, settle(shape, [fileLayer(source!, ["namespaces", name]), ...forAll])]),
  );
}

/** Who names a key and says nothing of those without a token lets nobody in without one. */
function withSignOn(all: Record<string, Settled>): Record<string, Settled> {
  const named = Object.entries(all.namespaces as Parts).map(([name, own]) => [name, signedOn(own as Parts)]);
  return { ...all, defaults: signedOn(all.defaults as Parts), namespaces: Object.fromEntries(named) };
}

type Parts = Readonly<Record<string, Settled>>;

function signedOn(own: Parts): Parts {
  const auth = own.auth as Parts;
  const { secretFile, jwks } = auth.jwt as Record<string, Setting>;
  const key = [secretFile, jwks].find((setting) => setting?.value !== undefined);
  if (!key || (auth.anonymous as Setting).from !== "default") return own;
  const anonymous = new Setting(anonymousRights(true), `the key of ${key.from}`);
  return { ...own, auth: { ...auth, anonymous } };
}

/** A folder that was typed, or stands in the environment, counts more than a file's wish for memory. */
function withFolder(layers: readonly Layer[], typed: readonly Layer[]): Layer[] {
  const folder = typed.map((layer) => layer.at(["dataDir"])).find((found) => found !== undefined);
  const asked = typed.some((layer) => layer.at(["memory"]));
  if (!folder || asked) return [...layers];
  return [layerOf({ memory: new Setting(false, folder.from) }), ...layers];
}
