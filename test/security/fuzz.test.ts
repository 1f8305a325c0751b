// Fuzzing: what reads text or bytes from outside answers or refuses, whatever it is given; and the fuzzer finds what is broken.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrame } from "../../src/client/frames.ts";
import { decode } from "../../src/protocol/codec.ts";
import { RtError } from "../../src/protocol/errors.ts";
import { parseJson } from "../../src/protocol/json.ts";
import { SignalKind } from "../../src/protocol/shapes.ts";
import { guardSignal } from "../../src/signals/guard.ts";
import { runSeed } from "../support/seeded-random.ts";
import { fuzz } from "./fuzz/fuzz.ts";
import { type Target, targets } from "./fuzz/targets.ts";

/** A failure tells it, and `RTROOMS_SEED` gives it again. */
const seed = runSeed();

describe("[T6] fuzzing", () => {
  it.each(targets)("$name stands 2000 inputs that are nearly right", (target) => {
    expect(fuzz(seed, 0, 2_000, [target]).failures).toEqual([]);
  });
});

describe("[T6] whatever the text or value", () => {
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.string({ unit: "grapheme" }));
  const check = (property: fc.IProperty<[string]> | fc.IProperty<[string, unknown]>): void =>
    fc.assert(property as fc.IProperty<[string]>, { seed, numRuns: 1_000 });
  const refusedAsBad = (run: () => unknown): boolean => {
    try {
      JSON.stringify(run());
      return true;
    } catch (error) {
      return error instanceof RtError && error.code === "bad_request";
    }
  };

  it("[T7] JSON is read or refused", () => {
    check(fc.property(texts, (text) => refusedAsBad(() => parseJson(text, "no"))));
  });

  it("a request is read or refused", () => {
    check(fc.property(texts, (text) => typeof decode(text).ok === "boolean"));
  });

  it("[T31] a frame of a server is read or known as unreadable", () => {
    check(
      fc.property(texts, (text) => ["ok", "error", "event", "unreadable"].includes(readFrame(text).kind)),
    );
  });

  it("[T26] a signal goes through or is refused", () => {
    const kinds = fc.constantFrom(...(SignalKind as unknown as { enum: string[] }).enum);
    const data = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.record({ sdp: texts }),
      fc.record({ candidate: texts }),
    );
    check(fc.property(kinds, data, (kind, value) => refusedAsBad(() => guardSignal(kind as "offer", value))));
  });
});

/** One with which what is planted is met. */
const FIXED = 7;

describe("the fuzzer", () => {
  const broken = (check: (text: string) => void): Target => ({
    ...targets[0]!,
    check: check as Target["check"],
  });

  it("finds what throws", () => {
    const bad = broken((text) => {
      if (text.includes("__proto__")) throw new TypeError("planted");
    });
    expect(fuzz(FIXED, 0, 2_000, [bad]).failures.join()).toContain("planted");
  });

  it("finds what takes long, and says how to have it again", () => {
    let met: string | undefined;
    const slow = broken((text) => {
      if (text.includes("\0")) met ??= text;
      // In time of this process, as it is measured.
      const before = process.cpuUsage();
      const spent = (): number => process.cpuUsage(before).user / 1_000;
      while (text === met && spent() < 60);
    });
    const { slow: found, failures } = fuzz(FIXED, 0, 1_000, [slow]);
    expect(found).toBe(1);
    expect(failures[0]).toMatch(new RegExp(`^seed ${FIXED}, input \\d+, decode: \\d+ ms`));
  });

  it("finds a prototype that has changed", () => {
    const polluting = broken((text) => {
      if (text.includes("constructor")) Object.assign(Object.prototype, { admin: true });
    });
    try {
      expect(fuzz(FIXED, 0, 3_000, [polluting]).failures.join()).toContain("a prototype has changed");
    } finally {
      delete (Object.prototype as { admin?: true }).admin;
    }
  });
});
