// How screens look where they are: the background as it is told, ASCII where nothing else is shown, and the options for both.
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answeredBackground, knownBackground } from "../../src/tui/background.ts";
import { asciiOf, localeIsAscii } from "../../src/tui/state/ascii.ts";
import { width } from "../../src/tui/state/text.ts";
import { Home, type Server } from "../support/binary.ts";
import { Terminal } from "../support/pty.ts";

describe("a background", () => {
  it.each([
    ["\u001b]11;rgb:ffff/ffff/ffff\u001b\\", "light"],
    ["\u001b]11;rgb:1e1e/1e1e/2e2e\u0007", "dark"],
    ["ab\u001b]11;rgb:f/f/f\u0007cd", "light"],
    ["\u001b]11;rgba:00/2b/36/ff\u001b\\", "dark"],
    ["\u001b]11;rgb:fdfd/f6f6/e3e3", "light"],
    ["\u001b]10;rgb:ffff/ffff/ffff\u001b\\", undefined],
    ["\u001b]11;?\u001b\\", undefined],
    ["typed", undefined],
  ])("answered as %j is %s", (input, background) => expect(answeredBackground(input)).toBe(background));

  it.each([
    ["15;0", "dark"],
    ["0;15", "light"],
    ["0;default;7", "light"],
    ["12;8", "dark"],
    ["default;default", "dark"],
    ["", "dark"],
  ])("is known from COLORFGBG=%s as %s", (value, background) =>
    expect(knownBackground({ COLORFGBG: value })).toBe(background),
  );

  it("is dark where nothing is known", () => expect(knownBackground({})).toBe("dark"));
});

describe("ASCII", () => {
  it("is as wide as what it stands for, for any sign", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }), (sign) => {
        const columns = width(sign);
        if (columns < 1) return;
        expect(asciiOf(sign, columns)).toMatch(/^[\u0020-\u007e]+$/);
        expect(asciiOf(sign, columns)).toHaveLength(columns);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps letters, lets levels be told apart, and doesn't pretend", () => {
    const all = (text: string) => [...text].map((sign) => asciiOf(sign, width(sign))).join("");
    expect(all("Crème brûlée, Łódź, Ærø, Ωmega")).toBe("Creme brulee, Lodz, Aro, ?mega");
    expect(new Set(all("▁▂▃▄▅▆▇█")).size).toBe(8);
    expect(all("日本 ﬁ")).toBe("???? f");
  });

  it.each([
    [{ LANG: "C" }, true],
    [{ LANG: "en_US.ISO-8859-1" }, true],
    [{ LANG: "en_US.UTF-8" }, false],
    [{ LANG: "C", LC_ALL: "C.utf8" }, false],
    [{ LANG: "C.UTF-8", LC_CTYPE: "POSIX" }, true],
    [{ LANG: "" }, false],
    [{}, false],
  ])("is asked for by %o: %s", (env, asked) => expect(localeIsAscii(env as NodeJS.ProcessEnv)).toBe(asked));
});

describe("on a terminal", () => {
  const home = new Home();
  let server: Server;
  const open: Terminal[] = [];
  beforeAll(async () => {
    server = await home.serve("--memory");
  });
  afterEach(() => {
    for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
  });
  afterAll(() => home.clean());
  const start = (args: string[], env: Record<string, string> = {}) => {
    const terminal = Terminal.run(args, { env: home.env({ ...server.env, ...env }), columns: 100 });
    open.push(terminal);
    return terminal;
  };

  it.each<[string, string[], Record<string, string>]>([
    ["--ascii", ["--ascii"], {}],
    ["RTROOMS_ASCII", [], { RTROOMS_ASCII: "1" }],
    ["a locale", [], { LANG: "C" }],
  ])("all is ASCII with %s", async (how, args, env) => {
    const room = how.replaceAll(/\W/g, "");
    const terminal = start(["chat", room, "--name", "Zoë", ...args], env);
    await terminal.until("* connected");
    await terminal.until("@ Zoe (you)");
    expect(terminal.output).toMatch(/^[\r\n\u001b\u0020-\u007e]*$/);
  });

  it("is not with RTROOMS_ASCII=0, nor otherwise", async () => {
    const terminal = start(["chat", "signs"], { RTROOMS_ASCII: "0" });
    await terminal.until("● connected");
  });

  it("a theme that is named is not asked for", async () => {
    const named = start(["chat", "named"], { RTROOMS_THEME: "light" });
    await named.until("● connected");
    expect(named.output).not.toContain("\u001b]11;");
    expect(named.output).toContain("\u001b[38;5;24m");
    const asked = start(["chat", "asked"]);
    await asked.until("● connected");
    expect(asked.output).toContain("\u001b]11;?\u001b\\");
    expect(asked.output).toContain("\u001b[38;5;81m");
  });

  it.each<[string, string[], Record<string, string>]>([
    ["--screen-reader", ["--screen-reader"], {}],
    ["INK_SCREEN_READER", [], { INK_SCREEN_READER: "true" }],
    ["RTROOMS_SCREEN_READER", [], { RTROOMS_SCREEN_READER: "1" }],
  ])("there are lines and no screen with %s", async (_, args, env) => {
    const terminal = start(["chat", "read", "--name", "ada", ...args], env);
    terminal.type("hello\r\u0004");
    expect((await terminal.exited).code).toBe(0);
    expect(terminal.output).not.toContain("\u001b[?1049h");
  });

  it("a screen is drawn against CI with --tui", async () => {
    const terminal = start(["chat", "forced", "--tui"], { CI: "true" });
    await terminal.until("● connected");
    expect(terminal.inAlternateScreen).toBe(true);
  });
});
