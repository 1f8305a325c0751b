// Help is the same shape everywhere, its table of variables is that of docs/cli.md, and no variable is missing in it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { descendants } from "../../src/cli/argv.ts";
import { settleEnvironment, variablesOf } from "../../src/cli/environment.ts";
import { exitCodes } from "../../src/cli/exit.ts";
import { exitWords } from "../../src/cli/explain/exits.ts";
import { examplesOf } from "../../src/cli/help.ts";
import { topics } from "../../src/cli/help-topics.ts";
import { createProgram } from "../../src/cli/program.ts";
import { Home } from "../support/binary.ts";

const home = new Home();
afterAll(() => home.clean());

const program = createProgram();
const all = [program, ...descendants(program)];
const docs = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
const cli = new URL("../../src/cli/", import.meta.url).pathname;
const nameOf = (command: (typeof all)[number]): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

describe("every help", () => {
  it.each(all.map((command) => [nameOf(command), command] as const))("of %s has examples", (_, command) => {
    expect(examplesOf(command)).toMatch(/^Examples:\n {2}\$ \S/);
  });

  it.each([["chat"], ["rooms", "wait"], ["context", "save"], ["serve"]])(
    "of %s %s has them first",
    async (...words) => {
      const { stdout, code } = await home.run([...words, "--help"]);
      expect(code).toBe(0);
      const places = [
        "Examples:",
        "Usage:",
        "--",
        "Global Options:",
        "Exit codes: rtrooms help exit-codes",
      ].map((part) => (stdout.indexOf(`\n${part}`) < 0 ? stdout.indexOf(part) : stdout.indexOf(`\n${part}`)));
      expect(places[0]).toBe(stdout.indexOf("\n\n") + 1);
      expect(places[1]).toBeGreaterThan(places[0]!);
      expect(places.at(-1)).toBeGreaterThan(places.at(-2)!);
      expect(stdout.match(/^Examples:/gm)).toHaveLength(1);
    },
  );

  it("of a command inside another has the program's options, and not those that stand before its name", async () => {
    const { stdout } = await home.run(["relay", "lint", "--help"]);
    expect(stdout).toContain("--quiet");
    expect(stdout).not.toContain("--record");
  });

  it("says nothing on stderr and ends with 0, also without a command", async () => {
    const bare = await home.run([]);
    expect(bare).toMatchObject({ code: 0, stderr: "" });
    expect((await home.run(["help"])).stdout).toBe(bare.stdout);
    expect((await home.run(["help", "rooms", "wait"])).stdout).toBe(
      (await home.run(["rooms", "wait", "--help"])).stdout,
    );
  });
});

describe("a topic", () => {
  it.each(Object.keys(topics))("%s is printed, and in docs/cli.md", async (topic) => {
    const { code, stdout, stderr } = await home.run(["help", topic]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.length).toBeGreaterThan(200);
    expect(docs).toContain(`rtrooms help ${topic}`);
  });

  it("that isn't there is nearly one that is", async () => {
    const failed = await home.run(["help", "enviroment"]);
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed.stderr).toContain("Did you mean environment?");
  });
});

describe("the variables", () => {
  it("are those of the table in docs/cli.md", () => {
    const rows = variablesOf(program).map(({ name, option, default: value, commands, what }) =>
      [
        `| \`${name}\``,
        option && `\`${option.replaceAll("|", "\\|")}\``,
        value,
        commands.join(" "),
        `${what} |`,
      ].join(" | "),
    );
    const table = docs.split("\n").filter((line) => line.startsWith("| `RTROOMS_"));
    expect(table).toEqual(rows);
  });

  it("are all that the sources read", () => {
    const known = variablesOf(program).map(({ name }) => name);
    for (const file of readdirSync(cli, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      const named = readFileSync(join(cli, file), "utf8").match(/\bRTROOMS_[A-Z_]*[A-Z]\b/g) ?? [];
      for (const name of named) expect(known, `${file}: ${name}`).toContain(name);
    }
  });

  it("that are set to nothing aren't set, and one that is on or off can be off", () => {
    const env = { RTROOMS_URL: "", RTROOMS_NS: "games", RTROOMS_QUIET: "0", RTROOMS_VERBOSE: "1" };
    settleEnvironment(program, env);
    expect(env).toEqual({ RTROOMS_NS: "games", RTROOMS_VERBOSE: "1" });
  });

  it("that are for a habit count, and are judged", async () => {
    const failed = await home.run(["chat", "lobby"], { env: { RTROOMS_HISTORY: "many" } });
    expect(failed).toMatchObject({ code: 2 });
    expect(failed.stderr).toContain('RTROOMS_HISTORY is "many"');
    const other = await home.run(["rooms", "create", "lobby"], { env: { RTROOMS_HISTORY: "50" } });
    expect(other).toMatchObject({ code: 3 });
  });
});

describe("the exit codes", () => {
  it("are those of docs/cli.md", () => {
    for (const [name, code] of Object.entries(exitCodes)) {
      expect(docs).toContain(`| ${code} | ${exitWords[name]!.means} |`);
    }
  });
});

describe("what isn't there", () => {
  it.each([
    [["rooms", "lst"], "Did you mean list?"],
    [["context", "shw"], "Did you mean show?"],
    [["contxt"], "Did you mean context?"],
    [["rooms", "get", "a", "--jsn"], "Did you mean --json?"],
  ])("%j is nearly something that is", async (args, words) => {
    const failed = await home.run(args);
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed.stderr).toContain(words);
  });
});
