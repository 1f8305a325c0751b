// Saved servers: the file and its mode, which value counts, what a token is shown as, and a file that is damaged.
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => home.clean());

const file = () => join(home.folder, "config", "contexts.json");
const run = (...args: string[]) => home.run(args);
const json = (text: string) => JSON.parse(text);
const TOKEN = "a-token-of-many-letters";

async function save(name: string, ...args: string[]) {
  expect(await run("context", "save", name, ...args)).toMatchObject({ code: 0 });
}

interface Row {
  option: string;
  value: string | null;
  from: string;
}

async function originOf(option: string, args: string[], env: Record<string, string> = {}): Promise<Row> {
  const { stdout, stderr } = await home.run(["context", "show", "--origins", "--json", ...args], { env });
  expect(stderr).toBe("");
  return (json(stdout).origins as Row[]).find((row) => row.option === option)!;
}

describe("a saved server", () => {
  it("is in a file that only its user can read, whatever the file was before", async () => {
    await save("prod", "--url", "http://rooms.example.org", "--token", TOKEN);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    writeFileSync(file(), readFileSync(file()), { mode: 0o644 });
    await import("node:fs").then(({ chmodSync }) => chmodSync(file(), 0o644));
    await save("ci", "--url", "http://10.0.0.5:7420");
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(Object.keys(json(readFileSync(file(), "utf8")).contexts)).toEqual(["prod", "ci"]);
  });

  it("is chosen, left for the one before and come back to, shown and removed", async () => {
    await save("a", "--url", "http://a.example");
    await save("b", "--url", "http://b.example", "--ns", "games", "--use");
    expect((await run("context", "use", "a")).stdout).toBe("context a in use: http://a.example\n");
    expect((await run("context", "select", "-")).stdout).toBe("context b in use: http://b.example\n");
    expect((await run("context", "use", "-")).stdout).toContain("context a in use");
    expect((await run("context", "ls")).stdout).toMatch(/^\* +a +http:\/\/a\.example$/m);
    expect(json((await run("context", "show", "b", "--json")).stdout)).toMatchObject({
      ns: "games",
      inUse: false,
    });
    expect((await run("context", "rm", "a")).code).toBe(0);
    expect(json((await run("context", "ls", "--json")).stdout)).toMatchObject({
      current: null,
      previous: "b",
    });
  });

  it("is changed by what is said of it, and keeps the rest", async () => {
    await save("a", "--url", "http://a.example", "--ns", "games");
    await save("a", "--name", "ada");
    expect(json((await run("context", "show", "a", "--json")).stdout)).toMatchObject({
      url: "http://a.example",
      ns: "games",
      name: "ada",
    });
  });

  it("shows no token unless that is asked for, and then says so", async () => {
    await save("prod", "--url", "http://rooms.example.org", "--token", TOKEN);
    for (const args of [["list"], ["list", "--json"], ["show", "prod"], ["show", "prod", "--json"]]) {
      const { stdout, stderr } = await run("context", ...args);
      expect(stdout + stderr, args.join(" ")).not.toContain(TOKEN);
      expect(stdout).toContain("(hidden)");
    }
    const open = await run("context", "show", "prod", "--json", "--unmasked");
    expect(json(open.stdout).token).toBe(TOKEN);
    expect(open.stderr).toContain("Tokens are shown");
  });

  it("takes a token from stdin, and keeps off the disk one that is elsewhere", async () => {
    const args = ["context", "save", "prod", "--url", "http://rooms.example.org", "--token", "-"];
    expect((await home.run(args, { input: `${TOKEN}\n` })).code).toBe(0);
    expect(json(readFileSync(file(), "utf8")).contexts.prod.token).toBe(TOKEN);
    await save("prod", "--token", "env://ROOMS_TOKEN");
    expect(readFileSync(file(), "utf8")).not.toContain(TOKEN);
    const missing = await home.run(["stats", "--context", "prod"]);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toContain("ROOMS_TOKEN, which is not set");
  });

  it.each([["-x"], ["__proto__"], ["a b"]])("has no name like %s", async (name) => {
    expect((await run("context", "save", "--url", "http://a.example", "--", name)).code).toBe(2);
  });
});

describe("a command", () => {
  it("goes to the server in use, or once to another by its name", async () => {
    const server = await home.serve("--memory");
    await save("here", "--url", server.url);
    await save("gone", "--url", "http://127.0.0.1:1", "--use");
    expect((await run("stats", "--json")).code).toBe(3);
    expect((await run("stats", "--json", "--context", "here")).code).toBe(0);
    expect((await run("--context", "here", "stats", "--json")).code).toBe(0);
    expect((await home.run(["stats", "--json"], { env: { RTROOMS_CONTEXT: "here" } })).code).toBe(0);
  });

  it("sends the token of a file as it is at that moment", async () => {
    const server = await home.serve("--memory");
    const { token } = json(
      readFileSync(join(home.folder, "config", "servers", `${server.port}.json`), "utf8"),
    );
    const stranger = new Home();
    const tokenFile = join(stranger.folder, "token");
    writeFileSync(tokenFile, "not-the-right-one");
    await stranger.run(["context", "save", "s", "--url", server.url, "--token-file", tokenFile, "--use"]);
    expect((await stranger.run(["rooms", "create", "x"])).code).toBe(4);
    writeFileSync(tokenFile, token);
    expect((await stranger.run(["rooms", "create", "x"])).code).toBe(0);
    await stranger.clean();
  });

  it("takes what is typed, then the environment, then the server in use, then the default", async () => {
    await save("prod", "--url", "http://prod.example", "--ns", "games", "--use");
    expect(await originOf("ns", [])).toEqual({ option: "ns", value: "games", from: "context prod" });
    expect(await originOf("ns", [], { RTROOMS_NS: "env" })).toMatchObject({
      value: "env",
      from: "environment RTROOMS_NS",
    });
    expect(await originOf("ns", ["--ns", "typed"], { RTROOMS_NS: "env" })).toMatchObject({
      from: "flag --ns",
    });
    await run("context", "unselect");
    expect(await originOf("ns", [])).toMatchObject({ value: "default", from: "default" });
  });

  it("believes a context that is typed more than the environment", async () => {
    await save("prod", "--url", "http://prod.example");
    const env = { RTROOMS_URL: "http://env.example" };
    expect(await originOf("url", ["--context", "prod"], env)).toMatchObject({ value: "http://prod.example" });
    expect(await originOf("url", [], { ...env, RTROOMS_CONTEXT: "prod" })).toMatchObject({
      value: "http://env.example",
    });
  });

  it("sends a saved token to its own server and to no other", async () => {
    await save("prod", "--url", "http://prod.example", "--token", TOKEN, "--use");
    expect(await originOf("token", [])).toMatchObject({ value: "(hidden)", from: "context prod" });
    expect(await originOf("token", ["--url", "http://prod.example"])).toMatchObject({ from: "context prod" });
    for (const args of [
      ["--url", "http://other.example"],
      ["--url", "https://prod.example"],
    ]) {
      expect(await originOf("token", args)).toMatchObject({ value: null, from: "not given" });
    }
    const env = { RTROOMS_URL: "http://other.example" };
    expect(await originOf("token", [], env)).toMatchObject({ value: null });
    const both = await run("stats", "--context", "prod", "--url", "http://other.example");
    expect(both).toMatchObject({ code: 2 });
    expect(both.stderr).toContain("Leave one of them out");
  });

  it("says what may have been meant by a name that isn't there", async () => {
    await save("production", "--url", "http://prod.example");
    const failed = await run("stats", "--context", "porduction");
    expect(failed).toMatchObject({ code: 5, stdout: "" });
    expect(failed.stderr).toContain("did you mean production?");
  });
});

describe("a damaged file", () => {
  it.each([
    ["{", "is no JSON"],
    ["[]", 'has no "contexts" in it'],
    ['{"contexts":{"a":{"url":7}}}', "contexts.a.url is no address"],
    ['{"current":7,"contexts":{}}', "names a context by something that is no text"],
  ])("%s is named, with what to type, and is never written over", async (text, why) => {
    mkdirSync(join(home.folder, "config"));
    writeFileSync(file(), text);
    for (const args of [
      ["stats"],
      ["context", "list"],
      ["context", "save", "b", "--url", "http://b.example"],
    ]) {
      const failed = await run(...args);
      expect(failed).toMatchObject({ code: 1, stdout: "" });
      expect(failed.stderr).toContain(file());
      expect(failed.stderr).toContain(why);
      expect(failed.stderr).toContain("mv ");
      expect(failed.stderr).not.toContain("    at ");
    }
    expect(readFileSync(file(), "utf8")).toBe(text);
  });
});
