// Passwords hashed for real: what a hash depends on, and how many are made at once.
import { describe, expect, it } from "vitest";
import { systemDigest } from "../../src/server/system.ts";

describe("a hash", () => {
  it("[R24] is the same for the same password and salt only, however it was typed", async () => {
    const digest = systemDigest();
    const salt = digest.salt();
    expect(digest.salt()).not.toBe(salt);
    const [first, again, typed, other, salted] = await Promise.all([
      digest.hash("caf\u00e9", salt),
      digest.hash("caf\u00e9", salt),
      digest.hash("cafe\u0301", salt),
      digest.hash("cafe", salt),
      digest.hash("caf\u00e9", digest.salt()),
    ]);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect([again, typed]).toEqual([first, first]);
    expect(new Set([first, other, salted]).size).toBe(3);
  });
});

describe("a flood of passwords", () => {
  it("is hashed two at a time, in order, and refused where too many wait", async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const digest = systemDigest((password) => {
      begun.push(password);
      return new Promise((resolve) => ends.push(() => resolve(password)));
    });
    const all = Array.from({ length: 502 }, (_, i) => digest.hash(`p${i}`, ""));
    await expect(digest.hash("one more", "")).rejects.toMatchObject({
      code: "unavailable",
      retryAfterMs: expect.any(Number),
    });
    expect(begun).toEqual(["p0", "p1"]);
    ends[0]!();
    expect(await all[0]).toBe("p0");
    await expect.poll(() => begun).toEqual(["p0", "p1", "p2"]);
    for (let done = 1; done < all.length; done++) {
      await expect.poll(() => ends.length, { interval: 1 }).toBeGreaterThan(done);
      ends[done]!();
      await all[done];
    }
    expect(begun).toHaveLength(502);
    const later = digest.hash("later", "");
    await expect.poll(() => begun.at(-1)).toBe("later");
    ends.at(-1)!();
    expect(await later).toBe("later");
  });
});
