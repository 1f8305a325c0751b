// Completion: what may come next, told by the commands themselves, and three real shells that ask for it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Candidate, candidates } from "../../src/cli/completion.ts";
import { scripts } from "../../src/cli/completion-scripts.ts";
import { createProgram } from "../../src/cli/program.ts";
import { BINARY, Home, type Server } from "../support/binary.ts";

const live: Candidate[] = [{ value: "lobby", about: "1/64 waiting" }];
const offered = async (...words: string[]): Promise<string[]> =>
  (await candidates(createProgram(), words, async (_, what) => (what === "rooms" ? live : []))).map(
    ({ value }) => value,
  );

describe("what may come next", () => {
  it("is a command, then one of its own", async () => {
    expect(await offered("ch")).toEqual(["chat"]);
    expect(await offered("rooms", "wa")).toEqual(["wait", "watch"]);
    expect(await offered("--url", "http://x", "rooms", "wa")).toEqual(["wait", "watch"]);
    expect(await offered("")).toEqual(expect.arrayContaining(["serve", "context", "completion"]));
  });

  it("is an option that is not there yet, of the command or of all", async () => {
    expect(await offered("chat", "--co")).toEqual(
      ["--code", "--count", "--context", "--connect-timeout"].sort(byGroup),
    );
    expect(await offered("chat", "--quiet", "--qui")).toEqual([]);
    expect(await offered("chat", "--qui")).toEqual(["--quiet"]);
    expect(await offered("rooms", "--js")).toEqual(["--json"]);
    expect(await offered("chat", "--", "--co")).toEqual([]);
  });

  it("is a value of an option", async () => {
    expect(await offered("serve", "--limits", "")).toEqual(["on", "off"]);
    expect(await offered("serve", "--limits=o")).toEqual(["--limits=on", "--limits=off"]);
    expect(await offered("stats", "--token-file", "x")).toEqual([":files"]);
    expect(await offered("serve", "--data-dir", "")).toEqual([":folders"]);
    expect(await offered("chat", "--count", "")).toEqual([]);
    expect(await offered("relay", "--room", "")).toEqual(["lobby"]);
  });

  it("is a room, a topic of the help, a code", async () => {
    expect(await offered("chat", "lo")).toEqual(["lobby"]);
    expect(await offered("rooms", "get", "")).toEqual(["lobby"]);
    expect(await offered("join", "lobby", "")).toEqual([]);
    expect(await offered("help", "ex")).toEqual(["explain", "exit-codes"]);
    expect(await offered("help", "rooms", "wai")).toEqual(["wait"]);
    expect(await offered("explain", "room_f")).toEqual(["room_full"]);
    expect(await offered("completion", "")).toEqual(Object.keys(scripts));
  });
});

/** As they are in the help. */
const byGroup = (a: string, b: string): number => {
  const options = createProgram()
    .commands.find((each) => each.name() === "chat")!
    .options.map(({ long }) => long);
  return options.indexOf(a) - options.indexOf(b);
};

describe("the binary", () => {
  const home = new Home();
  let server: Server;
  beforeAll(async () => {
    server = await home.serve("--memory");
    for (const room of ["alpha", "alps", "team:red"]) {
      expect((await home.run(["rooms", "create", room], server)).code).toBe(0);
    }
    await home.run(["context", "save", "stage", "--url", server.url]);
    mkdirSync(join(home.folder, "bin"));
    symlinkSync(BINARY, join(home.folder, "bin", "rtrooms"));
  });
  afterAll(() => home.clean());

  const ask = async (env: Record<string, string>, ...words: string[]) =>
    await home.run(["__complete", String(words.length), ...words], { env });

  it("asks the server that the environment, the line or the context names", async () => {
    const rooms = "alpha\t0/64 waiting\nalps\t0/64 waiting\n";
    expect((await ask(server.env, "chat", "al")).stdout).toBe(rooms);
    expect((await ask({}, "chat", "--url", server.url, "al")).stdout).toBe(rooms);
    expect((await ask({}, "--context", "stage", "chat", "al")).stdout).toBe(rooms);
    expect((await ask({}, "chat", "--context", "")).stdout).toBe(`stage\t${server.url}\n`);
  });

  it("is silent where there is no server, or no sense in the line", async () => {
    const nobody = { RTROOMS_URL: "http://127.0.0.1:1" };
    for (const words of [
      ["chat", "al"],
      ["chat", "--url", "ftp://x", ""],
      ["chat", "--context", "gone", ""],
    ]) {
      expect(await ask(nobody, ...words)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    }
  });

  const inShell = (shell: string, args: readonly string[]) => {
    const env = home.env({ ...server.env, PATH: `${join(home.folder, "bin")}:${process.env.PATH}` });
    const { stdout, stderr } = spawnSync(shell, args, { env, encoding: "utf8", timeout: 20_000 });
    expect(stderr).toBe("");
    return stdout.trim().split("\n");
  };

  it.each([
    ["rtrooms chat al", ["alpha", "alps"]],
    ["rtrooms chat team:r", ["red"]],
    ["rtrooms serve --limits ", ["on", "off"]],
    ["rtrooms chat --context=s", ["stage"]],
  ])("completes %s in bash, which replaces what is behind : and = only", (line, wanted) => {
    const script = `eval "$(rtrooms completion bash)"; COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; _rtrooms; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(inShell("bash", ["--norc", "-c", script])).toEqual(wanted);
  });

  it.skipIf(!existsSync("/usr/bin/fish"))("completes in fish", () => {
    const complete = (line: string) =>
      inShell("fish", ["--no-config", "-c", `rtrooms completion fish | source; complete -C '${line}'`]);
    expect(complete("rtrooms chat al")).toEqual(["alpha\t0/64 waiting", "alps\t0/64 waiting"]);
    expect(complete("rtrooms chat team:r")).toEqual(["team:red\t0/64 waiting"]);
    expect(complete("rtrooms --context ")).toEqual([`stage\t${server.url}`]);
  });

  it.skipIf(!existsSync("/usr/bin/zsh"))("completes in zsh", () => {
    // What would be offered, told by a stand-in for the function that shows it.
    const script = `compdef() { :; }; eval "$(rtrooms completion zsh)"
      _describe() { print -rl -- $found; }
      words=(rtrooms chat al); CURRENT=3; PREFIX=al; _rtrooms
      words=(rtrooms chat team:r); PREFIX=team:r; _rtrooms
      words=(rtrooms serve --limits ''); CURRENT=4; PREFIX=''; _rtrooms`;
    expect(inShell("zsh", ["-f", "-c", script])).toEqual([
      "alpha:0/64 waiting",
      "alps:0/64 waiting",
      "team\\:red:0/64 waiting",
      "on",
      "off",
    ]);
  });
});
