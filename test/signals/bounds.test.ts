// What peers can make a tracker remember has an end, and after it nothing is said that rests on what was forgotten.
import { describe, expect, it } from "vitest";
import { Tracker } from "../../src/signals/tracker.ts";

const offer = (seq: number, exchange: string, size: number) => ({
  seq,
  time: seq,
  room: "r",
  from: "a",
  to: "b",
  kind: "offer" as const,
  exchange,
  data: {
    type: "offer",
    sdp: `v=0\r\no=- ${1e12 + seq} 1 IN IP4 127.0.0.1\r\n${"a=x\r\n".repeat(size / 5)}`,
  },
});

describe("a tracker", () => {
  it("keeps 8 MiB of descriptions at most, the latest", () => {
    const tracker = new Tracker();
    for (let seq = 1; seq <= 400; seq++) tracker.take(offer(seq, `x${seq}`, 30_000));
    const kept = [...tracker.exchanges.values()];
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(kept.at(-1)!.id).toBe("x400");
    expect(kept.length).toBeLessThan(400);
  });

  it("keeps half a MiB of one exchange, and is sure of no answer after it", () => {
    const tracker = new Tracker();
    for (let seq = 1; seq <= 18; seq++) tracker.take(offer(seq, "x", 30_000));
    const answer = { ...offer(19, "x", 100), from: "b", to: "a", kind: "answer" as const };
    const found = tracker.take({ ...answer, data: { ...answer.data, type: "answer" } });
    expect(found.filter(({ finding }) => finding.strength === "sure")).toEqual([]);
  });
});
