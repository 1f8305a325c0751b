// The configuration in force as what `serve()` takes: times in milliseconds, tokens as digests.
import type { NamespaceOptions } from "../../core/namespaces.ts";
import type { JwtRule } from "../../core/settings.ts";
import type { ServeOptions } from "../../serve.ts";
import { keepSecret } from "../secrets.ts";
import { durationOf } from "./duration.ts";
import type { WholeConfig } from "./in-force.ts";
import type { Jwt } from "./namespace.ts";
import { readSecret } from "./secret.ts";
import { tokenRule } from "./tokens.ts";
import { turnOptions } from "./turn.ts";

/** `turnSecret`: the one that stands in the environment. */
export function serveOptions(config: WholeConfig, turnSecret?: string): ServeOptions {
  const { host, port, dataDir, memory, backup, iceServers, allowOrigin, others, defaults, namespaces } =
    config;
  const { drain, drainNotice = process.stderr.isTTY ? "0ms" : "3s" } = config;
  for (const { credential } of iceServers) keepSecret(credential);
  const { tlsCert, tlsKey, adminPort, trustedProxies, limits } = config;
  return {
    host,
    port,
    ...(!memory && { dataDir }),
    ...(!memory && backup.to && { backup: { ...backup, every: durationOf(backup.every) } }),
    iceServers,
    turn: turnOptions(config.turn, turnSecret),
    allowOrigin,
    drainMs: durationOf(drain),
    drainNoticeMs: durationOf(drainNotice),
    ...(tlsCert !== undefined && tlsKey !== undefined && { tls: { cert: tlsCert, key: tlsKey } }),
    adminPort,
    trustedProxies,
    limits,
    others,
    defaults: namespaceOptions(defaults),
    namespaces: Object.fromEntries(
      Object.entries(namespaces).map(([name, own]) => [name, namespaceOptions(own)]),
    ),
  };
}

/** Null where no key is named. */
function jwtRule({ secretFile, ...rest }: Jwt): JwtRule | null {
  if (secretFile === undefined && rest.jwks === undefined) return null;
  return { ...rest, ...(secretFile !== undefined && { secret: readSecret(secretFile) }) };
}

export function namespaceOptions(own: WholeConfig["defaults"]): Required<NamespaceOptions> {
  const { room, limits, history, topics, cadence, grace, events, auth } = own;
  return {
    room: { ...room, hold: durationOf(room.hold) },
    limits,
    history: { ...history, maxAge: durationOf(history.maxAge) },
    topics: { ...topics, maxAge: durationOf(topics.maxAge) },
    cadenceMs: durationOf(cadence),
    grace: durationOf(grace),
    events,
    auth: { ...auth, jwt: jwtRule(auth.jwt), tokens: auth.tokens.map(tokenRule) },
  };
}
