// A QR code as lines of text, two rows of it in one line by half blocks. Import it where one is drawn: it brings the encoder.
import { encode } from "uqr";

export interface QrCode {
  lines: readonly string[];
  columns: number;
  rows: number;
}

export interface QrOptions {
  /**
   * Which modules are drawn as signs; the others are left as background. `dark` is for a caller that sets the colours of
   * `qrColors`. Without colours a background is mostly dark, on which signs of text colour are the light ones.
   */
  signs?: "dark" | "light";
  /**
   * No half blocks: `##` for one module, so it is twice as wide and as high. Cameras need it solid: `pieces` of signs are to be
   * of one colour with their background. Without colours no camera reads it.
   */
  ascii?: boolean;
  /** What there is room for. */
  within?: { columns: number; rows: number };
}

/**
 * What signs and background of `dark` are to be coloured in, on every terminal: cameras read dark on light, and many of them
 * nothing else. Not a part of the theme, which follows what a person likes to look at.
 */
export const qrColors = { signs: "#000000", background: "#ffffff" } as const;

/** What of a line is signs and what is background, in turns, for a caller that colours them one by one. */
export const pieces = (line: string): { text: string; isSigns: boolean }[] =>
  (line.match(/ +|[^ ]+/g) ?? []).map((text) => ({ text, isSigns: !text.startsWith(" ") }));

/** Light modules on each side: four by the standard; two are enough for cameras, where four don't fit. */
const MARGINS = [4, 2];

/** Null: the code doesn't fit, or no code holds so long a text. */
export function qrCode(
  text: string,
  { signs = "dark", ascii = false, within }: QrOptions = {},
): QrCode | null {
  const dark = modulesOf(text);
  if (dark === null) return null;
  for (const margin of MARGINS) {
    const size = dark.length + 2 * margin;
    const [columns, rows] = ascii ? [2 * size, size] : [size, Math.ceil(size / 2)];
    if (within && (columns > within.columns || rows > within.rows)) continue;
    const drawn = (x: number, y: number): boolean =>
      (dark[y - margin]?.[x - margin] ?? false) === (signs === "dark");
    return { lines: ascii ? hashes(drawn, size) : halfBlocks(drawn, size), columns, rows };
  }
  return null;
}

function modulesOf(text: string): readonly boolean[][] | null {
  try {
    return encode(text, { ecc: "L", boostEcc: true, border: 0 }).data;
  } catch {
    return null;
  }
}

type Drawn = (x: number, y: number) => boolean;

/** By upper and lower: neither, lower, upper, both. */
const BLOCKS = [" ", "▄", "▀", "█"];

function halfBlocks(drawn: Drawn, size: number): string[] {
  const sign = (x: number, y: number): string => BLOCKS[2 * Number(drawn(x, y)) + Number(drawn(x, y + 1))]!;
  return range(Math.ceil(size / 2)).map((row) => line(size, (x) => sign(x, 2 * row)));
}

const hashes = (drawn: Drawn, size: number): string[] =>
  range(size).map((y) => line(size, (x) => (drawn(x, y) ? "##" : "  ")));

const line = (size: number, sign: (x: number) => string): string => range(size).map(sign).join("");

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);
