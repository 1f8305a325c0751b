// The chat screen with several rooms, with much that is pasted, and while something is typed: on a real terminal.
import { describe, expect, it } from "vitest";
import { keys, type Terminal } from "../support/pty.ts";
import { terminals } from "../support/terminals.ts";

const on = terminals();

const chat = (room: string, name: string, size: { columns?: number; rows?: number } = {}) =>
  on.connected(["chat", room, "--name", name], size);

describe("much that is pasted", () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => `line ${i}`).join("\n");

  it("asks first, and an Enter behind it sends nothing", async () => {
    const ada = await chat("much", "ada");
    ada.paste(`${lines}\n`);
    await ada.until("5000 lines pasted: s send as 12 messages · Esc don't");
    ada.send(keys.enter);
    ada.send(keys.escape);
    await ada.until((terminal) => !terminal.text.includes("5000 lines"));
    ada.type(`after it${keys.enter}`);
    await ada.until("│ after it");
    const heard = await on.home.run(["chat", "much", "--ndjson", "--count", "1"], { env: on.server.env });
    expect(JSON.parse(heard.stdout).data.text).toBe("after it");
  });

  it("is sent in a few messages, in order, if that is wanted", async () => {
    const ada = await chat("many", "ada");
    ada.paste(lines);
    await ada.until("5000 lines pasted");
    ada.type("s");
    await ada.until("│ line 4999");
    const heard = await on.home.run(["chat", "many", "--ndjson", "--count", "12"], { env: on.server.env });
    const texts = heard.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).data.text);
    expect(texts.join("\n")).toBe(lines);
  });
});

describe("several rooms", () => {
  async function inRooms(name: string, ...rooms: string[]): Promise<Terminal> {
    const terminal = on.run(["chat", ...rooms, "--name", name]);
    await terminal.until("● connected");
    return terminal;
  }

  it("have a window each, with what is new in it", async () => {
    const ada = await inRooms("ada", "several1", "several2");
    await ada.until("[1:several1] [2:several2]");
    const bob = await chat("several2", "bob");
    bob.type(`hello${keys.enter}`);
    await ada.until("[2:several2 1]");
    bob.type(`Ada: hello${keys.enter}`);
    await ada.until("[2:several2 2!]");
    ada.send("\u001ba");
    await ada.until(/─ new ─/);
    expect(ada.lines[0]).toMatch(/^ #several2/);
    await ada.until("bob ! Ada: hello");
    ada.send("\u001b1");
    await ada.until((terminal) => terminal.lines[0]!.startsWith(" #several1"));
    ada.type(`/join several3${keys.enter}`);
    await ada.until(/\[3:several3\]/);
    ada.type(`/part${keys.enter}`);
    await ada.until((terminal) => !terminal.text.includes("several3"));
  });

  it("that can't be entered are told in the others; if none can, that is the end", async () => {
    const guarded = on.run(["chat", "guarded", "--password", "s3cret"]);
    await guarded.until("● connected");
    const ada = on.run(["chat", "unguarded", "guarded", "--password", "wrong"]);
    await ada.until("guarded could not be entered");
    ada.type(`/join guarded wrong${keys.enter}`);
    await ada.until("guarded needs a password: /join guarded PASSWORD");
    ada.type(`/join guarded s3cret${keys.enter}`);
    await ada.until("[2:guarded]");
    const none = await on.home.run(["chat", "guarded", "--password", "wrong"], {
      env: on.server.env,
      input: "x",
    });
    expect(none.code).not.toBe(0);
  });

  it("and one member alone, whom nobody else hears", async () => {
    const [ada, bob, cleo] = [
      await chat("alone", "ada"),
      await chat("alone", "bob"),
      await chat("alone", "cleo"),
    ];
    await ada.until("bob, cleo joined");
    ada.type(`/msg bob only you${keys.enter}`);
    await ada.until("only bob and you see this");
    await bob.until("[2:@ada!]");
    bob.send("\u001b2");
    await bob.until("ada │ only you");
    bob.type(`and back${keys.enter}`);
    await ada.until("bob │ and back");
    expect(cleo.text).not.toContain("only you");
  });
});

describe("while it is typed", () => {
  it("others see that, unless it is turned off, and nobody sees a line of it", async () => {
    const bob = await chat("typing", "bob");
    const ada = await chat("typing", "ada");
    await bob.until("ada joined");
    ada.type("he");
    await bob.until("ada is typing…");
    ada.type(`llo${keys.enter}`);
    await bob.until("│ hello");
    await bob.until((terminal) => !terminal.text.includes("is typing"));
    expect(bob.text).not.toMatch(/│ typing/);
  });

  it("Tab completes, and a command explains itself", async () => {
    const bob = await chat("tab", "bob");
    const ada = await chat("tab", "ada");
    await bob.until("ada joined");
    ada.type("bo\t");
    await ada.until("› bob:");
    ada.send(keys.ctrlC);
    ada.type("/ki");
    await ada.until("Tab: /kick");
    ada.type("\tada");
    await ada.until("/kick NAME · as host");
    ada.send(keys.ctrlC);
    bob.type(`/kick ada${keys.enter}`);
    await ada.until("you were removed from the room · /join tab comes back");
    ada.type(`still here${keys.enter}`);
    await ada.until("you have no seat here any more");
    ada.send(keys.ctrlC);
    ada.type(`/join tab${keys.enter}`);
    await bob.until(/ada left and came again|ada joined/);
  });

  it("the help has all keys and commands, page by page", async () => {
    const ada = await chat("help", "ada");
    ada.type(`/help${keys.enter}`);
    await ada.until("more lines · PgDn");
    for (let i = 0; i < 4; i++) ada.send(keys.pageDown);
    await ada.until("/quit");
    await ada.until("the end · PgUp · Esc back");
    ada.send(keys.escape);
    await ada.until("alone here");
  });
});
