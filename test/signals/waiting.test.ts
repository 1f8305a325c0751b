// What only time tells is not said once a link is known to be up, and TURN credentials count as they were when gathering began.
import { describe, expect, it } from "vitest";
import { type Seen, Tracker } from "../../src/signals/tracker.ts";
import { words } from "../support/tracked.ts";

const described = (type: "offer" | "answer", ufrag: string, version = 2) => ({
  type,
  sdp: [
    ...["v=0", `o=- ${type === "offer" ? 4123456789012 : 5123456789012} ${version} IN IP4 127.0.0.1`, "s=-"],
    ...["t=0 0", "a=group:BUNDLE 0", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0"],
    ...["a=mid:0", `a=ice-ufrag:${ufrag}`, `a=ice-pwd:0123456789abcdef01${ufrag}`, "a=ice-options:trickle"],
    ...[`a=fingerprint:sha-256 ${"AB:".repeat(31)}CD`, `a=setup:${type === "offer" ? "actpass" : "active"}`],
    ...["a=sctp-port:5000", ""],
  ].join("\r\n"),
});
const host = (type: "host" | "relay", ufrag: string) => ({
  candidate: `candidate:1 1 udp 2122260223 192.168.1.2 50000 typ ${type} ufrag ${ufrag}`,
  sdpMid: "0",
});

function start(around: { over?: () => boolean; turn?: () => boolean } = {}) {
  const tracker = new Tracker({
    turnIsOver: (peer) => peer === "a" && (around.over?.() ?? false),
    hasTurn: (peer) => peer === "a" && (around.turn?.() ?? false),
  });
  let time = 0;
  let seq = 0;
  return {
    pass(from: string, kind: Seen["kind"], data?: unknown, more: Partial<Seen> = {}) {
      const to = from === "a" ? "b" : "a";
      tracker.take({ seq: ++seq, time, room: "r", from, to, kind, data, verdict: "delivered", ...more });
    },
    after(seconds: number) {
      for (const end = time + seconds * 1_000; time < end; ) {
        time += 1_000;
        tracker.tick(time);
      }
    },
    get found() {
      return [...tracker.exchanges.values()].flatMap(({ ledger }) => ledger.counted).map(words);
    },
  };
}

const agreed = (around = {}) => {
  const world = start(around);
  world.pass("a", "offer", described("offer", "offA"));
  world.pass("b", "answer", described("answer", "ansA"));
  return world;
};

describe("no candidates", () => {
  it("are found ten seconds after the answer", () => {
    const world = agreed();
    world.after(9);
    expect(world.found).toEqual([]);
    world.after(1);
    expect(world.found).toEqual(["likely no-candidates"]);
  });

  it("are nothing where a report said that the link is up, before or after", () => {
    const before = agreed();
    before.pass("a", "report", undefined, { state: "connected" });
    before.after(60);
    expect(before.found).toEqual([]);
    const after = agreed();
    after.after(20);
    after.pass("a", "report", undefined, { state: "connected" });
    after.after(20);
    expect(after.found).toEqual([]);
  });

  it("are found where the link failed", () => {
    const world = agreed();
    world.pass("a", "report", undefined, { state: "failed" });
    world.after(10);
    expect(world.found).toEqual(["likely no-candidates"]);
  });
});

describe("a candidate of a generation that no description has", () => {
  it("is found after five seconds, but not if the link came up after it", () => {
    for (const up of [false, true]) {
      const world = agreed();
      world.pass("a", "candidate", host("host", "offA"));
      world.pass("a", "candidate", host("host", "gone"));
      world.after(1);
      if (up) world.pass("b", "report", undefined, { state: "connected" });
      world.after(10);
      expect(world.found).toEqual(up ? [] : ["likely unknown-generation"]);
    }
  });

  it("is found if it came when the link was up", () => {
    const world = agreed();
    world.pass("b", "report", undefined, { state: "connected" });
    world.after(1);
    world.pass("a", "candidate", host("host", "gone"));
    world.after(10);
    expect(world.found).toEqual(["likely unknown-generation"]);
  });
});

describe("TURN credentials that are over", () => {
  const restart = (over: boolean, type: "host" | "relay", turn = false) => {
    let now = false;
    const world = agreed({ over: () => now, turn: () => turn && !now });
    world.pass("a", "candidate", host("relay", "offA"));
    world.pass("a", "end");
    world.pass("a", "report", undefined, { state: "failed" });
    now = over;
    world.pass("a", "offer", described("offer", "offB", 3));
    world.pass("b", "answer", described("answer", "ansB", 3));
    // What is renewed while it gathers comes too late for that.
    now = false;
    world.pass("a", "candidate", host(type, "offB"));
    world.pass("b", "candidate", host("host", "ansB"));
    world.after(50);
    return world;
  };

  it("are found where a restart gathers no relay candidate, and SIG003 is not said besides", () => {
    expect(restart(true, "host").found).toEqual(["likely credentials-over"]);
    expect(restart(true, "host", true).found).toEqual(["likely credentials-over"]);
    expect(restart(false, "host", true).found).toEqual(["hint no-relay-with-turn"]);
  });

  it("are nothing where it gathers one, or where they were renewed before, or where the link comes up", () => {
    expect(restart(true, "relay").found).toEqual([]);
    expect(restart(false, "host").found).toEqual([]);
    const world = restart(true, "host");
    world.pass("b", "report", undefined, { state: "connected" });
    expect(world.found).toEqual([]);
  });
});
