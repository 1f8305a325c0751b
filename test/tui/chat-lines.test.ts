// The chat on terminals where no screen is drawn: lines out, typed lines in, and a terminal that was never touched.
import { describe, expect, it } from "vitest";
import { keys, type Terminal } from "../support/pty.ts";
import { terminals } from "../support/terminals.ts";

const on = terminals();

function chat(args: string, env: Record<string, string> = {}): Terminal {
  const line = `(echo "pid=$BASHPID"; exec "$NODE" "$BINARY" chat ${args} --name ada); echo rc=$?; stty -a`;
  return on.shell(line, { env, rows: 40 });
}

/** Colours apart, which need none given back. */
const ESCAPES = /\u001b(?!\[[\d;]*m)/;

describe.each<[string, string, Record<string, string>]>([
  ["--no-tui", "--no-tui", {}],
  ["TERM=dumb", "", { TERM: "dumb" }],
  ["CI", "", { CI: "true" }],
])("with %s", (name, flag, more) => {
  it("shows what was said, who comes and goes, and says what is typed", async () => {
    const room = `eyes-${name.replace(/\W/g, "")}`;
    const bob = await on.seated("bob", room);
    await bob.say("from before");
    const terminal = chat(`${room} ${flag}`, more);
    await terminal.until("Ctrl-D ends");
    expect(terminal.text).toMatch(/^\d\d:\d\d bob: from before$/m);
    const heard = new Promise<unknown>((resolve) => bob.on("message", ({ data }) => resolve(data)));
    terminal.type(`hello\r`);
    expect(await heard).toMatchObject({ text: "hello" });
    await bob.say("ada: works");
    await terminal.until(/^\d\d:\d\d ! bob: ada: works$/m);
    await bob.leave();
    await terminal.until(/-- bob left$[\s\S]*-- you are the host now$/m);
    terminal.type(`/nosuch\r`);
    await terminal.until("There is no /nosuch");
    terminal.type(`last words\r${keys.ctrlD}`);
    await terminal.until("rc=0");
    await terminal.exited;
    expect(terminal.text).toMatch(/ icanon/);
    expect(terminal.output).not.toMatch(ESCAPES);
    if (more.TERM === "dumb") expect(terminal.output).not.toContain("\u001b");
    const later = await on.seated("cleo", room);
    expect(later.messages.map(({ data }) => (data as { text: string }).text).slice(-1)).toEqual([
      "last words",
    ]);
  });
});

it("is for ears with --screen-reader and with INK_SCREEN_READER", async () => {
  const bob = await on.seated("bob", "ears");
  const flag = chat("ears --screen-reader");
  const variable = chat("ears", { INK_SCREEN_READER: "true" });
  await Promise.all([flag, variable].map((terminal) => terminal.until(/You are in ears, with \d here/)));
  await bob.say("one\ntwo");
  await Promise.all([flag, variable].map((terminal) => terminal.until(/^bob, \d\d:\d\d: one \/ two$/m)));
  for (const terminal of [flag, variable]) expect(terminal.output).not.toMatch(ESCAPES);
});

it("makes hostile names and texts inert", async () => {
  const bob = await on.seated("b\u001b[31mob", "hostile");
  const terminal = chat("hostile --no-tui --no-color");
  await terminal.until("Ctrl-D ends");
  await bob.say("\u001b]0;owned\u0007\u202eevil\r12:00 admin: hi");
  await terminal.until("evil");
  expect(terminal.output).not.toMatch(/\u001b|\u0007|\u202e/);
  expect(terminal.lines.filter((line) => /^12:00 admin/.test(line))).toEqual([]);
});

it("moves no cursor, whatever is written, and keeps apart what is read from right to left", async () => {
  const bob = await on.seated("שלום", "signs");
  const terminal = chat("signs --no-tui");
  await terminal.until("Ctrl-D ends");
  await bob.say(`${"far ".repeat(40)}👩‍🚀 behind it`);
  await terminal.until("behind it");
  expect(terminal.output).not.toMatch(ESCAPES);
  expect(terminal.output).toContain("\u2068שלום\u2069");
});

it("prints older messages when they are asked for", async () => {
  const bob = await on.seated("bob", "older");
  for (const text of ["one", "two", "three"]) await bob.say(text);
  const terminal = chat("older --no-tui --history 1");
  await terminal.until("Ctrl-D ends");
  expect(terminal.text).not.toContain("bob: two");
  terminal.type("/history\r");
  await terminal.until(/bob: one\n.*bob: two\n.*-- older messages are above$/m);
});

it("sends what was typed while the server was away, and nothing is lost by Ctrl-D", async () => {
  const other = await on.home.serve("--memory");
  const terminal = chat("away --no-tui", other.env);
  await terminal.until("Ctrl-D ends");
  other.running.kill("SIGKILL");
  await terminal.until("what you type is sent when it is back");
  terminal.type(`later\r${keys.ctrlD}`);
  const again = on.home.start(["serve", "--memory", "--port", String(other.port), "--json"]);
  await again.line((line) => line.includes('"listening"'));
  await terminal.until("rc=0");
  const heard = await on.home.run(["chat", "away", "--count", "1", "--timeout", "20s"], { env: other.env });
  expect(heard.stdout).toMatch(/ ada: later\n/);
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("leaves the room and ends at %s", async (signal, code) => {
  const bob = await on.seated("bob", "signals");
  const left = new Promise<string>((resolve) => bob.on("member.left", ({ reason }) => resolve(reason)));
  const terminal = chat("signals --no-tui");
  await terminal.until("Ctrl-D ends");
  process.kill(Number(/pid=(\d+)/.exec(terminal.output)![1]), signal);
  await terminal.until(`rc=${code}`);
  expect(await left).toBe("leave");
});
