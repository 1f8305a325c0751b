// safeText: nothing that a terminal, log or page acts on comes through, and what people write stays as it looks.
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { cleanName } from "../../src/protocol/names.ts";
import { safeLines, safeText } from "../../src/protocol/safe-text.ts";

const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe("safeText", () => {
  it.each([
    ["a colour", "\u001b[31mred", "\\u{1b}[31mred"],
    ["the clipboard (OSC 52)", "\u001b]52;c;AAAA\u0007", "\\u{1b}]52;c;AAAA\\u{7}"],
    ["a title, as 8-bit OSC", "\u009d0;x\u009c", "\\u{9d}0;x\\u{9c}"],
    ["an overwritten line", "paid\rfree", "paid\\u{d}free"],
    ["a line break", "a\nb", "a\\u{a}b"],
    ["backspaces", "a\b\bx", "a\\u{8}\\u{8}x"],
    ["a bidi override", "a\u202etxt.exe", "a\\u{202e}txt.exe"],
    ["an isolate", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
    ["a zero-width space", "ad\u200bmin", "ad\\u{200b}min"],
    ["a joiner between letters", "a\u200db", "a\\u{200d}b"],
    ["tag characters", "hi\u{e0041}", "hi\\u{e0041}"],
    ["half a surrogate pair", "x\ud83d!", "x\\u{d83d}!"],
    ["a flood of marks", `e${"\u0301".repeat(50)}`, `e${"\u0301".repeat(4)}`],
  ])("shows %s", (_, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it.each([
    "plain ASCII ~",
    "žluťoučký kůň",
    "日本語テスト",
    "مرحبا",
    "שלום",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇨🇿",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "❤️",
    "👍🏽",
    "👩🏽‍🚀",
  ])("leaves %s alone", (text) => {
    expect(safeText(text)).toBe(text);
  });

  it("lets no control, bidi or zero-width character of any text through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = safeText(text);
        return (
          !DANGEROUS.test(shown) && !/[\ud800-\udfff]/u.test(shown) && stringWidth(shown) <= 2 * shown.length
        );
      }),
      { numRuns: 5_000 },
    );
  });

  it("keeps line breaks where they are wanted", () => {
    expect(safeLines("a\r\nb\tc\rd")).toEqual(["a", "b    c", "d"]);
  });
});

describe("cleanName", () => {
  it.each([
    ["  ada   lovelace ", "ada lovelace"],
    ["ａｄａ", "ada"],
    ["a\u200bd\u0007a", "ada"],
    ["\u202eada", "ada"],
    [" \u0000\u200b ", null],
    ["x".repeat(99), "x".repeat(32)],
  ])("%j becomes %j", (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });
});
