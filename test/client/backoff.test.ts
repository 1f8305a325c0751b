// How long a client waits before it comes back.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, spreadMs } from "../../src/client/backoff.ts";
import { FakeWorld } from "../support/fake-world.ts";

describe("the wait before an attempt", () => {
  it("lies between nothing and half a second, doubled with each attempt, twenty seconds at most", () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => backoffMs(attempt, () => 1));
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
    expect(backoffMs(5, () => 0)).toBe(0);
  });

  it("is spread over the whole of that time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat({ max: 40 }), (seed, attempt) => {
        const world = new FakeWorld(seed);
        const most = backoffMs(attempt, () => 1);
        const waits = Array.from({ length: 200 }, () => backoffMs(attempt, () => world.random()));
        expect(Math.min(...waits)).toBeLessThan(most * 0.2);
        expect(Math.max(...waits)).toBeGreaterThan(most * 0.8);
        expect(Math.max(...waits)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 50 },
    );
  });

  it("lies within the time that a busy server needs", () => {
    expect(spreadMs(5_000, () => 0)).toBe(0);
    expect(spreadMs(5_000, () => 0.5)).toBe(2_500);
  });
});
