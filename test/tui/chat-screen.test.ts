// The chat screen on a real terminal: what a person sees and types, and the terminal as it is left behind.
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

async function chat(
  room: string,
  name: string,
  size: { columns?: number; rows?: number } = {},
): Promise<Terminal> {
  const terminal = Terminal.run(["chat", room, "--name", name], { env: env(), ...size });
  open.push(terminal);
  await terminal.until("● connected");
  return terminal;
}

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

describe("two people", () => {
  it("see what the other says, who comes and who goes", async () => {
    const ada = await chat("pair", "ada");
    const bob = await chat("pair", "bob", { columns: 120, rows: 40 });
    await ada.until("bob joined");
    ada.type(`hello bob${keys.enter}`);
    await bob.until(/ada │ hello bob/);
    bob.type(`hello ada${keys.enter}`);
    await ada.until(/bob │ hello ada/);
    expect(bob.text).toMatch(/★ ada/);
    expect(ada.text, "members are beside the messages from 90 columns on").not.toMatch(/★/);
    bob.send(keys.ctrlC);
    expect(await bob.exited).toEqual({ code: 0, signal: 0 });
    await ada.until("bob left");
  });

  it("are told apart where their names are alike", async () => {
    const one = await chat("alike", "ada", { columns: 100 });
    await chat("alike", "Ada", { columns: 100 });
    await one.until(/Ada~[0-9a-f]{4}/);
    await one.until(/ada~[0-9a-f]{4}/);
  });

  it("can't change each other's terminal", async () => {
    const ada = await chat("hostile", "ada", { columns: 120 });
    const hostile = "x\u001b]0;owned\u0007\u001b]52;c;aGk=\u0007\u001b[2J\u009b31m\u202eevil";
    await home.run(["chat", "hostile", "--name", "mal\u202elory"], {
      env: server.env,
      input: `${hostile}\n`,
    });
    await ada.until("x\\u{1b}]0;owned\\u{7}");
    await ada.until("\\u{202e}evil");
    expect(ada.output.replace("\u001b]11;?\u001b\\", ""), "but our own question").not.toContain("\u001b]");
    expect(ada.output).not.toMatch(/[\u0080-\u009f\u202e]/);
    expect(ada.lines[0]).toMatch(/^ #hostile/);
  });
});

describe("the line", () => {
  it("is edited by what a reader sees as one character, by word, and from the history", async () => {
    const ada = await chat("edit", "ada");
    ada.type("one twoo three");
    await ada.until("› one twoo three");
    ada.send(keys.ctrlW);
    await ada.until((terminal) => terminal.lines.some((line) => line === " › one twoo"));
    ada.type(`${keys.backspace}${keys.backspace} 👩‍👩‍👧!`);
    ada.type(`${keys.left}${keys.backspace}`);
    await ada.until("› one two !");
    ada.send(keys.enter);
    await ada.until(/ada │ one two !/);
    ada.send(keys.up);
    await ada.until("› one two !");
  });

  it("takes what comes in one piece, Enter included", async () => {
    const ada = await chat("piece", "ada");
    ada.send(`quick${keys.enter}`);
    await ada.until(/ada │ quick/);
  });

  it("never sends what is pasted, whatever line breaks are in it", async () => {
    const ada = await chat("paste", "ada");
    ada.paste("first\rsecond\nthird");
    await ada.until("› first⏎second⏎third");
    ada.send(keys.enter);
    await ada.until(/ada │ first/);
    await ada.until(/│ second/);
    await ada.until(/│ third/);
  });

  it("is cleared by the first Ctrl-C, and the second one quits", async () => {
    const ada = await chat("clear", "ada");
    ada.type("half a thought");
    await ada.until("half a thought");
    ada.send(keys.ctrlC);
    await ada.until((terminal) => !terminal.text.includes("half a thought"));
    ada.send(keys.ctrlC);
    expect((await ada.exited).code).toBe(0);
  });

  it("stays where it is, with a word about it, when it is too long", async () => {
    const ada = await chat("long", "ada");
    ada.paste("x".repeat(5000));
    await ada.until("xxxx");
    ada.send(keys.enter);
    await ada.until("too long: 5000 bytes, at most 4096 are sent");
    expect(ada.text).toContain("› xxxx");
  });
});

describe("the size", () => {
  it.each([
    [80, 24],
    [120, 40],
    [40, 10],
  ])("%i×%i holds the room, the messages, the connection, the line and the keys", async (columns, rows) => {
    const ada = await chat(`size${columns}`, "ada", { columns, rows });
    ada.type(`a message that is rather long for a narrow window${keys.enter}`);
    await ada.until("narrow window");
    expect(ada.lines[0]).toMatch(new RegExp(`^ #size${columns} · waiting +1/64`));
    expect(ada.lines.at(-3)).toBe(" ● connected");
    expect(ada.lines.at(-2)).toBe(" ›");
    expect(ada.lines.at(-1)).toMatch(/^ Enter send · PgUp older · Ctrl-O help/);
    expect(ada.lines.every((line) => line.length <= columns)).toBe(true);
  });

  it("can change at any time, and says so below 40×10", async () => {
    const ada = await chat("resize", "ada");
    ada.type(`still here${keys.enter}`);
    await ada.until("│ still here");
    ada.resize(39, 12);
    await ada.until("39×12: needs 40×10");
    ada.resize(100, 30);
    await ada.until("★ ada (you)");
    await ada.until("│ still here");
    expect(ada.lines.at(-1)).toMatch(/Enter send/);
  });

  it("shows older messages page by page, and how many came meanwhile", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `line ${i + 1}.`);
    await home.run(["chat", "pages"], { env: server.env, input: `${lines.join("\n")}\n` });
    const ada = Terminal.run(["chat", "pages", "--history", "60", "--name", "ada"], { env: env() });
    open.push(ada);
    await ada.until("line 60.");
    ada.send(keys.pageUp);
    await ada.until((terminal) => !terminal.text.includes("line 60."));
    await ada.until("line 30.");
    await home.run(["chat", "pages"], { env: server.env, input: "and more\n" });
    await ada.until(/↓ \d+ newer/);
    expect(ada.text).not.toContain("and more");
    ada.send(keys.escape);
    await ada.until("and more");
  });
});

describe("a server that goes away", () => {
  it("is waited for, and what was typed meanwhile arrives once", async () => {
    const own = await home.serve();
    const ada = Terminal.run(["chat", "back", "--name", "ada"], { env: home.env(own.env) });
    open.push(ada);
    await ada.until("● connected");
    own.running.kill("SIGKILL");
    await ada.until(/○ reconnecting/);
    ada.type(`are you there${keys.enter}`);
    await ada.until(/are you there …/);
    await ada.until("1 not sent yet");
    const again = home.start(["serve", "--port", String(own.port), "--json"]);
    await again.line((line) => line.includes("listening"));
    await ada.until("● connected");
    await ada.until((terminal) => !terminal.text.includes("not sent yet"));
    await ada.until("connected again");
    const heard = await home.run(["chat", "back", "--timeout", "500ms"], { env: own.env });
    expect(heard.stdout.match(/are you there/g)).toHaveLength(1);
    expect(ada.text.match(/are you there/g)).toHaveLength(1);
    ada.send(keys.ctrlC);
    expect((await ada.exited).code).toBe(0);
    expectRestored(ada);
    again.kill("SIGTERM");
  });
});

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
