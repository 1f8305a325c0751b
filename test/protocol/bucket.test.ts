// Buckets of permits: never more than they hold and fill, and back to new by themselves.
import { describe, expect, it } from "vitest";
import { Bucket, type Rate } from "../../src/protocol/bucket.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const RATE: Rate = { perSecond: 10, burst: 5 };

const takeAll = (bucket: Bucket, now: number, rate = RATE): number => {
  let taken = 0;
  while (bucket.take(now, rate) === 0) taken++;
  return taken;
};

describe("a bucket", () => {
  it("holds its burst, then fills at its rate, and never above", () => {
    const bucket = new Bucket();
    expect(takeAll(bucket, 0)).toBe(5);
    expect(bucket.take(0, RATE)).toBe(100);
    expect(bucket.take(99, RATE)).toBe(1);
    expect(bucket.take(100, RATE)).toBe(0);
    expect(takeAll(bucket, 350)).toBe(2);
    expect(takeAll(bucket, 1_000_000)).toBe(5);
  });

  it("says how long to wait, after which there is a permit and not before", () => {
    const random = new SeededRandom(7);
    const bucket = new Bucket();
    let now = 0;
    for (let i = 0; i < 2_000; i++) {
      now += Math.floor(random.number() * 120);
      const wait = bucket.wait(now, RATE);
      if (wait > 1) expect(bucket.wait(now + wait - 1, RATE)).toBeGreaterThan(0);
      expect(bucket.take(now + wait, RATE)).toBe(0);
      now += wait;
    }
  });

  it("gives in no stretch of time more than its burst and what it fills", () => {
    const random = new SeededRandom(11);
    const bucket = new Bucket();
    const given: number[] = [];
    for (let now = 0; now < 60_000; now += Math.ceil(random.number() * 40)) {
      if (bucket.take(now, RATE) === 0) given.push(now);
    }
    expect(given.length).toBeGreaterThan(500);
    for (let from = 0; from < given.length; from++) {
      for (let to = from; to < given.length; to += 13) {
        const most = RATE.burst + ((given[to]! - given[from]!) * RATE.perSecond) / 1_000;
        expect(to - from + 1).toBeLessThanOrEqual(most + 1e-6);
      }
    }
  });

  it("takes nothing with a refusal, and is full again after the time of its burst", () => {
    const bucket = new Bucket();
    takeAll(bucket, 0);
    for (let i = 0; i < 100; i++) bucket.take(50, RATE);
    expect(bucket.isFull(499)).toBe(false);
    expect(bucket.isFull(500)).toBe(true);
    expect(takeAll(bucket, 500)).toBe(5);
  });

  it("keeps nobody waiting for longer than that when the clock is set back", () => {
    const bucket = new Bucket();
    takeAll(bucket, 3_600_000);
    expect(bucket.wait(0, RATE)).toBeLessThanOrEqual(500);
  });

  it.each([
    [0.5, 1],
    [1 / 6, 10],
    [1_000, 3],
  ])("also at %d a second with a burst of %d", (perSecond, burst) => {
    const rate = { perSecond, burst };
    const bucket = new Bucket();
    expect(takeAll(bucket, 0, rate)).toBe(burst);
    expect(takeAll(bucket, 1_000 / perSecond, rate)).toBe(1);
  });
});
