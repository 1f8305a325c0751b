// The terminal as the chat leaves it, and what the chat does where no screen can be drawn.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";

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

const env = (more: Record<string, string> = {}) => home.env({ ...server.env, ...more });

function shell(line: string, more?: Record<string, string>): Terminal {
  const terminal = Terminal.shell(line, { env: env(more) });
  open.push(terminal);
  return terminal;
}

const expectRestored = (terminal: Terminal): void => {
  expect(terminal.inAlternateScreen).toBe(false);
  expect(terminal.bracketsPastes).toBe(false);
  expect(terminal.cursorShown).toBe(true);
};

describe("the terminal afterwards", () => {
  it("is as it was after quitting", async () => {
    const terminal = shell("echo before; rtrooms chat quit; echo rc=$?; stty -a");
    await terminal.until("● connected");
    expect(terminal.inAlternateScreen).toBe(true);
    terminal.send(keys.ctrlD);
    await terminal.exited;
    expect(terminal.text).toContain("before");
    expect(terminal.text).toContain("rc=0");
    expect(terminal.text).toMatch(/ icanon/);
    expect(terminal.text).toMatch(/ echo /);
    expectRestored(terminal);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)("is as it was after %s", async (signal, code) => {
    const terminal = shell('(echo "pid=$BASHPID"; exec "$NODE" "$BINARY" chat signals); echo rc=$?; stty -a');
    await terminal.until("● connected");
    process.kill(Number(/pid=(\d+)/.exec(terminal.output)![1]), signal);
    await terminal.exited;
    expect(terminal.text).toContain(`rc=${code}`);
    expect(terminal.text).toMatch(/ icanon/);
    expect(terminal.text).toMatch(/ echo /);
    expectRestored(terminal);
  });

  it("is given back while it is stopped by Ctrl-Z, and taken again by fg", async () => {
    const terminal = Terminal.shell("set -m; rtrooms chat stop; echo stopped; stty -a; fg; echo rc=$?", {
      env: env(),
    });
    open.push(terminal);
    await terminal.until("● connected");
    terminal.type("half");
    await terminal.until("› half");
    terminal.send(keys.ctrlZ);
    await terminal.until((now) => now.inAlternateScreen && now.output.includes("stopped"));
    expect(terminal.output).toMatch(/ icanon/);
    await terminal.until("› half");
    terminal.send(keys.ctrlC + keys.ctrlC);
    await terminal.until("rc=0");
    expectRestored(terminal);
  });
});

describe("where no screen can be drawn", () => {
  it("lines are printed: with output into a pipe it only listens", async () => {
    await home.run(["chat", "cat"], { env: server.env, input: "hello\n" });
    const terminal = shell("rtrooms chat cat --count 1 | cat; echo rc=$?");
    await terminal.until("rc=0");
    expect(terminal.text).toMatch(/\d\d:\d\d \S+: hello/);
    expect(terminal.output).not.toContain("\u001b[?1049h");
  });

  it.each<Record<string, string>>([{ TERM: "dumb" }, { CI: "true" }])(
    "lines are typed and printed with %o",
    async (more) => {
      const terminal = shell("rtrooms chat dumb; echo rc=$?", more);
      terminal.type(`typed\r${keys.ctrlD}`);
      await terminal.until("rc=0");
      expect(terminal.output).not.toContain("\u001b[?1049h");
      const heard = await home.run(["chat", "dumb", "--count", "1"], { env: server.env });
      expect(heard.stdout).toContain("typed");
    },
  );

  it.each<[string, Record<string, string>]>([
    ["", { CI: "" }],
    ["--tui", { CI: "true" }],
  ])("but one is with %o %o, at every size that the window gets", async (flag, more) => {
    const terminal = shell(`rtrooms chat ci ${flag}; echo rc=$?`, more);
    await terminal.until("● connected");
    terminal.resize(60, 20);
    terminal.type("typed");
    await terminal.until((now) => now.lines[18]?.startsWith(" › typed") === true);
    terminal.send(keys.ctrlC + keys.ctrlC);
    await terminal.until("rc=0");
    expect(terminal.text).not.toContain("connected");
    expectRestored(terminal);
  });

  it("colours are left out with NO_COLOR, and forced with FORCE_COLOR", async () => {
    const sgr = /\u001b\[[0-9;]*m/;
    const plain = Terminal.run(["chat", "mono"], { env: env({ NO_COLOR: "1" }) });
    const flag = Terminal.run(["chat", "mono", "--no-color"], { env: env() });
    const colourful = Terminal.run(["chat", "mono"], { env: env({ FORCE_COLOR: "1", NO_COLOR: "1" }) });
    open.push(plain, flag, colourful);
    await Promise.all([plain, flag, colourful].map((terminal) => terminal.until("● connected")));
    expect(plain.output).not.toMatch(sgr);
    expect(flag.output).not.toMatch(sgr);
    expect(colourful.output).toMatch(sgr);
  });
});
