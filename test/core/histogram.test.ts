// Percentiles told from buckets, and what a histogram has counted of late.
import { describe, expect, it } from "vitest";
import { Histogram, Lately, quantile, SECONDS } from "../../src/core/histogram.ts";
import { SeededRandom } from "../support/seeded-random.ts";

function filled(values: readonly number[], bounds: readonly number[] = SECONDS): Histogram {
  const histogram = new Histogram(bounds);
  for (const value of values) histogram.observe(value);
  return histogram;
}

/** The bounds of the bucket in which a value was counted. */
function bucketOf(value: number): [number, number] {
  const bucket = SECONDS.findIndex((bound) => value <= bound);
  return bucket < 0 ? [SECONDS.at(-1)!, SECONDS.at(-1)!] : [SECONDS[bucket - 1] ?? 0, SECONDS[bucket]!];
}

describe("a percentile from buckets", () => {
  it("lies between the bounds of the bucket that has the exact one", () => {
    const random = new SeededRandom(7);
    for (let run = 0; run < 300; run++) {
      const size = 1 + Math.floor(random.number() * 400);
      const values = Array.from({ length: size }, () => 8 * random.number() ** 6);
      const sorted = [...values].sort((a, b) => a - b);
      const histogram = filled(values);
      for (const part of [0.01, 0.5, 0.95, 0.99, 1]) {
        const exact = sorted[Math.max(0, Math.ceil(part * size) - 1)]!;
        const [lower, upper] = bucketOf(exact);
        const told = quantile(histogram, part)!;
        expect(told).toBeGreaterThanOrEqual(lower);
        expect(told).toBeLessThanOrEqual(upper);
      }
    }
  });

  it("grows with the part, and is on a straight line within a bucket", () => {
    const histogram = filled([5, 5, 5, 5], [0, 10]);
    expect([0.25, 0.5, 1].map((part) => quantile(histogram, part))).toEqual([2.5, 5, 10]);
  });

  it("is null of nothing, and the last bound of what is above all", () => {
    expect(quantile(filled([]), 0.5)).toBeNull();
    expect(quantile(filled([99]), 0.5)).toBe(5);
  });
});

describe("what was counted of late", () => {
  it("forgets what was before the oldest of its looks", () => {
    const histogram = new Histogram([1]);
    const lately = new Lately(histogram, 3);
    histogram.observe(0);
    expect(lately.counts).toEqual([1, 0]);
    for (let look = 0; look < 2; look++) lately.look();
    histogram.observe(9);
    expect(lately.counts, "still of late").toEqual([1, 1]);
    lately.look();
    expect(lately.counts).toEqual([0, 1]);
    for (let look = 0; look < 2; look++) lately.look();
    expect(lately.counts).toEqual([0, 0]);
  });
});
