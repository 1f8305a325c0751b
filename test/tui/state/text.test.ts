// Text in columns, the typed line, and how times and sizes are written.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { age, bytes, chatText, longAge, shortPeer } from "../../../src/tui/state/format.ts";
import {
  cleared,
  type Edit,
  edit,
  emptyInput,
  entered,
  type Input,
  inputText,
  inputWindow,
  insert,
} from "../../../src/tui/state/input.ts";
import { inputRows } from "../../../src/tui/state/input-rows.ts";
import { ends, field, graphemes, truncate, width, wrap } from "../../../src/tui/state/text.ts";
import { nameColor, themeFor } from "../../../src/tui/state/theme.ts";

const family = "👩‍👩‍👧";

describe("text in columns", () => {
  it.each([
    ["hello", 5],
    ["日本", 4],
    [family, 2],
    ["e\u0301", 1],
    ["", 0],
  ])("%s is %i wide", (text, columns) => expect(width(text)).toBe(columns));

  it("is cut between characters and marked with an ellipsis", () => {
    expect(truncate("hello", 5)).toBe("hello");
    expect(truncate("hello", 4)).toBe("hel…");
    expect(truncate("日本語", 4)).toBe("日…");
    expect(truncate(`${family}${family}`, 3)).toBe(`${family}…`);
    expect(truncate("hello", 0)).toBe("");
  });

  it("is padded to its column on either side", () => {
    expect(field("日", 4)).toBe("日  ");
    expect(field("ab", 4, "right")).toBe("  ab");
    expect(ends("left", "right", 12)).toBe("left   right");
  });

  it("is wrapped between words, and inside one only if it is too long for a line", () => {
    expect(wrap("the quick brown fox", 9)).toEqual(["the quick", "brown fox"]);
    expect(wrap("a abcdefghij b", 4)).toEqual(["a", "abcd", "efgh", "ij b"]);
    expect(wrap("日本語日本語", 5)).toEqual(["日本", "語日", "本語"]);
    expect(wrap("", 5)).toEqual([""]);
  });

  it("loses nothing but spaces when wrapped, and no line is too wide", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", " ", "日", family, "é") });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, columns) => {
        const lines = wrap(text, columns);
        expect(lines.every((line) => width(line.trimEnd()) <= columns)).toBe(true);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });
});

describe("the typed line", () => {
  const typed = (text: string): Input => insert(emptyInput, text);
  const reached = (input: Input, ...what: Edit[]): Input => what.reduce(edit, input);

  it("moves and deletes by what a reader sees as one character", () => {
    expect(reached(typed(`a${family}b`), "left", "delete-back")).toMatchObject({ before: "a", after: "b" });
    expect(reached(typed(`a${family}b`), "start", "right", "delete-forward")).toMatchObject({
      before: "a",
      after: "b",
    });
    expect(reached(typed(""), "left", "right", "delete-back", "delete-forward")).toEqual(emptyInput);
  });

  it("moves and deletes by word", () => {
    expect(reached(typed("one two  three "), "delete-word").before).toBe("one two  ");
    expect(reached(typed("one two"), "word-left", "word-left")).toMatchObject({
      before: "",
      after: "one two",
    });
    expect(reached(typed("one two"), "start", "word-right")).toMatchObject({ before: "one", after: " two" });
    expect(inputText(reached(typed("one two"), "word-left", "delete-to-end"))).toBe("one ");
    expect(inputText(reached(typed("one two"), "word-left", "delete-to-start"))).toBe("two");
  });

  it("keeps its lines, and the unfinished one while they are looked through", () => {
    const two = insert(entered(insert(entered(typed("first")), "second")), "draft");
    expect(inputText(reached(two, "older"))).toBe("second");
    expect(inputText(reached(two, "older", "older", "older"))).toBe("first");
    expect(inputText(reached(two, "older", "older", "newer", "newer"))).toBe("draft");
    expect(entered(insert(entered(typed("same")), "same")).history).toEqual(["same"]);
  });

  it("moves by line where there are several, and looks through the history at their ends", () => {
    const lines = insert(entered(typed("before")), "one\ntwo three\nx");
    const up = reached(lines, "up");
    expect(up).toMatchObject({ before: "one\nt", after: "wo three\nx" });
    expect(reached(up, "end", "up")).toMatchObject({ before: "one" });
    expect(inputText(reached(up, "up", "up"))).toBe("before");
    expect(inputText(reached(up, "up", "up", "down"))).toBe("one\ntwo three\nx");
    expect(reached(up, "start", "delete-to-end")).toMatchObject({ before: "one\n", after: "\nx" });
  });

  it("puts in again what was deleted, and takes changes back", () => {
    const cut = reached(typed("one two"), "delete-word");
    expect(inputText(reached(cut, "start", "yank"))).toBe("twoone ");
    expect(inputText(reached(cut, "undo"))).toBe("one two");
    expect(inputText(reached(cleared(typed("dropped")), "undo"))).toBe("dropped");
    expect(inputText(reached(emptyInput, "undo", "yank"))).toBe("");
    const letters = [..."two words"].reduce(insert, emptyInput);
    expect(inputText(reached(letters, "undo"))).toBe("two ");
  });

  it("is shown over several rows, those around the cursor", () => {
    const rows = (text: string, most = 3, ...what: Edit[]) =>
      inputRows(reached(typed(text), ...what), 6, most);
    expect(rows("hello")).toEqual({ rows: ["hello"], x: 5, y: 0 });
    expect(rows("hello!")).toEqual({ rows: ["hello!", ""], x: 0, y: 1 });
    expect(rows("one\ntwo three")).toEqual({ rows: ["one", "two th", "ree"], x: 3, y: 2 });
    expect(rows("1\n2\n3\n4")).toEqual({ rows: ["2", "3", "4"], x: 1, y: 2 });
    expect(rows("1\n2\n3\n4", 3, "up", "up", "up")).toEqual({ rows: ["1", "2", "3"], x: 1, y: 0 });
    expect(rows("a\u202e").rows.join("")).toBe("a\\u{202e}");
    expect(rows("x".repeat(100_000)).rows).toHaveLength(3);
  });

  it("takes no control characters from a paste, but its line breaks", () => {
    expect(inputText(typed("a\u001b[31m\r\nb\rc\u0000\u009bd\te"))).toBe("a[31m\nb\ncd\te");
  });

  it("shows what fits around the cursor, in one inert line", () => {
    expect(inputWindow(typed("hello"), 10)).toEqual({ text: "hello", cursor: 5 });
    expect(inputWindow(typed("0123456789abc"), 6)).toEqual({ text: "89abc", cursor: 5 });
    expect(inputWindow(reached(typed("0123456789abc"), "start"), 6)).toEqual({ text: "012345", cursor: 0 });
    expect(inputWindow(typed("a\nb\u202e"), 20).text).toBe("a⏎b\\u{202e}");
  });

  it("never shows more than the window holds, wherever the cursor is", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", " ", "日", family) });
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 2, max: 12 }), (before, rest, columns) => {
        const shown = inputWindow({ ...emptyInput, before, after: rest }, columns);
        expect(width(shown.text)).toBeLessThanOrEqual(columns);
        expect(shown.cursor).toBeLessThan(columns);
        expect(graphemes(shown.text).length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe("formats", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [99_500, "100 kB"],
    [999_999, "1.0 MB"],
  ])("%i bytes are %s", (count, text) => expect(bytes(count)).toBe(text));

  it.each([
    [-5, "0s"],
    [59_999, "59s"],
    [3_599_999, "59m"],
    [86_400_000 * 3, "3d"],
  ])("an age of %i ms is %s", (ms, text) => expect(age(ms)).toBe(text));

  it("tell long times in two units", () => {
    expect(longAge(500)).toBe("0s");
    expect(longAge(3_601_000)).toBe("1h 0m");
    expect(longAge(100_000_000)).toBe("1d 3h");
  });

  it("keep the end of a peer's id", () => {
    expect(shortPeer("0123456789abcdef", 8)).toBe("…9abcdef");
    expect(shortPeer("short", 8)).toBe("short");
  });

  it("give the same name the same colour, and find a chat's text only where there is one", () => {
    const theme = themeFor(3, "light");
    expect(nameColor(theme, "ada")).toBe(nameColor(theme, "ada"));
    expect(chatText({ text: "hi" })).toBe("hi");
    for (const data of [null, 7, "text", [], { text: 7 }, {}]) expect(chatText(data)).toBeNull();
  });
});
