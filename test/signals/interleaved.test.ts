// Whatever the order in which a server sees what two right peers send: nothing that it says is sure.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Tracker } from "../../src/signals/tracker.ts";
import { negotiate } from "./model.ts";

describe("two peers that negotiate by the rules", () => {
  it("get no finding that is sure, in any order of their signals", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1_000_000)), fc.integer({ min: 1, max: 6 }), (numbers, rounds) => {
        const draw = (most: number): number => (numbers.next().value as number) % most;
        const tracker = new Tracker();
        let clock = 0;
        const seen = negotiate(draw, rounds);
        for (const signal of seen) {
          for (; clock + 1_000 <= signal.time; clock += 1_000) tracker.tick(clock + 1_000);
          tracker.take(signal);
        }
        for (let more = 1; more <= 60; more++) tracker.tick(clock + more * 1_000);
        const sure = [...tracker.exchanges.values()]
          .flatMap(({ ledger }) => ledger.counted)
          .filter(({ strength }) => strength === "sure");
        expect(sure).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
