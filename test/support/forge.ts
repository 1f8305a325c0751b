// Signed tokens made by hand, right ones and wrong ones: by Node's own crypto, not by what the server checks them with.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export type Json = Record<string, unknown>;
type Signer = (input: string) => Buffer;

export const part = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** `header` and `claims` as they are; a text stands for itself, JSON or not. */
export function forge(header: Json | string, claims: Json | string, signer: Signer): string {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${signer(input).toString("base64url")}`;
}

export const hmac =
  (secret: string | Buffer, hash = "sha256"): Signer =>
  (input) =>
    createHmac(hash, secret).update(input).digest();
export const unsigned: Signer = () => Buffer.alloc(0);
export const rsa =
  (key: KeyObject, hash = "sha256"): Signer =>
  (input) =>
    sign(hash, Buffer.from(input), key);
export const ecdsa =
  (key: KeyObject): Signer =>
  (input) =>
    sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
export const eddsa =
  (key: KeyObject): Signer =>
  (input) =>
    sign(null, Buffer.from(input), key);

export const newRsa = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
export const newEc = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
export const newEd = () => generateKeyPairSync("ed25519");

/** As it stands in a JWKS file. */
export const jwkOf = (key: KeyObject, more: Json = {}): Json => ({
  ...key.export({ format: "jwk" }),
  ...more,
});
