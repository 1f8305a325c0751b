// How an emulator measures signs where it goes by what readers see as one, as newer terminals do: emoji families, flags, marks.
import type xterm from "@xterm/headless";
import stringWidth from "string-width";

/** What came last, as far as the next sign may belong to it. */
const kind = { other: 0, joiner: 1, halfFlag: 2 } as const;

/** Marks, selectors, skin tones and what is never drawn belong to what is before them. */
const CLINGS = /^[\p{M}\p{Cf}\u{1f3fb}-\u{1f3ff}]$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const HALF_FLAG = /^\p{Regional_Indicator}$/u;
const JOINER = "\u200d";
const AS_EMOJI = "\ufe0f";

/** As the emulator packs it: kind, columns, and whether the sign belongs to the one before. */
const packed = (of: number, columns: number, joins: boolean): number =>
  (of << 3) | (columns << 1) | Number(joins);
const unpacked = (value: number) => ({ of: value >> 3, columns: (value >> 1) & 3 });

const columnsOf = (codePoint: number): 0 | 1 | 2 =>
  Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2;

export const graphemes: xterm.IUnicodeVersionProvider = {
  version: "graphemes",
  wcwidth: columnsOf,
  charProperties(codePoint, preceding) {
    const sign = String.fromCodePoint(codePoint);
    const before = unpacked(preceding);
    if (sign === AS_EMOJI) return packed(kind.other, 2, true);
    if (CLINGS.test(sign)) return packed(sign === JOINER ? kind.joiner : kind.other, before.columns, true);
    if (before.of === kind.joiner && PICTOGRAPH.test(sign)) return packed(kind.other, 2, true);
    if (!HALF_FLAG.test(sign)) return packed(kind.other, Math.max(1, columnsOf(codePoint)), false);
    return before.of === kind.halfFlag ? packed(kind.other, 2, true) : packed(kind.halfFlag, 2, false);
  },
};
