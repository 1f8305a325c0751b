// `rtrooms token` and a server that asks for tokens, as a shell sees them.
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";
import { forge, hmac, jwkOf, newEd } from "../support/forge.ts";

const home = new Home();
afterAll(() => home.clean());

const SECRET = "a secret of this shell, which has 32 bytes and more";
const secretFile = join(home.folder, "token.secret");
writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 });
const rtrooms = (...args: string[]) => home.run(args);
const mint = async (...args: string[]): Promise<string> =>
  (await rtrooms("token", "--secret-file", secretFile, ...args)).stdout.trim();

describe("rtrooms token", () => {
  it("makes a token with what was asked for", async () => {
    const args = [
      "--sub",
      "ada",
      "--name",
      "Ada",
      "--room",
      "team-*",
      "--scope",
      "join,publish",
      "--ttl",
      "30d",
    ];
    const { stdout } = await rtrooms("token", "--secret-file", secretFile, ...args, "--json");
    const minted = JSON.parse(stdout);
    expect(minted).toMatchObject({ sub: "ada", rooms: ["team-*"], scopes: ["join", "publish"] });
    const { header, claims, valid } = JSON.parse(
      (await rtrooms("token", "inspect", minted.token, "--secret-file", secretFile, "--json")).stdout,
    );
    expect(valid).toBe(true);
    expect(header).toEqual({ alg: "HS256", typ: "JWT" });
    expect(claims).toEqual({
      ...{ sub: "ada", name: "Ada", rooms: ["team-*"], scopes: ["join", "publish"] },
      ...{ iat: expect.any(Number), exp: claims.iat + 30 * 24 * 3_600 },
    });
  });

  it.each([
    ["nobody to speak for", ["--secret-file", secretFile], /Whom does the token speak for/],
    ["no secret", ["--sub", "ada"], /RTROOMS_TOKEN_SECRET/],
    ["a secret that is not there", ["--sub", "ada", "--secret-file", "none"], /there is no such file/],
    ["an unknown scope", ["--sub", "ada", "--scope", "jion"], /no scope "jion"/],
    ["no time", ["--sub", "ada", "--ttl", "soon"], /30d/],
    ["a pattern that no name fits", ["--sub", "ada", "--room", "a b"], /no pattern/],
    ["an admin of some rooms", ["--sub", "a", "--scope", "admin", "--room", "x"], /all rooms/],
  ])("ends with 2 for %s", async (_, args, why) => {
    const { code, stderr, stdout } = await rtrooms("token", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(why);
  });

  it("takes the secret from the environment", async () => {
    const env = { RTROOMS_TOKEN_SECRET: SECRET };
    const { stdout } = await home.run(["token", "--sub", "ada"], { env });
    expect((await home.run(["token", "inspect", stdout.trim()], { env })).code).toBe(0);
  });
});

describe("rtrooms token inspect", () => {
  it("says why a token is not good, exits 4, and never shows the secret", async () => {
    const exp = Math.floor(Date.now() / 1_000) - 100;
    const expired = forge({ alg: "HS256" }, { sub: "ada", exp }, hmac(SECRET));
    const shown = await rtrooms("token", "inspect", expired, "--secret-file", secretFile);
    expect(shown.code).toBe(4);
    expect(shown.stdout).toContain("not valid: The token has expired.");
    expect(shown.stdout).toContain(new Date(exp * 1_000).toISOString());
    expect(shown.stdout + shown.stderr).not.toContain(SECRET);
    const wrong = forge({ alg: "HS256" }, { sub: "ada", exp: exp + 1_000 }, hmac("x".repeat(40)));
    const other = JSON.parse(
      (await rtrooms("token", "inspect", wrong, "--secret-file", secretFile, "--json")).stdout,
    );
    expect(other).toMatchObject({ valid: false, reason: "signature" });
  });

  it("takes it from stdin, and without a key says what it can", async () => {
    const token = await mint("--sub", "ada");
    const shown = await home.run(["token", "inspect", "-"], { input: `${token}\n` });
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^sub {8}ada$/m);
    expect(shown.stdout).toContain("not checked: Its signature was not checked");
  });

  it("makes what stands in it inert, and tells a text that is no JWT", async () => {
    const evil = forge({ alg: "HS256" }, { sub: "\u001b]0;owned\u0007\u009b2J" }, hmac(SECRET));
    const { stdout } = await rtrooms("token", "inspect", evil);
    expect(stdout).toContain("\\u{1b}]0;owned");
    expect(stdout.includes("\u001b") || stdout.includes("\u009b")).toBe(false);
    expect(await rtrooms("token", "inspect", "hunter2")).toMatchObject({ code: 1, stdout: "" });
    expect((await home.run(["token", "inspect"], { input: "" })).code).toBe(2);
  });
});

it("rtrooms token secret makes another one each time, long enough to be one", async () => {
  const [one, two] = [(await rtrooms("token", "secret")).stdout, (await rtrooms("token", "secret")).stdout];
  expect(one).toMatch(/^[\w-]{64}\n$/);
  expect(two).not.toBe(one);
});

describe("rtrooms serve with a secret", () => {
  it("lets in who has a token, and nobody else, on an address that others reach", async () => {
    const server = await home.serve("--memory", "--host", "0.0.0.0", "--token-secret-file", secretFile);
    const url = `http://127.0.0.1:${server.port}`;
    const room = ["join", "team-a", "--url", url, "--count", "1", "--ndjson"];
    expect((await home.run(room)).code).toBe(4);
    const token = await mint("--sub", "ada", "--name", "Ada", "--room", "team-*");
    const joined = await home.run(room, { env: { RTROOMS_TOKEN: token } });
    expect(joined.code).toBe(0);
    expect(joined.stdout).toContain('"name":"Ada"');
    const file = join(home.folder, "ada.token");
    writeFileSync(file, token);
    expect((await home.run(["join", "den", "--url", url, "--token-file", file])).code).toBe(5);
    const eye = await mint("--sub", "eye", "--scope", "observe");
    expect((await home.run(["rooms", "--url", url, "--json"], { env: { RTROOMS_TOKEN: eye } })).code).toBe(0);
    // The admin token of this user's own server, from its file of mode 0600.
    const servers = join(home.folder, "config", "servers");
    const [runtime] = readdirSync(servers);
    expect(statSync(join(servers, runtime!)).mode & 0o777).toBe(0o600);
    expect((await home.run(["rooms", "create", "den", "--url", url])).code).toBe(0);
  });

  it("takes the secret from the environment, and keys from a file", async () => {
    const jwks = join(home.folder, "keys.json");
    writeFileSync(jwks, JSON.stringify({ keys: [jwkOf(newEd().publicKey, { kid: "a" })] }));
    const args = ["serve", "--print-config", "--jwks", jwks];
    const { stdout } = await home.run(args, { env: { RTROOMS_TOKEN_SECRET: SECRET } });
    expect(stdout).not.toContain(SECRET);
    expect(JSON.parse(stdout).defaults.auth).toMatchObject({
      jwt: {
        secretFile: { value: "env:RTROOMS_TOKEN_SECRET", from: "environment RTROOMS_TOKEN_SECRET" },
        jwks: { value: jwks, from: "flag --jwks" },
      },
      anonymous: { value: [] },
    });
  });
});

describe("rtrooms serve refuses to start", () => {
  const short = join(home.folder, "short.secret");
  writeFileSync(short, "too short");
  const bad = join(home.folder, "bad.json");
  writeFileSync(bad, "{}");
  const open = join(home.folder, "open.jsonc");
  writeFileSync(
    open,
    '{ "defaults": { "auth": { "anonymous": [] } }, "namespaces": { "fair": { "auth": { "anonymous": ["join"] } } } }',
  );

  it.each([
    [
      "on an address that others reach, without a way to know them",
      ["--host", "0.0.0.0"],
      /token secret.*--open/,
    ],
    ["there also for one namespace", ["--host", "0.0.0.0", "--config", open], /\(fair\)/],
    ["with a short secret", ["--token-secret-file", short], /9 bytes.*rtrooms token secret/],
    ["with a secret that is not there", ["--token-secret-file", "none"], /no such file/],
    ["with a key file that is none", ["--jwks", bad], /no JWKS/],
  ])("%s", async (_, args, why) => {
    const { code, stderr, stdout } = await rtrooms("serve", "--port", "0", "--memory", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.replaceAll("\n", " ")).toMatch(why);
  });
});
