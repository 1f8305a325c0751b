// Charts and the figures beside them: columns in eighths of a row, scales that end at round numbers, and numbers in few columns.
import { expect, it } from "vitest";
import { chart } from "../../../src/tui/state/chart.ts";
import { millis, rate, roundedUp, short } from "../../../src/tui/state/figures.ts";
import { SeededRandom } from "../../support/seeded-random.ts";

it("has a column a value, the newest at the right, in eighths of a row", () => {
  expect(chart([0, 1, 8, 16], 5, 2, 16)).toEqual(["    █", " ▁▁██"]);
  expect(chart([4, null, 2], 3, 1, 4)).toEqual(["█ ▄"]);
  expect(chart([9, 9, 9], 2, 1, 3)).toEqual(["██"]);
  expect(chart([], 3, 2, 0)).toEqual(["   ", "   "]);
});

it("ends at 1, 2 or 5 times a power of ten, never below what it shows", () => {
  expect([3, 10, 10.1, 49, 51, 0].map((value) => roundedUp(value, 1))).toEqual([5, 10, 20, 50, 100, 1]);
  const random = new SeededRandom(3);
  for (let run = 0; run < 500; run++) {
    const value = 10 ** (random.number() * 12 - 3);
    expect(roundedUp(value, 0.001)).toBeGreaterThanOrEqual(value * 0.998);
  }
});

it("writes numbers in few columns", () => {
  expect([0, 7, 999, 999.6, 1_940, 99_440, 1e6, 2.14e8].map(short)).toEqual([
    "0",
    "7",
    "999",
    "1.0k",
    "1.9k",
    "99.4k",
    "1.0M",
    "214M",
  ]);
  expect([null, 0, 0.5, 18.44, 21_400].map(rate)).toEqual(["–", "0", "0.5", "18.4", "21.4k"]);
  expect([null, 0.5, 12.34, 1_204].map(millis)).toEqual(["–", "0.50", "12.3", "1.2k"]);
  const random = new SeededRandom(4);
  for (let run = 0; run < 2_000; run++) {
    const value = 10 ** (random.number() * 14 - 2);
    for (const text of [short(value), rate(value), millis(value)])
      expect(text.length, text).toBeLessThanOrEqual(5);
  }
});
