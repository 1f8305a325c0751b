// The keys of signed tokens: which files are refused and why, and a file that changes while the server runs.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { serve } from "../../src/serve.ts";
import { openKeys } from "../../src/server/jwt-keys.ts";
import { type Log, silent } from "../../src/server/log.ts";
import { eddsa, forge, jwkOf, newEc, newEd, newRsa } from "../support/forge.ts";

const folder = mkdtempSync(join(tmpdir(), "rtrooms-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileWith(content: unknown): string {
  const file = join(folder, `${++files}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** As an editor saves it: the new file takes the name of the old one. */
function replace(file: string, content: unknown): void {
  renameSync(fileWith(content), file);
}

const [one, two] = [newEd(), newEd()];
const tokenOf = (keys: typeof one, kid: string): string => {
  const exp = Math.floor(Date.now() / 1_000) + 60;
  return forge({ alg: "EdDSA", kid }, { sub: "ada", exp }, eddsa(keys.privateKey));
};

describe("a secret", () => {
  it.each(["", "short", "31 bytes: one too few for HS256"])(
    "%j is refused, and a way out named",
    async (secret) => {
      await expect(openKeys({ secret }, silent)).rejects.toThrow(/32 are the least.*rtrooms token secret/);
      await expect(serve({ port: 0, defaults: { auth: { jwt: { secret } } } })).rejects.toThrow(
        /32 are the least/,
      );
    },
  );

  it("of 32 bytes will do, whatever bytes they are", async () => {
    const keys = await openKeys({ secret: Buffer.alloc(32, 255) }, silent);
    expect(await keys.find("HS256", undefined)).toMatchObject({ alg: "HS256" });
    expect(await keys.find("HS384", undefined)).toBeNull();
  });
});

describe("a key file", () => {
  const rsa = newRsa();
  it.each<[string, unknown, RegExp]>([
    ["that is no JSON", "{", /is no JWKS/],
    ["without a list", { keys: {} }, /is no JWKS/],
    ["with nothing in it", { keys: [] }, /has no key/],
    ["with keys for other things only", { keys: [jwkOf(rsa.publicKey, { use: "enc" })] }, /has no key/],
    ["with a private key", { keys: [jwkOf(rsa.privateKey, { kid: "a" })] }, /the key "a" is private/],
    ["with a secret", { keys: [{ kty: "oct", k: "AAAA" }] }, /a key is a secret.*--token-secret-file/],
    ["with a kind that is not taken", { keys: [jwkOf(newEc().publicKey, { crv: "P-384" })] }, /of a kind/],
    [
      "with an algorithm that the key is not for",
      { keys: [jwkOf(rsa.publicKey, { alg: "HS256" })] },
      /of a kind/,
    ],
    [
      "with one kid twice",
      { keys: [one, two].map((key) => jwkOf(key.publicKey, { kid: "a" })) },
      /there twice/,
    ],
    ["with half a key", { keys: [{ kty: "RSA", e: "AQAB" }] }, /can't be used/],
  ])("%s is refused", async (_, content, why) => {
    await expect(openKeys({ jwks: fileWith(content) }, silent)).rejects.toThrow(why);
  });

  it("that is not there is refused", async () => {
    await expect(openKeys({ jwks: join(folder, "none") }, silent)).rejects.toThrow(/There is no key file/);
  });

  it("is read anew when it changes; one that can't be read leaves the keys of before", async () => {
    const warned: unknown[] = [];
    const log: Log = { ...silent, warn: (entry: unknown) => warned.push(entry) } as Log;
    const jwks = fileWith({ keys: [jwkOf(one.publicKey, { kid: "one" })] });
    const server = await serve({ port: 0, log, defaults: { auth: { jwt: { jwks } } } });
    onTestFinished(() => server.stop());
    const status = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${server.url}/rooms`, { headers })).status;
    };
    const both = async () => [await status(tokenOf(one, "one")), await status(tokenOf(two, "two"))];
    expect(await both()).toEqual([200, 401]);
    replace(jwks, { keys: [jwkOf(one.publicKey, { kid: "one" }), jwkOf(two.publicKey, { kid: "two" })] });
    expect(await both()).toEqual([200, 200]);
    replace(jwks, "half of a fi");
    expect(await both()).toEqual([200, 200]);
    expect(JSON.stringify(warned)).toContain("is no JWKS");
    rmSync(jwks);
    expect(await both()).toEqual([200, 200]);
    writeFileSync(jwks, JSON.stringify({ keys: [jwkOf(two.publicKey, { kid: "two" })] }));
    expect(await both()).toEqual([401, 200]);
  });
});
