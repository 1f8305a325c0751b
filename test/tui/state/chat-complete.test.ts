// Tab, what is meant by a typed name, and what is pasted.
import { beforeEach, describe, expect, it } from "vitest";
import { commandHint, personNamed } from "../../../src/tui/state/chat-complete.ts";
import { fitsLine, MOST_MESSAGES, pasteOf, pasteQuestion } from "../../../src/tui/state/chat-paste.ts";
import { emptyInput, insert } from "../../../src/tui/state/input.ts";
import { member, Reader, said } from "../../support/chat.ts";

let ada: Reader;
beforeEach(() => {
  ada = new Reader("lobby");
  ada.hears(
    "lobby",
    { type: "member.joined", member: member("p3", "Bea Smith", 3) },
    { type: "member.joined", member: member("p4", "cleo", 4) },
  );
});
const typed = (text: string): Reader => {
  ada.does({ type: "clear-input" });
  ada.type(text);
  return ada;
};

describe("Tab", () => {
  it("completes a name, with a colon at the start of the line only", () => {
    expect(typed("cl").tab()).toBe("cleo: ");
    expect(typed("ask cl").tab()).toBe("ask cleo ");
    expect(typed("ask @CL").tab()).toBe("ask cleo ");
  });

  it("offers those who spoke last first, goes around, and back", () => {
    expect(typed("b").tab()).toBe("Bea Smith: ");
    ada.hears("lobby", { type: "message", message: said(1, "hi") });
    expect(typed("b").tab()).toBe("bob: ");
    expect(ada.tab()).toBe("Bea Smith: ");
    expect(ada.tab()).toBe("b");
    expect(ada.tab(true)).toBe("Bea Smith: ");
    expect(ada.screen().at(-3)).toContain("bob: Bea Smith:");
  });

  it("begins anew when something else is typed", () => {
    typed("cl").tab();
    ada.type("and b");
    expect(ada.tab()).toBe("cleo: and Bea Smith ");
  });

  it("never offers oneself, nor anything where nothing fits", () => {
    expect(typed("ad").tab()).toBe("ad");
    expect(typed("hello ").tab()).toBe("hello ");
  });

  it("is undone in one step", () => {
    typed("b").tab();
    ada.tab();
    ada.does({ type: "edit", edit: "undo" });
    expect(ada.window.input.before).not.toContain("bob");
  });

  it("completes commands and what they are about", () => {
    expect(typed("/qui").tab()).toBe("/quit ");
    expect(typed("/msg be").tab()).toBe('/msg "Bea Smith" ');
    expect(typed("/help kic").tab()).toBe("/help kick ");
    ada.open("dev");
    expect(typed("/switch d").tab()).toBe("/switch dev ");
    ada.does({ type: "rooms", names: ["garden"] });
    expect(typed("/join g").tab()).toBe("/join garden ");
    expect(typed("/join secret c").tab()).toBe("/join secret cleo ");
  });
});

describe("a typed name", () => {
  it.each([
    ["bob", "p2"],
    ["@BOB", "p2"],
    ["c", "p4"],
    ["bea smith", "p3"],
  ])("%j is %s", (name, peer) => expect(personNamed(ada.window, name)).toMatchObject({ peer }));

  it("of nobody, or of several, says what to type", () => {
    expect(personNamed(ada.window, "dan")).toContain("/names");
    expect(personNamed(ada.window, "b")).toMatch(/Which one: bob, Bea Smith/);
    expect(personNamed(ada.window, "ada")).toContain("Nobody");
  });
});

it("a command that is typed is explained", () => {
  const hint = (text: string) => commandHint(insert(emptyInput, text));
  expect(hint("/kick")).toContain("/kick NAME · as host");
  expect(hint("/l")).toBe("Tab: /lock");
  expect([hint("hello"), hint("//kick"), hint("/frob x")]).toEqual(["", "", ""]);
  expect(typed("/kick b").screen().at(-3)).toContain("as host: remove a member");
});

describe("a paste", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join("\n");

  it("of a little goes into the line", () => {
    expect(pasteOf(lines(20))).toBeNull();
    expect(pasteOf(`${lines(20)}\r\n`)).toBeNull();
    expect(pasteOf("x".repeat(4_096))).toBeNull();
  });

  it("of more is asked about, and may be edited if it is one message", () => {
    const paste = pasteOf(lines(21))!;
    expect(pasteQuestion(paste)).toBe("21 lines pasted: s send it · e edit first · Esc don't");
    expect(fitsLine(paste)).toBe(true);
    expect(paste.messages).toEqual([lines(21)]);
  });

  it("of 5 000 lines is a few messages, whole lines in each, none too large", () => {
    const text = lines(5_000);
    const paste = pasteOf(text)!;
    expect(paste.messages.join("\n")).toBe(text);
    for (const message of paste.messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
    expect(pasteQuestion(paste)).toMatch(/^5000 lines pasted: s send as 12 messages · Esc don't$/);
  });

  it("of one long line is cut between characters", () => {
    const text = "日é😀x".repeat(2_000);
    const paste = pasteOf(text)!;
    expect(paste.messages.join("")).toBe(text);
    for (const message of paste.messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
  });

  it("of too much is refused", () => {
    const paste = pasteOf(lines(100_000))!;
    expect(paste.messages.length).toBeGreaterThan(MOST_MESSAGES);
    expect(pasteQuestion(paste)).toContain("too much for a chat");
  });
});
