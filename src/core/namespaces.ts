// The namespaces of a server: what each one says itself, over what is said for all, over the defaults.
import type { Namespace } from "../protocol/ids.ts";
import { anonymousRights, defaultSettings, type Settings, type SettingsOf } from "./settings.ts";

/** What is said about a namespace; the rest is as it is for all. */
export interface NamespaceOptions extends Partial<Pick<Settings, "cadenceMs" | "grace" | "events">> {
  room?: Partial<Settings["room"]>;
  limits?: Partial<Settings["limits"]>;
  history?: Partial<Settings["history"]>;
  topics?: Partial<Settings["topics"]>;
  auth?: Partial<Settings["auth"]>;
}

export interface NamespacesOptions {
  /** For all namespaces. */
  defaults?: NamespaceOptions;
  namespaces?: Record<string, NamespaceOptions>;
  /** Namespaces that are not named: there with the defaults, or not there. */
  others?: "allow" | "refuse";
}

export interface Namespaces {
  /** Of all that have a name, and of those that have none. */
  all: readonly Settings[];
  settings: SettingsOf;
  serves(namespace: Namespace): boolean;
}

export function createNamespaces(options: NamespacesOptions): Namespaces {
  const { defaults = {}, namespaces = {}, others = "allow" } = options;
  const forAll = withSignOn(settingsWith(defaultSettings, defaults), defaults);
  const named = new Map(
    Object.entries(namespaces).map(([name, own]) => {
      const anonymous = own.auth?.anonymous ?? defaults.auth?.anonymous;
      return [name as Namespace, withSignOn(settingsWith(forAll, own), { auth: { anonymous } })];
    }),
  );
  return {
    all: [forAll, ...named.values()],
    settings: (namespace) => named.get(namespace) ?? forAll,
    serves: (namespace) => others === "allow" || named.has(namespace),
  };
}

/** Who names a key and says nothing of those without a token lets nobody in without one. */
const withSignOn = (settings: Settings, { auth: said }: NamespaceOptions): Settings =>
  said?.anonymous
    ? settings
    : { ...settings, auth: { ...settings.auth, anonymous: anonymousRights(settings.auth.jwt !== null) } };

/** Setting by setting: naming one leaves those beside it as they were. */
const settingsWith = (base: Settings, own: NamespaceOptions): Settings => ({
  room: over(base.room, own.room),
  limits: over(base.limits, own.limits),
  history: over(base.history, own.history),
  topics: over(base.topics, own.topics),
  cadenceMs: own.cadenceMs ?? base.cadenceMs,
  grace: own.grace ?? base.grace,
  events: { ...base.events, ...own.events },
  auth: over(base.auth, own.auth),
});

/** What is there and undefined says nothing. */
const over = <Part extends object>(base: Part, own: Partial<Part> = {}): Part => ({
  ...base,
  ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
});
