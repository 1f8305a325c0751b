// Who gets into a server, and with what: told from its configuration.
import type { WholeConfig } from "./config/in-force.ts";
import type { Jwt } from "./config/namespace.ts";

export interface Access {
  /** Only from this machine. */
  local: boolean;
  /** Namespaces into which peers come without a token; `all` where there are no others. */
  open: readonly string[] | "all";
  tokens: "none" | "listed" | "signed";
}

/** What to type to get in. */
export interface Entrance {
  /** Null: the one that commands take anyway. */
  namespace: string | null;
  /** Null: none is needed. Otherwise where one comes from. */
  token: TokenSource | null;
}

export type TokenSource = { secretFile: string | null } | "keys" | "listed";

type Part = WholeConfig["defaults"];

/** Those that peers enter without a token. `defaults` stands for all that are not named. */
export const openNamespaces = (config: WholeConfig): string[] =>
  Object.entries(served(config))
    .filter(([, own]) => isOpen(own))
    .map(([name]) => name);

const served = ({ defaults, others, namespaces }: WholeConfig): Record<string, Part> => ({
  ...(others === "allow" && { defaults }),
  ...namespaces,
});

const isOpen = ({ auth }: Part): boolean => auth.anonymous.length > 0;

export function accessOf(config: WholeConfig, local: boolean): Access {
  const all = Object.values(served(config));
  const open = openNamespaces(config);
  const signed = all.some(({ auth: { jwt } }) => (jwt.secretFile ?? jwt.jwks) !== undefined);
  const listed = open.length < all.length || all.some(({ auth }) => auth.tokens.length > 0);
  return {
    local,
    open: open.length === all.length ? "all" : open,
    tokens: signed ? "signed" : listed ? "listed" : "none",
  };
}

/** Where it is open, if it is anywhere, and the usual one before others. */
export function entranceOf(config: WholeConfig): Entrance {
  const { defaults, others, namespaces } = config;
  const usual = namespaces.default ?? (others === "allow" ? defaults : undefined);
  const all: [string | null, Part][] = [
    ...(usual ? [[null, usual] as [null, Part]] : []),
    ...Object.entries(namespaces).filter(([name]) => name !== "default"),
  ];
  const entrance = all.find(([, own]) => isOpen(own)) ?? all[0];
  if (!entrance) return { namespace: null, token: null };
  const [namespace, own] = entrance;
  return { namespace, token: isOpen(own) ? null : sourceOf(own.auth.jwt) };
}

function sourceOf({ secretFile, jwks }: Jwt): TokenSource {
  if (secretFile === undefined) return jwks === undefined ? "listed" : "keys";
  return { secretFile: secretFile.startsWith("env:") ? null : secretFile };
}
