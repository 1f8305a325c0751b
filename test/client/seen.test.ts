// Which offsets a client has seen.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Seen } from "../../src/client/seen.ts";

describe("seen offsets", () => {
  it("are new once, in whatever order and however often they come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (offsets) => {
        const seen = new Seen(0, "");
        const news = offsets.filter((offset) => seen.add(offset, `t${offset}`));
        expect(news).toEqual([...new Set(offsets)]);
      }),
    );
  });

  it("move the mark up to the first gap, and over it once it is filled", () => {
    const seen = new Seen(3, "t3");
    seen.add(4, `t${4}`);
    seen.add(6, `t${6}`);
    expect(seen.mark).toBe(4);
    seen.add(5, `t${5}`);
    expect(seen.mark).toBe(6);
    expect(seen.tag).toBe("t6");
  });

  it("stay bounded behind a gap that is never filled", () => {
    const seen = new Seen(0, "");
    for (let offset = 2; offset < 5_000; offset++) seen.add(offset, `t${offset}`);
    expect(seen.mark).toBe(4_999);
  });
});
