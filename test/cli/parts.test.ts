// The small parts of the command line: modes, durations, lines of stdin, columns, failures, the local token.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { columns, pairs } from "../../src/cli/columns.ts";
import { CliError, describeFailure } from "../../src/cli/exit.ts";
import { chooseMode, wantsColor } from "../../src/cli/mode.ts";
import { parseCount, parseDuration } from "../../src/cli/options.ts";
import { inertJson } from "../../src/cli/output.ts";
import { findToken, removeRuntime, writeRuntime } from "../../src/cli/runtime.ts";
import { readLines } from "../../src/cli/stdin.ts";
import { RtError } from "../../src/protocol/errors.ts";

describe("a screen", () => {
  const terminal = { stdinIsTTY: true, stdoutIsTTY: true, env: { TERM: "xterm" } as NodeJS.ProcessEnv };

  it("is drawn on a terminal only", () => {
    expect(chooseMode({}, terminal)).toBe("screen");
    expect(chooseMode({}, { ...terminal, stdinIsTTY: false })).toBe("plain");
    expect(chooseMode({}, { ...terminal, stdoutIsTTY: false })).toBe("plain");
  });

  it("is not drawn for programs, on request, on a dumb terminal or in CI", () => {
    expect(chooseMode({ ndjson: true }, terminal)).toBe("ndjson");
    expect(chooseMode({ json: true }, terminal)).toBe("ndjson");
    expect(chooseMode({ tui: false }, terminal)).toBe("plain");
    expect(chooseMode({}, { ...terminal, env: { TERM: "dumb" } })).toBe("plain");
    expect(chooseMode({}, { ...terminal, env: { CI: "true" } })).toBe("plain");
    expect(chooseMode({}, { ...terminal, env: { CI: "false" } })).toBe("screen");
    expect(chooseMode({}, { ...terminal, env: { CI: "" } })).toBe("screen");
  });

  it("is not drawn for a screen reader", () => {
    expect(chooseMode({ screenReader: true }, terminal)).toBe("plain");
    expect(chooseMode({}, { ...terminal, env: { INK_SCREEN_READER: "true" } })).toBe("plain");
  });

  it("is drawn against all guesses where it is asked for, and refused where it can't be", () => {
    const env = { TERM: "dumb", CI: "true", INK_SCREEN_READER: "true" };
    expect(chooseMode({ tui: true }, { ...terminal, env })).toBe("screen");
    expect(() => chooseMode({ tui: true }, { ...terminal, stdoutIsTTY: false })).toThrow(/needs a terminal/);
    expect(chooseMode({ tui: true, ndjson: true }, terminal)).toBe("ndjson");
  });

  it.each([
    [{}, [], true],
    [{ NO_COLOR: "1" }, [], false],
    [{ NO_COLOR: "" }, [], true],
    [{ TERM: "dumb" }, [], false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, [], true],
    [{ FORCE_COLOR: "0" }, [], false],
    [{ FORCE_COLOR: "1" }, ["--no-color"], false],
  ])("with %o and %o has colours: %s", (env, argv, expected) => {
    expect(wantsColor(env as NodeJS.ProcessEnv, argv)).toBe(expected);
  });
});

describe("options", () => {
  it.each([
    ["500ms", 500],
    ["5s", 5_000],
    ["5", 5_000],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
  ])("%s is %i ms", (text, ms) => expect(parseDuration(text)).toBe(ms));
  it.each(["", "soon", "-1s", "0s", "5 s", "9999h", "1e3s"])("%j is no duration", (text) =>
    expect(() => parseDuration(text)).toThrow("500ms, 5s or 2m"),
  );
  it("counts are whole numbers within their range", () => {
    expect(parseCount(1)("7")).toBe(7);
    for (const text of ["0", "-1", "1.5", "x", "", "1e3"]) expect(() => parseCount(1)(text)).toThrow();
    expect(() => parseCount(0, 5)("6")).toThrow("0 to 5");
  });
});

describe("lines of stdin", () => {
  async function* chunks(...parts: (string | Uint8Array)[]) {
    for (const part of parts) yield Buffer.from(part);
  }
  const lines = async (most: number, ...parts: (string | Uint8Array)[]) => {
    const found: (string | null)[] = [];
    for await (const { text } of readLines(chunks(...parts), most)) found.push(text);
    return found;
  };

  it("are put together over chunks, also inside a character, with and without a last newline", async () => {
    const bytes = Buffer.from("é日\n");
    expect(await lines(99, "a\nb", "c\r\n", bytes.subarray(0, 3), bytes.subarray(3), "end")).toEqual([
      "a",
      "bc",
      "é日",
      "end",
    ]);
    expect(await lines(99)).toEqual([]);
    expect(await lines(99, "a\n\n")).toEqual(["a", ""]);
  });

  it("that are too long are left out whole, and only they", async () => {
    expect(await lines(4, "abcd\nabcde\nab", "cdefgh", "ijk\nx\n")).toEqual(["abcd", null, null, "x"]);
    expect(await lines(4, "abcd\r\n", "é".repeat(2), "\n", "abc", "de")).toEqual(["abcd", "éé", null]);
  });
});

describe("output", () => {
  it("has columns by width, with nothing behind the last", () => {
    expect(
      columns(
        ["NAME", "N"],
        [
          ["日本", "1"],
          ["a", "22"],
        ],
      ),
    ).toEqual(["NAME   N", "日本   1", "a      22"]);
    expect(
      pairs([
        ["a", "1"],
        ["long", ""],
      ]),
    ).toEqual(["a      1", "long"]);
  });

  it("is JSON that no terminal trips over, of the same value", () => {
    const value = { text: "a\u009bb\u202ec\u200dd\u001b" };
    expect(inertJson(value)).toMatch(/^[\u0020-\u007e]+$/);
    expect(JSON.parse(inertJson(value))).toEqual(value);
  });
});

describe("failures", () => {
  it.each([
    [new RtError("unauthorized"), "unauthorized"],
    [new RtError("forbidden"), "unauthorized"],
    [new RtError("not_found"), "not_found"],
    [new RtError("no_such_peer"), "not_found"],
    [new RtError("room_full"), "error"],
    [new CliError({ exit: "unmet", code: "unmet", message: "x" }), "unmet"],
    [new TypeError("bug"), "error"],
    ["thrown text", "error"],
  ])("%s end as %s", (error, exit) => expect(describeFailure(error).exit).toBe(exit));
});

describe("the token of a local server", () => {
  let folder: string;
  const runtime = {
    port: 7499,
    host: "127.0.0.1",
    url: "http://127.0.0.1:7499",
    token: "secret",
    pid: process.pid,
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rtrooms-"));
    vi.stubEnv("RTROOMS_CONFIG_DIR", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it("is for this user's eyes only, and gone with the server", () => {
    writeRuntime(runtime);
    writeRuntime(runtime);
    expect(statSync(join(folder, "servers", "7499.json")).mode & 0o777).toBe(0o600);
    expect(findToken("http://127.0.0.1:7499")).toBe("secret");
    removeRuntime(7499);
    removeRuntime(7499);
    expect(findToken("http://127.0.0.1:7499")).toBeUndefined();
  });

  it("is found by every name of this machine, and given to no other", () => {
    writeRuntime(runtime);
    for (const host of ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"]) {
      expect(findToken(`ws://${host}:7499/ws`), host).toBe("secret");
    }
    for (const host of ["example.org", "127.0.0.1.example.org", "10.0.0.1", "localhost.example.org"]) {
      expect(findToken(`http://${host}:7499`), host).toBeUndefined();
    }
    expect(findToken("http://127.0.0.1:7498")).toBeUndefined();
  });

  it("is not believed when its process is gone", () => {
    writeRuntime({ ...runtime, pid: 2 ** 22 + 1 });
    expect(findToken("http://127.0.0.1:7499")).toBeUndefined();
  });
});
