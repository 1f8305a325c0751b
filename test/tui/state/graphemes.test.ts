// Characters as readers see them are the same whether a text is looked at whole or in pieces.
import { expect, it } from "vitest";
import { segmented } from "../../../src/tui/state/graphemes.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const whole = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

it.each([
  ["nothing", ""],
  ["letters", "word ".repeat(300)],
  ["flags", "🇩🇪".repeat(300)],
  ["families", "x👩‍👩‍👧".repeat(200)],
  ["marks without end", `a${"\u0301".repeat(1_500)}b`],
  ["halves of pairs", `${"a".repeat(255)}\ud83d\udc67${"\ud83d".repeat(600)}`],
])("%s", (_what, text) => {
  expect(segmented(text)).toEqual(whole(text));
});
