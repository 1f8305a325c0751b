// Invite codes as people type them.
import { describe, expect, it } from "vitest";
import { CODE_ALPHABET, cleanCode } from "../../src/protocol/codes.ts";

describe("a code", () => {
  it.each([
    ["K3MP9T", "K3MP9T"],
    ["k3mp9t", "K3MP9T"],
    [" k3m-p9t ", "K3MP9T"],
    ["K3M\u00a0P9T", "K3MP9T"],
    ["CAFE", "CAFE"],
    ["CAF", null],
    ["ACDEFGHJKMNP", "ACDEFGHJKMNP"],
    ["ACDEFGHJKMNPQ", null],
    ["K3MP9O", null],
    ["K3MP9\u001b", null],
    ["__proto__", null],
    ["", null],
  ])("%j is read as %j", (typed, code) => {
    expect(cleanCode(typed)).toBe(code);
  });

  it("has no sign that looks like another one", () => {
    for (const group of ["0OQ", "1IL", "2Z", "5S", "8B", "UV"]) {
      expect([...group].filter((sign) => CODE_ALPHABET.includes(sign)).length, group).toBeLessThanOrEqual(1);
    }
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
  });
});
