// What a watcher's records say about negotiations is what the server's tracker says, and no more than was seen.
import { describe, expect, it } from "vitest";
import { Trace, type TraceRecord } from "../../src/signals/trace.ts";

const where = { namespace: "default", room: "call" };
let time = 1_700_000_000_000;

const signal = (seq: number, from: string, kind: "offer" | "answer" | "candidate", data?: unknown) =>
  ({
    ...{ type: "watch.signals", ...where, seq, time: ++time, from, to: from === "ada" ? "bo" : "ada" },
    ...{ kind, bytes: 1, verdict: "delivered", exchange: "x1" },
    ...(data !== undefined && { data }),
  }) as TraceRecord;

const member = (seq: number, peer: string, what: "present" | "joined" | "left") =>
  ({ type: "watch.members", ...where, seq, time: ++time, peer, name: peer, what }) as TraceRecord;

const described = (type: "offer" | "answer", setup: string) => ({
  type,
  sdp: [
    ...["v=0", `o=- ${type === "offer" ? 4123456789012 : 5123456789012} 2 IN IP4 127.0.0.1`, "s=-", "t=0 0"],
    ...["a=group:BUNDLE 0", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0"],
    ...["a=mid:0", `a=ice-ufrag:${type}`, "a=ice-pwd:0123456789abcdef01234567", "a=ice-options:trickle"],
    ...[`a=fingerprint:sha-256 ${"AB:".repeat(31)}CD`, `a=setup:${setup}`, "a=sctp-port:5000", ""],
  ].join("\r\n"),
});

const answer = (seq: number) => signal(seq, "bo", "answer", described("answer", "active"));
const offer = (seq: number) => signal(seq, "ada", "offer", described("offer", "actpass"));
const strengths = (trace: Trace, records: TraceRecord[]) =>
  records.flatMap((record) => trace.take(record)).map(({ finding }) => [finding.code, finding.strength]);

describe("a trace", () => {
  it("names what is wrong, with the numbers of the records", () => {
    const trace = new Trace({ complete: true });
    const found = [offer(1), signal(2, "bo", "answer", described("answer", "actpass"))].flatMap((record) =>
      trace.take(record),
    );
    expect(found.map(({ finding }) => [finding.code, finding.signals])).toContainEqual(["SIG007", [1, 2]]);
    expect(found[0]!.exchange.room).toBe("default/call");
  });

  it("is not sure of an answer whose offer may have passed before it began", () => {
    expect(strengths(new Trace(), [answer(1)])).toEqual([["SIG011", "likely"]]);
    expect(strengths(new Trace({ complete: true }), [answer(1)])).toEqual([["SIG011", "sure"]]);
  });

  it("is sure of those who have come since", () => {
    const trace = new Trace();
    const records = [member(1, "ada", "present"), member(2, "bo", "joined"), answer(3)];
    expect(strengths(trace, records)).toEqual([["SIG011", "sure"]]);
  });

  it("is not sure any more after a gap, or of signals without data", () => {
    const gap = [member(1, "bo", "joined"), answer(3)];
    expect(strengths(new Trace({ complete: true }), gap)).toEqual([["SIG011", "likely"]]);
    const bare = [signal(1, "ada", "offer"), answer(2)];
    expect(strengths(new Trace({ complete: true }), bare)).toEqual([["SIG011", "likely"]]);
  });

  it("says nothing of an offer to somebody who has left", () => {
    const trace = new Trace({ complete: true });
    trace.take(offer(1));
    const waiting = trace.tick(time + 60_000).map(({ finding }) => finding.code);
    expect(waiting).toContain("SIG013");
    const other = new Trace({ complete: true });
    other.take(offer(1));
    other.take(member(2, "bo", "left"));
    expect(other.tick(time + 60_000).filter(({ finding }) => !finding.withdrawn)).toEqual([]);
  });

  it("takes a report that names no exchange for one about the only one between the two", () => {
    const report = (seq: number) =>
      ({
        ...{ type: "watch.signals", ...where, seq, time: ++time, from: "bo", to: "ada" },
        ...{ kind: "report", bytes: 0, state: "connected" },
      }) as TraceRecord;
    const alone = new Trace({ complete: true });
    for (const record of [offer(1), answer(2), report(3)]) alone.take(record);
    expect([...alone.exchanges.values()].map(({ id, state }) => [id, state])).toEqual([["x1", "connected"]]);

    const several = new Trace({ complete: true });
    const other = { ...offer(3), exchange: "x2" } as TraceRecord;
    for (const record of [offer(1), answer(2), other, report(4)]) several.take(record);
    expect([...several.exchanges.values()].map(({ id }) => id)).toEqual(["x1", "x2", null]);
  });

  it("does not go back when the clock of the records is set back", () => {
    const trace = new Trace({ complete: true });
    trace.take(offer(1));
    trace.take({ ...answer(2), time: time - 3_600_000 });
    const [exchange] = [...trace.exchanges.values()];
    expect(exchange!.answeredAt).toBeGreaterThanOrEqual(exchange!.offeredAt!);
  });
});
