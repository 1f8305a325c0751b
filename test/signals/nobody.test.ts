// Signals to a peer that has no seat: a mistake of the sender only if it could have known.
import { describe, expect, it } from "vitest";
import { Tracker } from "../../src/signals/tracker.ts";

const to = (kind: "offer" | "candidate" | "custom", time: number) => ({
  seq: time,
  time,
  room: "r",
  from: "a",
  to: "b",
  kind,
  data: kind === "candidate" ? { candidate: "" } : {},
  verdict: "no_such_peer",
});

const nobody = (found: ReturnType<Tracker["take"]>) =>
  found.filter(({ finding }) => finding.code === "SIG010").length;

describe("a signal to a peer without a seat", () => {
  it("is found, if it is an offer or a candidate", () => {
    expect(nobody(new Tracker().take(to("offer", 1)))).toBe(1);
    expect(nobody(new Tracker().take(to("candidate", 1)))).toBe(1);
  });

  it("is nothing, if it is a message of the page's own", () => {
    const tracker = new Tracker();
    expect(tracker.take(to("custom", 1))).toEqual([]);
    expect(tracker.exchanges.size).toBe(0);
  });

  it("is nothing for 10 s after the peer left, for its partners may not know yet", () => {
    const tracker = new Tracker();
    tracker.left("r", "b", 1_000);
    expect(nobody(tracker.take(to("candidate", 11_000)))).toBe(0);
    expect(nobody(tracker.take(to("candidate", 11_001)))).toBe(1);
  });

  it("is found, if the peer left another room", () => {
    const tracker = new Tracker();
    tracker.left("q", "b", 1_000);
    expect(nobody(tracker.take(to("offer", 1_001)))).toBe(1);
  });
});
