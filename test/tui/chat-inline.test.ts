// The chat without a screen of its own, on a real terminal: what was said stays, what is typed doesn't, and the end is clean.
import { describe, expect, it } from "vitest";
import { keys, type Terminal } from "../support/pty.ts";
import { expectRestored, terminals } from "../support/terminals.ts";

const on = terminals();

const RUN = (room: string) =>
  `echo before; (echo "pid=$BASHPID"; exec "$NODE" "$BINARY" chat ${room} --inline --name ada); echo rc=$?; stty -a`;
const pidIn = (terminal: Terminal): number => Number(/pid=(\d+)/.exec(terminal.output)![1]);

async function opened(room: string, size: { columns?: number; rows?: number } = {}): Promise<Terminal> {
  const terminal = on.shell(RUN(room), size);
  await terminal.until("● connected");
  return terminal;
}

function expectLeft(terminal: Terminal): void {
  expectRestored(terminal);
  expect(terminal.text).toMatch(/ icanon/);
  expect(terminal.text).toMatch(/ echo /);
  expect(terminal.output).not.toContain("\u001b[?1049");
  expect(terminal.text).not.toContain("#");
}

describe("chat --inline", () => {
  it("prints what is said once, below what was there before, and keeps it", async () => {
    const bob = await on.seated("bob", "talk");
    await bob.say("from before");
    const terminal = await opened("talk", { rows: 30 });
    await terminal.until(/bob │ from before/);
    await bob.say("hello ada");
    await terminal.until(/bob ! hello ada/);
    terminal.type(`to all${keys.enter}`);
    await terminal.until(/ada │ to all\n/);
    const { peer } = await on.seated("cleo", "talk").then(({ self }) => self);
    expect(peer).toBeTruthy();
    await terminal.until("cleo joined");
    terminal.type("not sent");
    await terminal.until("#talk › not sent");
    terminal.type(`${keys.ctrlC}${keys.ctrlD}`);
    await terminal.until("rc=0");
    await terminal.exited;
    const kept = terminal.lines.slice(
      0,
      terminal.lines.findIndex((line) => line.startsWith("rc=")),
    );
    expect(kept.map((line) => line.replace(/^ \d\d:\d\d +/, ""))).toEqual([
      "before",
      expect.stringMatching(/^pid=/),
      "bob │ from before",
      "bob ! hello ada",
      "ada │ to all",
    ]);
    expectLeft(terminal);
  });

  it("stops at Ctrl-Z with the terminal as it was, and comes back with what was typed", async () => {
    const line = `set -m; "$NODE" "$BINARY" chat stop --inline --name ada; stty -a; echo stopped; read -r; fg; echo rc=$?; stty -a`;
    const terminal = on.shell(line, { rows: 50 });
    await terminal.until("● connected");
    terminal.type("half a line");
    await terminal.until("› half a line");
    terminal.send(keys.ctrlZ);
    await terminal.until("stopped");
    expect(terminal.text).toMatch(/ icanon/);
    expect(terminal.text).not.toContain("half a line");
    expect(terminal.bracketsPastes).toBe(false);
    expect(terminal.cursorShown).toBe(true);
    const bob = await on.seated("bob", "stop");
    await bob.say("meanwhile");
    terminal.send(keys.enter);
    await terminal.until(/bob │ meanwhile[\s\S]*› half a line/);
    expect(terminal.bracketsPastes).toBe(true);
    terminal.type(`${keys.ctrlC}${keys.ctrlD}`);
    await terminal.until("rc=0");
    await terminal.exited;
    expectLeft(terminal);
  });

  it("leaves six lines alive at most, whatever is typed, and none of them behind when the window changes", async () => {
    const terminal = await opened("lines", { columns: 80, rows: 24 });
    terminal.paste(Array.from({ length: 12 }, (_, at) => `line ${at}`).join("\n"));
    await terminal.until("line 11");
    expect(terminal.lines.filter((line) => line !== "").length).toBeLessThanOrEqual(2 + 6);
    terminal.resize(40, 12);
    terminal.resize(100, 30);
    terminal.send(keys.ctrlC);
    await terminal.until(/#lines ›$/m);
    expect(terminal.text.match(/● connected/g)).toHaveLength(1);
  });

  it("prints a message of one's own when it is kept, also after a time without the server", async () => {
    const other = await on.home.serve("--memory");
    const terminal = on.shell(RUN("away"), { env: other.env });
    await terminal.until("● connected");
    other.running.kill("SIGKILL");
    await terminal.until("reconnecting");
    terminal.type(`later${keys.enter}`);
    await terminal.until(/ada │ later …/);
    const again = on.home.start(["serve", "--memory", "--port", String(other.port), "--json"]);
    await again.line((line) => line.includes('"listening"'));
    await terminal.until(/ada │ later\n/);
    expect(terminal.text.match(/│ later/g)).toHaveLength(1);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("gives the terminal back at %s", async (signal, code) => {
    const terminal = await opened("signals");
    terminal.type("half a line");
    await terminal.until("› half a line");
    process.kill(pidIn(terminal), signal);
    await terminal.until(`rc=${code}`);
    await terminal.exited;
    expect(terminal.text).not.toContain("half a line");
    expectLeft(terminal);
  });

  it("shows the help as lines, each within its window", async () => {
    const terminal = await opened("help", { columns: 60, rows: 80 });
    terminal.type(`/help${keys.enter}`);
    await terminal.until("/announce");
    await terminal.until(/#help ›$/m);
    expect(terminal.text).toMatch(/enter a room besides the others;\n +it is made if it is not there\n/);
  });

  it("keeps names that are read from right to left apart, with signs that nobody sees", async () => {
    const bob = await on.seated("שלום", "signs");
    const terminal = await opened("signs");
    await bob.say("hello");
    await terminal.until("│ hello");
    expect(terminal.output).toMatch(/\u2068(?:\u001b\[\d+G)?שלום\u2069/);
    expect(terminal.output).not.toContain("\\u{");
  });

  it("prints older messages when they are asked for", async () => {
    const bob = await on.seated("bob", "older");
    for (let at = 1; at <= 22; at++) await bob.say(`said ${at}.`);
    const terminal = await opened("older", { rows: 50 });
    await terminal.until("bob │ said 22.");
    expect(terminal.text).not.toContain("said 2.");
    terminal.type(`/history${keys.enter}`);
    await terminal.until(/#older, older ──\n.*bob │ said 1\.\n.*bob │ said 2\.\n/);
    await terminal.until("older messages are above");
  });
});
