// Commands in pipelines of a shell: readers that go away, input that ends, and nothing but plain text whatever is set.
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BINARY, Home, type Server } from "../support/binary.ts";
import { shell } from "../support/shell.ts";

const home = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => home.clean());

const run = (line: string, more: Record<string, string> = {}) =>
  shell(line, home.env({ ...server.env, ...more }));

describe("a pipeline", () => {
  it.each([
    ["rtrooms chat ops --ndjson --history 0 | head -1", /^\{"v":1,.*\}\n$/],
    ["rtrooms chat ops --history 0 | head -2", /^(?:\d\d:\d\d \S+: on and on\n){2}$/],
    ["rtrooms join ops --ndjson | head -1", /^\{"v":1,"type":"joined".*\}\n$/],
  ])("ends with 0 and without a word when its reader has had enough: %s", async (line, wanted) => {
    const talker = home.start(["chat", "ops", "--keep-open"], { env: server.env, input: null });
    const talking = setInterval(() => talker.write("on and on\n"), 100);
    const finished = await run(line);
    clearInterval(talking);
    talker.kill("SIGTERM");
    expect(finished).toMatchObject({ code: 0, stdout: expect.stringMatching(wanted), stderr: "" });
  });

  it("says what a program prints that never stops by itself", async () => {
    // `yes` is ended by its own reader, which is no failure of rtrooms.
    expect(await run("set +o pipefail; yes | head -5 | rtrooms chat x")).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "",
    });
    const heard = await run("rtrooms chat x --count 5 --timeout 20s");
    expect(heard.stdout.match(/: y\n/g)).toHaveLength(5);
  });

  it("ends where stdin is closed, and says nothing then", async () => {
    expect(await run("rtrooms chat closed --timeout 1s <&-")).toMatchObject({ code: 0, stdout: "" });
    expect(await run(": | rtrooms chat closed")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(await run(": | rtrooms join closed")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"type":"joined"'),
      stderr: "",
    });
  });
});

/** The part of the program that has Ink in it. */
function inkFiles(): string[] {
  const dist = new URL("../dist/", `file://${BINARY}`);
  return readdirSync(dist).filter(
    (name) => name.endsWith(".js") && readFileSync(new URL(name, dist), "utf8").includes("ink-virtual-text"),
  );
}

describe.each<Record<string, string>>([
  {},
  { FORCE_COLOR: "1" },
  { NO_COLOR: "1" },
  { TERM: "dumb" },
  { CI: "true" },
])("with %o", (more) => {
  it.each([
    ["chat", "echo hello | rtrooms chat plain --name ada; rtrooms chat plain --count 1 --timeout 20s"],
    ["chat --ndjson", "rtrooms chat plain --ndjson --count 1 --timeout 20s"],
    ["join", ": | rtrooms join plain"],
    ["rooms", "rtrooms rooms list"],
    ["rooms --json", "rtrooms rooms list --json"],
    ["stats", "rtrooms stats"],
    ["stats --watch", "rtrooms stats --watch --count 1"],
    ["relay", "rtrooms relay --timeout 1s"],
  ])("%s prints plain text into a pipe, and loads no screen", async (_, line) => {
    const seen = mkdtempSync(join(home.folder, "seen-"));
    const { stdout, stderr } = await run(`{ ${line}; } | cat`, { ...more, NODE_V8_COVERAGE: seen });
    expect(stdout + stderr).not.toContain("\u001b");
    const loaded = readdirSync(seen).map((name) => readFileSync(join(seen, name), "utf8"));
    expect(loaded.join("")).toContain("/dist/");
    const ink = inkFiles();
    expect(ink.length).toBeGreaterThan(0);
    for (const name of ink) expect(loaded.join("")).not.toContain(`/dist/${name}`);
  });
});
