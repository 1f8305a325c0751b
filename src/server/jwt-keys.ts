// The keys that signed tokens are checked by: a secret, and a file of public keys that may change while the server runs.
import { readFile, stat } from "node:fs/promises";
import { type CryptoKey, importJWK, type JWK } from "jose";
import type { JwtRule } from "../core/settings.ts";
import type { Log } from "./log.ts";

/** HS256 is as strong as its secret, up to this many bytes. */
export const SECRET_BYTES = 32;

/** Why there can't be a server with these keys; its message says what to do. */
export class KeyTrouble extends Error {
  override readonly name = "KeyTrouble";
}

/** A key is good for one algorithm, whatever a token says of itself. */
export interface Key {
  alg: string;
  key: CryptoKey | Uint8Array;
}

/** By algorithm and key id: with one key of an algorithm a token needs no id. */
export interface Keys {
  find(alg: unknown, kid: unknown): Promise<Key | null>;
}

export async function openKeys({ secret, jwks }: JwtRule, log: Log): Promise<Keys> {
  const own = secret === undefined ? null : { alg: "HS256", key: secretBytes(secret) };
  const file = jwks === undefined ? null : await KeyFile.open(jwks, log);
  if (!own && !file) throw new KeyTrouble("Signed tokens need a key: a secret or a file of public keys.");
  return {
    async find(alg, kid) {
      if (alg === own?.alg) return kid === undefined ? own : null;
      return (await file?.find(alg, kid)) ?? null;
    },
  };
}

export function secretBytes(secret: string | Uint8Array): Uint8Array {
  const bytes = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
  if (bytes.length >= SECRET_BYTES) return bytes;
  throw new KeyTrouble(
    `The token secret has ${bytes.length} bytes, and whoever tries could find it: ${SECRET_BYTES} are the least. Make one with: npx rtrooms token secret > token.secret`,
  );
}

class KeyFile {
  readonly #path: string;
  readonly #log: Log;
  #seen = "";
  #keys: KeyTable = new KeyTable();

  static async open(path: string, log: Log): Promise<KeyFile> {
    const file = new KeyFile(path, log);
    await file.#read();
    return file;
  }

  private constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  async find(alg: unknown, kid: unknown): Promise<Key | null> {
    try {
      await this.#read();
    } catch (error) {
      // Half written, perhaps: the keys of before are good until there are others.
      this.#log.warn({ reason: (error as Error).message }, "the key file can't be read; its last keys stay");
    }
    return this.#keys.find(alg, kid);
  }

  async #read(): Promise<void> {
    const seen = await lookAt(this.#path);
    if (seen === this.#seen) return;
    const keys = await keysOf(this.#path);
    this.#keys = keys;
    this.#seen = seen;
  }
}

/** Another text where the file is another, or has changed. */
async function lookAt(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    throw unreadable(path, error);
  }
}

class KeyTable {
  readonly #byId = new Map<string, Key>();
  readonly #byAlg = new Map<string, Key[]>();

  add(key: Key, kid: string | undefined): void {
    if (kid !== undefined) this.#byId.set(kid, key);
    this.#byAlg.set(key.alg, [...(this.#byAlg.get(key.alg) ?? []), key]);
  }

  has(kid: string): boolean {
    return this.#byId.has(kid);
  }

  get size(): number {
    return this.#byAlg.size;
  }

  find(alg: unknown, kid: unknown): Key | null {
    if (typeof alg !== "string") return null;
    if (kid === undefined) {
      const keys = this.#byAlg.get(alg) ?? [];
      return keys.length === 1 ? keys[0]! : null;
    }
    const key = typeof kid === "string" ? this.#byId.get(kid) : undefined;
    return key?.alg === alg ? key : null;
  }
}

async function keysOf(path: string): Promise<KeyTable> {
  const keys = new KeyTable();
  for (const jwk of await jwksIn(path)) {
    if (jwk.use !== undefined && jwk.use !== "sig") continue;
    const name = jwk.kid === undefined ? "a key" : `the key ${JSON.stringify(jwk.kid)}`;
    const trouble = (what: string) => new KeyTrouble(`The key file ${path}: ${name} ${what}`);
    if (jwk.kty === "oct")
      throw trouble("is a secret, which has no place among public keys: --token-secret-file takes it.");
    if (jwk.d !== undefined)
      throw trouble("is private: whoever reads this file could sign. Leave only its public part here.");
    const alg = algOf(jwk);
    if (!alg)
      throw trouble("is of a kind that is not taken: Ed25519 (EdDSA), RSA (RS256) and P-256 (ES256) are.");
    if (jwk.kid !== undefined && keys.has(jwk.kid)) throw trouble("is there twice.");
    const key = await importJWK(jwk, alg).catch((error: Error) => {
      throw trouble(`can't be used: ${error.message}.`);
    });
    keys.add({ alg, key }, jwk.kid);
  }
  if (keys.size === 0) throw new KeyTrouble(`The key file ${path} has no key to check tokens by.`);
  return keys;
}

async function jwksIn(path: string): Promise<JWK[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const { keys } = JSON.parse(text) as { keys: JWK[] };
    if (Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null)) return keys;
  } catch {
    // Said below.
  }
  throw new KeyTrouble(`The key file ${path} is no JWKS: {"keys": [ … ]} is expected.`);
}

function algOf({ kty, crv, alg }: JWK): string | null {
  const kind = kty === "RSA" ? "RSA" : `${kty} ${crv}`;
  const algs = ALGORITHMS.get(kind) ?? [];
  return algs.find((each) => alg === undefined || each === alg) ?? null;
}

/** By the kind of key; the first where the key names none. */
const ALGORITHMS: ReadonlyMap<string, readonly string[]> = new Map([
  ["OKP Ed25519", ["EdDSA", "Ed25519"]],
  ["RSA", ["RS256"]],
  ["EC P-256", ["ES256"]],
]);

const unreadable = (path: string, error: unknown): KeyTrouble => {
  const { code, message } = error as NodeJS.ErrnoException;
  return new KeyTrouble(
    code === "ENOENT" ? `There is no key file ${path}.` : `The key file ${path} can't be read: ${message}.`,
  );
};
