// Terminal bytes to keys, and keys to actions.
import { describe, expect, it } from "vitest";
import { actionFor, editKeys, footerOf, helpOf } from "../../src/tui/keymap.ts";
import { chatKeys } from "../../src/tui/keymaps/chat.ts";
import { joinKeys } from "../../src/tui/keymaps/join.ts";
import { exchangeKeys, ladderKeys, longKeys } from "../../src/tui/keymaps/relay.ts";
import { decodeKeys, flushKeys } from "../../src/tui/keys.ts";

const names = (input: string) => decodeKeys(input).keys.map(({ name }) => name);

describe("keys", () => {
  it.each([
    ["a", ["a"]],
    ["abc\r", ["a", "b", "c", "enter"]],
    ["\u007f\b", ["backspace", "backspace"]],
    ["\u001b[3~", ["delete"]],
    ["\u001b[A\u001b[B\u001bOC\u001bOD", ["up", "down", "right", "left"]],
    ["\u001b[5~\u001b[6~\u001b[H\u001b[4~", ["pageup", "pagedown", "home", "end"]],
    ["\u001b[1;5C\u001b[1;3D", ["ctrl-right", "alt-left"]],
    ["\u001b\r\u001bb\u001b\u007f", ["alt-enter", "alt-b", "alt-backspace"]],
    ["\u001b[13;2u\u001b[27;2;13~\u001b[97;5u", ["shift-enter", "shift-enter", "ctrl-a"]],
    ["\u0003\u0004\n\t", ["ctrl-c", "ctrl-d", "ctrl-j", "tab"]],
    ["日👩‍👩‍👧", ["日", "👩‍👩‍👧"]],
    ["\u001b[I\u001b[<0;1;1M\u001b[O\u001b[?1;2c", []],
    ["\u001b[99~\u0000", []],
  ])("%j are %j", (input, expected) => expect(names(input)).toEqual(expected));

  it("that come in pieces wait for their end", () => {
    const first = decodeKeys("a\u001b[1;");
    expect(first).toEqual({ keys: [{ name: "a", text: "a" }], rest: "\u001b[1;" });
    expect(names(`${first.rest}5C`)).toEqual(["ctrl-right"]);
  });

  it("are Escape when nothing follows it", () => {
    expect(decodeKeys("\u001b")).toEqual({ keys: [], rest: "\u001b" });
    expect(flushKeys("\u001b")).toEqual([{ name: "escape", text: "" }]);
    expect(flushKeys("\u001b[")).toEqual([]);
  });

  it("of a paste are one, whatever is in it, and also if its end is lost", () => {
    const paste = "\u001b[200~a\rb\u001b[A\u001b[201~";
    expect(decodeKeys(`${paste}c`).keys).toEqual([
      { name: "paste", text: "a\rb\u001b[A" },
      { name: "c", text: "c" },
    ]);
    const cut = decodeKeys("\u001b[200~a\rb");
    expect(cut.keys).toEqual([]);
    expect(flushKeys(cut.rest)).toEqual([{ name: "paste", text: "a\rb" }]);
  });

  it.each(Object.entries({ chatKeys, editKeys, joinKeys, exchangeKeys, ladderKeys, longKeys }))(
    "of %s mean one thing each",
    (_, keymap) => {
      const all = keymap.flatMap(({ keys }) => [...keys]);
      expect(new Set(all).size).toBe(all.length);
      expect(helpOf(keymap)).toHaveLength(keymap.length);
    },
  );

  it("of a chat and its line don't collide but for the windows', and the footer is made of them", () => {
    const both = editKeys.flatMap(({ keys }) => keys).filter((key) => actionFor(chatKeys, key));
    expect(both).toEqual(["alt-left", "alt-right", "ctrl-p", "ctrl-n"]);
    expect(footerOf(longKeys)).toContain("y copy · q quit");
  });
});

describe("[T10] what a terminal answers to questions that nobody here asked", () => {
  it.each([
    ["its kind", "\u001b[?62;22c"],
    ["its version", "\u001b[>0;276;0c"],
    ["a third kind", "\u001bP!|00000000\u001b\\"],
    ["the cursor's place", "\u001b[24;80R"],
    ["a mode", "\u001b[?2026;2$y"],
    ["a colour", "\u001b]11;rgb:0000/0000/0000\u0007"],
    ["the clipboard", "\u001b]52;c;cm0gLXJmIC8K\u001b\\"],
    ["an answer cut short", "\u001b]11;rgb:00\u001b[A"],
    ["the mouse", "\u001b[M !!"],
    ["the mouse, as SGR", "\u001b[<0;10;10M"],
    ["graphics", "\u001b_Gi=1;OK\u001b\\"],
    ["a key that is no character", "\u001b[99999999u"],
  ])("is not typed: %s", (_, answer) => {
    const { keys, rest } = decodeKeys(`${answer}x`);
    expect(keys.map(({ text }) => text).join("")).toBe("x");
    expect(rest).toBe("");
  });

  it("is waited for where it comes in pieces, and given up where it does not", () => {
    expect(decodeKeys("\u001b]11;rgb:00")).toEqual({ keys: [], rest: "\u001b]11;rgb:00" });
    expect(flushKeys("\u001b]11;rgb:00")).toEqual([]);
  });
});
