// The chat screen on a real terminal: what a person sees and types, and the terminal as it is left behind.
import { describe, expect, it } from "vitest";
import { keys } from "../support/pty.ts";
import { expectRestored, terminals } from "../support/terminals.ts";

const on = terminals();

const chat = (room: string, name: string, size: { columns?: number; rows?: number } = {}) =>
  on.connected(["chat", room, "--name", name], size);

describe("two people", () => {
  it("see what the other says, who comes and who goes", async () => {
    const ada = await chat("pair", "ada");
    const bob = await chat("pair", "bob", { columns: 120, rows: 40 });
    await ada.until("bob joined");
    ada.type(`hello bob${keys.enter}`);
    await bob.until(/ada ! hello bob/);
    bob.type(`hello ada${keys.enter}`);
    await ada.until(/bob ! hello ada/);
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
    await on.home.run(["chat", "hostile", "--name", "mal\u202elory"], {
      env: on.server.env,
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
    await ada.until(/› first\n {3}second\n {3}third/);
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
    ada.paste("x".repeat(4000));
    ada.paste("y".repeat(1000));
    await ada.until("yyyy");
    ada.send(keys.enter);
    await ada.until("too long: 5000 bytes, at most 4096 are sent");
    expect(ada.text).toContain("yyyy");
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
    expect(ada.lines.at(-2)).toBe(columns < 100 ? " ›" : " ada ›");
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
    await on.home.run(["chat", "pages"], { env: on.server.env, input: `${lines.join("\n")}\n` });
    const ada = on.run(["chat", "pages", "--history", "60", "--name", "ada"]);
    await ada.until("line 60.");
    ada.send(keys.pageUp);
    await ada.until((terminal) => !terminal.text.includes("line 60."));
    await on.home.run(["chat", "pages"], { env: on.server.env, input: "and more\n" });
    await ada.until(/↓ \d+ newer/);
    expect(ada.text).not.toContain("and more");
    ada.send(keys.escape);
    await ada.until("and more");
  });

  it("asks the server for what came before that, to where it begins", async () => {
    const lines = Array.from({ length: 90 }, (_, i) => `line ${i + 1}.`);
    await on.home.run(["chat", "begin"], { env: on.server.env, input: `${lines.join("\n")}\n` });
    const ada = await chat("begin", "ada");
    await ada.until("line 90.");
    for (let i = 0; i < 12 && !ada.text.includes("history begins"); i++) {
      const before = ada.text;
      ada.send(keys.pageUp);
      await ada.until((terminal) => terminal.text !== before);
    }
    await ada.until("this is where the history begins");
    expect(ada.text).toContain("│ line 1.");
  });
});

describe("a server that goes away", () => {
  it("is waited for, and what was typed meanwhile arrives once", async () => {
    const own = await on.home.serve();
    const ada = on.run(["chat", "back", "--name", "ada"], { env: own.env });
    await ada.until("● connected");
    own.running.kill("SIGKILL");
    await ada.until(/○ reconnecting/);
    ada.type(`are you there${keys.enter}`);
    await ada.until(/are you there …/);
    await ada.until("(1 queued)");
    const again = on.home.start(["serve", "--port", String(own.port), "--json"]);
    await again.line((line) => line.includes("listening"));
    await ada.until("● connected");
    await ada.until((terminal) => !terminal.text.includes("queued"));
    await ada.until("connected again");
    const heard = await on.home.run(["chat", "back", "--timeout", "500ms"], { env: own.env });
    expect(heard.stdout.match(/are you there/g)).toHaveLength(1);
    expect(ada.text.match(/are you there/g)).toHaveLength(1);
    ada.send(keys.ctrlC);
    expect((await ada.exited).code).toBe(0);
    expectRestored(ada);
    again.kill("SIGTERM");
  });
});
