// Who a token speaks for: the administrator everywhere, a token that a namespace lists, or whom a signed one names.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Namespaces } from "../core/namespaces.ts";
import type { Authenticate, Grant } from "../core/rights.ts";
import type { JwtRule, TokenRule } from "../core/settings.ts";
import { RtError } from "../protocol/errors.ts";
import type { Namespace } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Log } from "./log.ts";

interface Options {
  adminToken: string;
  namespaces: Namespaces;
  clock: Clock;
  log: Log;
}

type SignOn = (token: string, namespace: Namespace) => Promise<Grant>;

/** The one place where a token is turned into rights. Rejects with a KeyTrouble where a key can't be used. */
export async function createAuthenticate(options: Options): Promise<Authenticate> {
  const { adminToken, namespaces, log } = options;
  const isAdmin = admins(adminToken);
  const signOns = await signOnsOf(options);
  return async (token, namespace) => {
    const { jwt, tokens } = namespaces.settings(namespace).auth;
    if (Buffer.byteLength(token) > limits.tokenBytes) throw refusal(log, namespace, "too_long");
    const digest = digestOf(token);
    if (isAdmin(digest)) return { admin: true, scopes: [] };
    const listed = listedToken(tokens, digest);
    if (listed) return { admin: false, scopes: listed.scopes };
    const signOn = jwt && signOns.get(jwt);
    if (!signOn) throw refusal(log, namespace, "unknown");
    return signOn(token, namespace);
  };
}

/** A way in for each set of keys; what it needs is loaded only where there is one. */
async function signOnsOf({ namespaces, clock, log }: Options): Promise<ReadonlyMap<JwtRule, SignOn>> {
  const signOns = new Map<JwtRule, SignOn>();
  for (const { auth } of namespaces.all) {
    const { jwt: rule } = auth;
    if (!rule || signOns.has(rule)) continue;
    const [{ openKeys }, { grantOf, readToken, TokenTrouble }] = await Promise.all([
      import("./jwt-keys.ts"),
      import("./jwt.ts"),
    ]);
    const keys = await openKeys(rule, log);
    signOns.set(rule, async (token, namespace) => {
      try {
        return grantOf(await readToken(token, keys, rule, clock.wall()), namespace);
      } catch (error) {
        if (!(error instanceof TokenTrouble)) throw error;
        throw refusal(log, namespace, error.reason);
      }
    });
  }
  return signOns;
}

/** Only the log knows why, but for a token that was good: its holder is to bring a new one. */
function refusal(log: Log, namespace: Namespace, reason: string): RtError {
  log.info({ namespace, reason }, "token refused");
  return new RtError(
    "unauthorized",
    reason === "expired" ? "The token has expired." : "The token is not valid on this server.",
  );
}

/** Digests of both sides: how long it takes tells nothing of either. */
export function admins(adminToken: string): (digest: Buffer) => boolean {
  const admin = digestOf(adminToken);
  return (digest) => timingSafeEqual(digest, admin);
}

/** All are looked at, the right one or not. */
export function listedToken(rules: readonly TokenRule[], digest: Buffer): TokenRule | null {
  let found: TokenRule | null = null;
  for (const rule of rules) {
    if (timingSafeEqual(digest, bytesOf(rule))) found = rule;
  }
  return found;
}

const known = new WeakMap<TokenRule, Buffer>();

function bytesOf(rule: TokenRule): Buffer {
  let bytes = known.get(rule);
  if (!bytes) {
    bytes = Buffer.from(rule.sha256, "hex");
    known.set(rule, bytes);
  }
  return bytes;
}

export const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
