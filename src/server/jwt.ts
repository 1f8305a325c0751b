// A signed token: whether it is good, why not, and what it says.
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { Millis } from "../core/clock.ts";
import { type Grant, type Right, SCOPES } from "../core/rights.ts";
import type { JwtRule } from "../core/settings.ts";
import { isNamespace, type Namespace } from "../protocol/ids.ts";
import { limits, times } from "../protocol/limits.ts";
import type { Keys } from "./jwt-keys.ts";

/** Why a token is refused: a word for logs, and a message for whoever holds it. */
export class TokenTrouble extends Error {
  override readonly name = "TokenTrouble";
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface Claims {
  sub: string;
  name?: string;
  /** None: every namespace in which the key is good. */
  ns?: readonly Namespace[];
  /** None: every room. */
  rooms?: readonly string[];
  admin: boolean;
  scopes: readonly Right[];
  /** When it ends, in milliseconds. */
  expiresAt: Millis;
}

/** A token that names no scopes is good for what everybody may do where nobody signs on. */
const USUAL: readonly Right[] = ["join", "create", "signal"];
const SUBJECT_LENGTH = 256;
const MOST_PATTERNS = 64;
/** The last that a Date can be. */
const LAST_SECOND = 8.64e12;
const PATTERN = /^[A-Za-z0-9_.:*-]{1,128}$/;

/** Rejects with a TokenTrouble. */
export async function readToken(token: string, keys: Keys, rule: JwtRule, now: Millis): Promise<Claims> {
  if (Buffer.byteLength(token) > limits.tokenBytes) {
    throw new TokenTrouble("too_long", `A token has ${limits.tokenBytes} bytes at most.`);
  }
  const { alg, kid } = headerOf(token);
  const found = await keys.find(alg, kid);
  if (!found) throw new TokenTrouble("unknown_key", "No key of this server fits its `alg` and `kid`.");
  const { issuer, audience } = rule;
  try {
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: [found.alg],
      clockTolerance: times.tokenSkew / 1_000,
      currentDate: new Date(now),
      requiredClaims: ["exp", "sub"],
      issuer,
      audience,
    });
    return claimsOf(payload, now);
  } catch (error) {
    throw troubleOf(error);
  }
}

/** In the namespaces of its `ns`, all of what it says. */
export function grantOf(claims: Claims, namespace: Namespace): Grant {
  const { sub: subject, name, ns: namespaces, rooms, admin, scopes, expiresAt } = claims;
  if (namespaces && !namespaces.includes(namespace)) {
    throw new TokenTrouble("namespace", "The token is for another namespace.");
  }
  return { admin, scopes, rooms, subject, name, namespaces, expiresAt };
}

export function headerOf(token: string): Record<string, unknown> {
  try {
    return { ...decodeProtectedHeader(token) };
  } catch {
    throw new TokenTrouble("malformed", "This is no JWT.");
  }
}

function troubleOf(error: unknown): Error {
  if (error instanceof TokenTrouble) return error;
  if (error instanceof errors.JWTExpired) return new TokenTrouble("expired", "The token has expired.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "nbf" && error.reason === "check_failed") {
      return new TokenTrouble("not_yet", "The token is not valid yet.");
    }
    const what = error.reason === "missing" ? "is missing" : "is not as it has to be";
    return new TokenTrouble(`claim_${error.claim}`, `Its \`${error.claim}\` ${what}.`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenTrouble("signature", "Its signature is not of a key of this server.");
  }
  return new TokenTrouble("malformed", "This is no JWT that can be checked.");
}

function claimsOf(payload: JWTPayload, now: Millis): Claims {
  const { sub, name, ns, rooms, scopes, exp = Number.NaN } = payload;
  // JSON has numbers that are no time at all, 1e999 for one.
  if (!(exp <= LAST_SECOND)) throw wrong("exp", "a time in seconds");
  if (typeof sub !== "string" || sub === "" || sub.length > SUBJECT_LENGTH) {
    throw wrong("sub", `a text of 1 to ${SUBJECT_LENGTH} characters`);
  }
  if (name !== undefined && typeof name !== "string") throw wrong("name", "a text");
  const namespaces = typeof ns === "string" ? [ns] : ns;
  if (namespaces !== undefined && !isListOf(namespaces, isName)) throw wrong("ns", "a namespace, or a list");
  if (rooms !== undefined && !(isListOf(rooms, isPattern) && rooms.length <= MOST_PATTERNS)) {
    throw wrong("rooms", `a list of ${MOST_PATTERNS} patterns at most, such as team-*`);
  }
  if (scopes !== undefined && !isListOf(scopes, isText)) throw wrong("scopes", "a list of texts");
  const admin = scopes?.includes("admin") ?? false;
  if (admin && rooms)
    throw new TokenTrouble("claim_rooms", "An admin's token is for all rooms: it can't have `rooms`.");
  return {
    sub,
    name,
    ns: namespaces,
    rooms,
    admin,
    scopes: scopes ? SCOPES.filter((scope) => scopes.includes(scope)) : USUAL,
    expiresAt: endOf(exp, now),
  };
}

/** Who comes while only a clock that is behind makes the token good has it for as long as that goes. */
const endOf = (exp: number, now: Millis): Millis => {
  const end = Math.floor(exp * 1_000);
  return now < end ? end : end + times.tokenSkew;
};

const isText = (value: unknown): value is string => typeof value === "string";
const isName = (value: unknown): value is Namespace => isText(value) && isNamespace(value);
const isPattern = (value: unknown): value is string => isText(value) && PATTERN.test(value);

const isListOf = <T>(value: unknown, isOne: (each: unknown) => each is T): value is T[] =>
  Array.isArray(value) && value.every(isOne);

const wrong = (claim: string, expected: string): TokenTrouble =>
  new TokenTrouble(`claim_${claim}`, `Its \`${claim}\` is not as it has to be: ${expected} is expected.`);
