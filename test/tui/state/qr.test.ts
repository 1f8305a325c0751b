// QR codes as text: what was drawn is read again by a decoder, as a camera would.
import decoder from "jsqr";
import { describe, expect, it } from "vitest";
import { pieces, type QrCode, type QrOptions, qrCode } from "../../../src/tui/state/qr.ts";

// Its types and its code disagree about what a default import is.
const jsQR = decoder as unknown as typeof decoder.default;

const URL = "http://192.168.178.20:7420/?room=duel";
/** Pixels of one module, each way. */
const SCALE = 4;

const HALVES: Record<string, [boolean, boolean]> = {
  " ": [false, false],
  "▄": [false, true],
  "▀": [true, false],
  "█": [true, true],
};

/** The text as rows of signs that are there or not: a half block is two rows, a hash half a module. */
function rowsOf({ lines }: QrCode, ascii: boolean): boolean[][] {
  if (ascii)
    return lines.map((line) => [...line].filter((_, at) => at % 2 === 0).map((sign) => sign === "#"));
  return lines.flatMap((line) => [0, 1].map((half) => [...line].map((sign) => HALVES[sign]![half]!)));
}

/** On a desk of the colour of the background, which is what a terminal is around it. */
function read(code: QrCode, { ascii = false, signs = "dark" }: QrOptions = {}): string | undefined {
  const rows = rowsOf(code, ascii);
  const [width, height] = [rows[0]!.length * SCALE, rows.length * SCALE];
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [Math.floor((at % width) / SCALE), Math.floor(at / width / SCALE)];
    const isDark = rows[y]![x] === (signs === "dark");
    pixels.fill(isDark ? 0 : 255, at * 4, at * 4 + 3);
  }
  return jsQR(pixels, width, height, { inversionAttempts: "dontInvert" })?.data;
}

describe("a QR code", () => {
  it.each<QrOptions>([{}, { signs: "light" }, { ascii: true }, { ascii: true, signs: "light" }])(
    "drawn as %j is read again",
    (options) => {
      for (const text of [
        URL,
        "x",
        "http://[fe80::1]:7420/",
        `http://a.example/${"long/".repeat(40)}`,
        "größer ☃",
      ]) {
        expect(read(qrCode(text, options)!, options)).toBe(text);
      }
    },
  );

  it("is as large as it says", () => {
    for (const ascii of [false, true]) {
      const { lines, columns, rows } = qrCode(URL, { ascii })!;
      expect(lines).toHaveLength(rows);
      expect(new Set(lines.map((line) => line.length))).toEqual(new Set([columns]));
    }
  });

  it("of an address in a local network has room at 40×20", () => {
    const { columns, rows } = qrCode("http://192.168.178.20:7420", { within: { columns: 40, rows: 20 } })!;
    expect([columns, rows]).toEqual([33, 17]);
  });

  it("has a margin of light around it, smaller where there is little room, and never none", () => {
    const whole = qrCode(URL)!;
    const tight = qrCode(URL, { within: { columns: whole.columns - 4, rows: whole.rows - 2 } })!;
    expect(tight.columns).toBe(whole.columns - 4);
    expect(read(tight)).toBe(URL);
    expect(tight.lines[0]).toMatch(/^ +$/);
    expect(qrCode(URL, { within: { columns: tight.columns - 1, rows: 100 } })).toBeNull();
    expect(qrCode(URL, { within: { columns: 100, rows: tight.rows - 1 } })).toBeNull();
  });

  it("comes apart into signs and background, so that hashes can be made solid", () => {
    for (const ascii of [true, false]) {
      for (const line of qrCode(URL, { ascii })!.lines) {
        const parts = pieces(line);
        expect(parts.map(({ text }) => text).join("")).toBe(line);
        for (const { text, isSigns } of parts) expect(/^ +$/.test(text)).toBe(!isSigns);
      }
    }
  });

  it("is not to be had of a text that no code holds", () => {
    expect(qrCode("x".repeat(3_000))).toBeNull();
  });
});
