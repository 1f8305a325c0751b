// The terminal as the chat leaves it, and what the chat does where no screen can be drawn.
import { describe, expect, it } from "vitest";
import { keys } from "../support/pty.ts";
import { expectRestored, terminals } from "../support/terminals.ts";

const on = terminals();

describe("the terminal afterwards", () => {
  it("is as it was after quitting", async () => {
    const terminal = on.shell("echo before; rtrooms chat quit; echo rc=$?; stty -a");
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
    const terminal = on.shell(
      '(echo "pid=$BASHPID"; exec "$NODE" "$BINARY" chat signals); echo rc=$?; stty -a',
    );
    await terminal.until("● connected");
    process.kill(Number(/pid=(\d+)/.exec(terminal.output)![1]), signal);
    await terminal.exited;
    expect(terminal.text).toContain(`rc=${code}`);
    expect(terminal.text).toMatch(/ icanon/);
    expect(terminal.text).toMatch(/ echo /);
    expectRestored(terminal);
  });

  it("is given back while it is stopped by Ctrl-Z, and taken again by fg", async () => {
    const terminal = on.shell("set -m; rtrooms chat stop; echo stopped; stty -a; fg; echo rc=$?");
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
    await on.home.run(["chat", "cat"], { env: on.server.env, input: "hello\n" });
    const terminal = on.shell("rtrooms chat cat --count 1 | cat; echo rc=$?");
    await terminal.until("rc=0");
    expect(terminal.text).toMatch(/\d\d:\d\d \S+: hello/);
    expect(terminal.output).not.toContain("\u001b[?1049h");
  });

  it.each<Record<string, string>>([{ TERM: "dumb" }, { CI: "true" }])(
    "lines are typed and printed with %o",
    async (more) => {
      const terminal = on.shell("rtrooms chat dumb; echo rc=$?", { env: more });
      terminal.type(`typed\r${keys.ctrlD}`);
      await terminal.until("rc=0");
      expect(terminal.output).not.toContain("\u001b[?1049h");
      const heard = await on.home.run(["chat", "dumb", "--count", "1"], { env: on.server.env });
      expect(heard.stdout).toContain("typed");
    },
  );

  it.each<[string, Record<string, string>]>([
    ["", { CI: "" }],
    ["--tui", { CI: "true" }],
  ])("but one is with %o %o, at every size that the window gets", async (flag, more) => {
    const terminal = on.shell(`rtrooms chat ci ${flag}; echo rc=$?`, { env: more });
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
    const plain = on.run(["chat", "mono"], { env: { NO_COLOR: "1" } });
    const flag = on.run(["chat", "mono", "--no-color"]);
    const colourful = on.run(["chat", "mono"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    await Promise.all([plain, flag, colourful].map((terminal) => terminal.until("● connected")));
    expect(plain.output).not.toMatch(sgr);
    expect(flag.output).not.toMatch(sgr);
    expect(colourful.output).toMatch(sgr);
  });
});
