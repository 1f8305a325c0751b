// The bridge between a screen and its terminal: every way out, being stopped and continued, what the terminal answers, its size.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";
import { bundle } from "../support/bundle.ts";
import { keys, Terminal } from "../support/pty.ts";

const home = new Home();
let screen: Awaited<ReturnType<typeof bundle>>;
const open: Terminal[] = [];
beforeAll(async () => {
  screen = await bundle('import "./test/support/odd-screen.tsx";');
});
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
});
afterAll(async () => {
  screen.remove();
  await home.clean();
});

interface Options {
  env?: Record<string, string>;
  columns?: number;
  rows?: number;
}

async function opened(line: string, { env, ...size }: Options = {}): Promise<Terminal> {
  const more = { SCREEN: screen.file, COLORTERM: "truecolor", ...env };
  const terminal = Terminal.shell(line, { env: home.env(more), background: "silent", ...size });
  open.push(terminal);
  await terminal.until("typed []");
  return terminal;
}

const RUN = '(echo "pid=$BASHPID"; exec "$NODE" "$SCREEN"); echo rc=$?; stty -a';
const pidIn = (terminal: Terminal): number => Number(/pid=(\d+)/.exec(terminal.output)![1]);

function expectRestored(terminal: Terminal): void {
  expect(terminal.text).toMatch(/ icanon/);
  expect(terminal.text).toMatch(/ echo /);
  expect(terminal.inAlternateScreen).toBe(false);
  expect(terminal.bracketsPastes).toBe(false);
  expect(terminal.cursorShown).toBe(true);
}

describe("the terminal is as it was", () => {
  it.each([
    ["thrown", "x", "odd: thrown"],
    ["rejected", "r", "odd: rejected"],
    ["thrown in a view", "v", "odd: a view"],
  ])("after an error %s, which is told when the screen is left", async (_, key, words) => {
    const terminal = await opened(RUN);
    terminal.type(key);
    await terminal.exited;
    expect(terminal.text).toContain(`error: ${words}`);
    expect(terminal.output.indexOf(`error: ${words}`)).toBeGreaterThan(terminal.output.lastIndexOf("?1049l"));
    expect(terminal.text).toContain("rc=1");
    expectRestored(terminal);
  });

  it("after somebody else has ended the process", async () => {
    const terminal = await opened(RUN);
    terminal.type("e");
    await terminal.exited;
    expect(terminal.text).toContain("rc=7");
    expectRestored(terminal);
  });

  it("after a signal, and is given back once", async () => {
    const terminal = await opened(RUN);
    process.kill(pidIn(terminal), "SIGHUP");
    await terminal.exited;
    expect(terminal.text).toContain("ended by SIGHUP");
    expect(terminal.output.match(/\?1049l/g)).toHaveLength(1);
    expectRestored(terminal);
  });

  it("while the end of a screen hangs, and Ctrl-C ends that", async () => {
    const terminal = await opened(RUN);
    terminal.type("h");
    await terminal.until("ended by quit");
    expect(terminal.inAlternateScreen).toBe(false);
    process.kill(pidIn(terminal), "SIGINT");
    await terminal.exited;
    expect(terminal.text).toContain("rc=130");
    expectRestored(terminal);
  });

  it("and what was written to stderr meanwhile is told then", async () => {
    const terminal = await opened(RUN);
    terminal.type("w!");
    await terminal.until("typed [!]");
    expect(terminal.text).not.toContain("odd: a warning");
    terminal.type("q");
    await terminal.exited;
    expect(terminal.text).toContain("odd: a warning");
  });
});

describe("a screen that is stopped", () => {
  it.each([
    ["by Ctrl-Z", (terminal: Terminal) => terminal.send(keys.ctrlZ)],
    ["from outside", (terminal: Terminal) => process.kill(pidIn(terminal), "SIGTSTP")],
  ])("%s gives the terminal back, and takes it again", async (_, stop) => {
    const terminal = await opened(
      `set -m; ${RUN}; stty -a | grep -o ' icanon'; echo stopped; fg; echo rc=$?`,
    );
    terminal.type("ab");
    await terminal.until("typed [ab]");
    stop(terminal);
    await terminal.until(({ output }) => output.includes("stopped"));
    expect(terminal.output).toMatch(/ icanon/);
    await terminal.until((now) => now.inAlternateScreen && now.text.includes("typed [ab]"));
    terminal.type("c");
    await terminal.until("typed [abc]");
    terminal.type("q");
    await terminal.until("rc=0");
    expect(terminal.inAlternateScreen).toBe(false);
  });
});

describe("the background", () => {
  const LIGHT = "\u001b]11;rgb:ffff/ffff/ffff\u001b\\";

  it("that the terminal tells changes the colours at once, and is not typed", async () => {
    const terminal = await opened(RUN);
    expect(terminal.text).toContain("accent #5fd7ff");
    terminal.send(`a${LIGHT}b`);
    await terminal.until("typed [ab] accent #005f87");
  });

  it("is understood in pieces", async () => {
    const terminal = await opened(RUN);
    terminal.send(LIGHT.slice(0, 9));
    terminal.send(LIGHT.slice(9));
    await terminal.until("typed [] accent #005f87");
  });

  it("is taken from the environment while the terminal says nothing", async () => {
    const terminal = await opened(RUN, { env: { COLORFGBG: "0;15" } });
    expect(terminal.text).toContain("accent #005f87");
  });

  it("is not asked for with so few colours that they are the terminal's own", async () => {
    const terminal = await opened(RUN, { env: { TERM: "xterm", COLORTERM: "" } });
    expect(terminal.text).toContain("accent cyan");
    expect(terminal.output).not.toContain("\u001b]11;");
  });
});

describe("the size", () => {
  it("may go from large to tiny and back without leaving anything behind", async () => {
    const terminal = await opened(RUN, { columns: 200, rows: 60 });
    const before = terminal.text;
    terminal.resize(30, 8);
    await terminal.until("30×8: needs 40×10");
    expect(terminal.lines.filter((line) => line !== "")).toHaveLength(1);
    terminal.resize(200, 60);
    await terminal.until("rows 60");
    expect(terminal.text).toBe(before);
  });
});
