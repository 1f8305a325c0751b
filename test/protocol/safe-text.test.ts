// safeText: nothing that a terminal, log or page acts on comes through, and what people write stays as it looks.
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { cleanName } from "../../src/protocol/names.ts";
import { isolated, safeLines, safeText } from "../../src/protocol/safe-text.ts";

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
    ["half a pair at the end", "x\udc00", "x\\u{dc00}"],
    ["a zero-width non-joiner between Latin letters", "a\u200cb", "a\\u{200c}b"],
    ["a variation selector on a letter", "a\ufe0f", "a\\u{fe0f}"],
    ["one on a digit that is no keycap", "1\ufe0f", "1\\u{fe0f}"],
    ["a selector of ideographs on a letter", "u\u{e0100}", "u\\u{e0100}"],
    ["a filler that looks like nothing", "\u3164", "\\u{3164}"],
    ["a soft hyphen", "ad\u00admin", "ad\\u{ad}min"],
    ["invisible operators", "a\u2062b\u2064", "a\\u{2062}b\\u{2064}"],
    ["tag characters behind a flag", "🏴\u{e0067}\u{e0062}", "🏴\\u{e0067}\\u{e0062}"],
    ["skin on skin", "👍🏽🏽", "👍🏽\\u{1f3fd}"],
    ["a family without end", "👩\u200d👩\u200d👩\u200d👩\u200d👩", "👩\u200d👩\u200d👩\u200d👩\\u{200d}👩"],
    ["a second joiner in a word", "می\u200c\u200cخواهم", "می\\u{200c}\\u{200c}خواهم"],
    ["a mark without a letter", "\u0301x", "◌\u0301x"],
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
    "👩🏽‍🦰",
    "🧑🏻‍❤️‍💋‍🧑🏼",
    "🏳️‍⚧️",
    "1️⃣",
    "❤︎",
    "می‌خواهم",
    "کتاب‌ها",
    "क्‍ष",
    "क्‌ष",
    "র‍্য",
    "ක්‍ය",
    "葛󠄀城",
    "ไทยกำลัง",
    "नमस्ते हिन्दी",
    "שָׁלוֹם",
    "\u0600 ١٢",
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
    expect(safeLines("a\r\nb\tc\nd")).toEqual(["a", "b    c", "d"]);
  });

  it("[T10] shows a carriage return that would write a line over itself", () => {
    expect(safeLines("paid\rfree")).toEqual(["paid\\u{d}free"]);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => safeText(safeText(text)) === safeText(text)),
      { numRuns: 5_000 },
    );
  });
});

describe("isolated", () => {
  it("sets text that is written from right to left apart, and nothing else", () => {
    expect(["שלום", "مرحبا 1", "ada שלום"].map(isolated)).toEqual([
      "\u2068שלום\u2069",
      "\u2068مرحبا 1\u2069",
      "\u2068ada שלום\u2069",
    ]);
    expect(["ada", "日本", "👍🏽", ""].map(isolated)).toEqual(["ada", "日本", "👍🏽", ""]);
  });

  it("takes no columns", () => {
    expect(stringWidth(isolated("שלום"))).toBe(4);
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
    ["é".repeat(99), "é".repeat(32)],
    ["日".repeat(99), "日".repeat(21)],
    [`${"x".repeat(31)}e\u0323\u0302y`, `${"x".repeat(31)}ệ`],
    ["👨‍👩‍👧‍👦 ada", "👨‍👩‍👧‍👦 ada"],
    [`${"x".repeat(45)}👩‍🚀`, "x".repeat(32)],
    [`${"é".repeat(30)}👩‍🚀`, "é".repeat(30)],
    ["می‌خواهم", "می‌خواهم"],
    ["\u0301ada", "ada"],
    ["ada\u202e \u202e ", "ada"],
    ["\ue000ada", "ada"],
    ["ada\u0000\u001b]0;x\u0007", "ada]0;x"],
  ])("%j becomes %j", (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });
});
