// [T12] The fields of a log line: short, one line each, and without secrets, whoever chose what is in them.
import { describe, expect, it } from "vitest";
import { shortFields } from "../../src/cli/log-fields.ts";

const fieldsOf = (fields: Record<string, unknown>) => JSON.parse(JSON.stringify(shortFields(fields)));

describe("[T12] a log field", () => {
  it("has 256 bytes at most, and ends between characters", () => {
    for (const sign of ["x", "é", "日", "👍"]) {
      const { path } = fieldsOf({ path: sign.repeat(5_000) });
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(256);
      expect(Buffer.byteLength(path)).toBeGreaterThan(248);
      expect(path).not.toContain("\ufffd");
    }
  });

  it("is cut wherever it stands, and so is what it is called", () => {
    const long = "y".repeat(1_000);
    const line = JSON.stringify(shortFields({ [long]: [long, { deep: long }] }));
    expect(line.length).toBeLessThan(4 * 300);
  });

  it("holds no secret, by its name or by its look", () => {
    const line = JSON.stringify(
      shortFields({
        adminToken: "s3cret",
        headers: { authorization: "Bearer s3cret", "sec-websocket-protocol": "rtrooms.v1, bearer.s3cret" },
        password: { hash: "s3cret" },
        reason: `Bearer s3cret, eyJhbGciOiJIUzI1NiJ9.s3cret.s3cret and ${"x".repeat(220)} bearer.s3cret`,
      }),
    );
    expect(line).not.toContain("s3cret");
    expect(line).toContain("(hidden)");
  });

  it("tells an error with its code and where it was, and a short message", () => {
    const error = Object.assign(new Error("m".repeat(9_000)), { code: "EIO", token: "s3cret" });
    const { err } = fieldsOf({ err: error });
    expect(err).toMatchObject({ type: "Error", code: "EIO", stack: expect.stringMatching(/^at /) });
    expect(Buffer.byteLength(err.message)).toBeLessThanOrEqual(256);
    expect(Buffer.byteLength(err.stack)).toBeLessThanOrEqual(2_048);
    expect(JSON.stringify(err)).not.toContain("s3cret");
  });

  it("ends where it goes round", () => {
    const round: Record<string, unknown> = {};
    round.again = round;
    expect(JSON.stringify(shortFields({ round }))).toContain("…");
  });
});
