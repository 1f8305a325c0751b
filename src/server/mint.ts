// New tokens, signed with the server's secret.
import { SignJWT } from "jose";
import type { JwtRule } from "../core/settings.ts";
import { times } from "../protocol/limits.ts";
import { secretBytes } from "./jwt-keys.ts";

/** What is to stand in a token. */
export interface Wish {
  sub: string;
  name?: string;
  ns?: string | string[];
  rooms?: string[];
  scopes?: string[];
  /** How long it is good. */
  ttlMs?: number;
}

export interface Minted {
  token: string;
  expiresAt: number;
}

type Signing = Required<Pick<JwtRule, "secret">> & Pick<JwtRule, "issuer" | "audience">;

/** Its end is on a whole second: that is how tokens count. */
export async function mint({ secret, issuer, audience }: Signing, wish: Wish, now: number): Promise<Minted> {
  const { sub, ttlMs = times.token, ...claims } = wish;
  const issued = Math.floor(now / 1_000);
  const exp = Math.max(issued + 1, Math.floor((now + ttlMs) / 1_000));
  const jwt = new SignJWT({ ...claims, iat: issued, exp, sub }).setProtectedHeader({
    alg: "HS256",
    typ: "JWT",
  });
  if (issuer !== undefined) jwt.setIssuer(issuer);
  if (audience !== undefined) jwt.setAudience(audience);
  return { token: await jwt.sign(secretBytes(secret)), expiresAt: exp * 1_000 };
}
