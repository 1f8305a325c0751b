// When relay ends that waits for a link: at once, or when what has passed can't be found wrong any more.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Follow, type FollowOptions } from "../../src/cli/relay-follow.ts";
import type { Stream } from "../../src/cli/stream.ts";
import { parseFailOn } from "../../src/signals/capture/fail-on.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";

const where = { namespace: "default", room: "call" };
const described = (type: "offer" | "answer", version: number) => ({
  type,
  sdp: [
    ...["v=0", `o=- ${type === "offer" ? 4123456789012 : 5123456789012} ${version} IN IP4 127.0.0.1`, "s=-"],
    ...["t=0 0", "a=group:BUNDLE 0", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0"],
    ...["a=mid:0", `a=ice-ufrag:${type}`, "a=ice-pwd:0123456789abcdef01234567", "a=ice-options:trickle"],
    ...[`a=fingerprint:sha-256 ${"AB:".repeat(31)}CD`, `a=setup:${type === "offer" ? "actpass" : "active"}`],
    ...["a=sctp-port:5000", ""],
  ].join("\r\n"),
});

describe("relay --until connected", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** An offer and its answer, then what `more` says, then a report that the link is up. */
  function follow(options: FollowOptions, more: object[] = []) {
    const said: string[] = [];
    const stream: Stream = {
      ended: Promise.resolve(),
      get over() {
        return said.length > 0;
      },
      end: () => void said.push("end"),
      fail: () => void said.push("fail"),
      counted() {},
    };
    const following = new Follow({ until: "connected", ...options }, stream, () => {});
    const signals = [
      { kind: "offer", data: described("offer", 3) },
      { kind: "answer", data: described("answer", 3) },
      ...more,
      { kind: "report", state: "connected" },
    ];
    const members = ["ada", "bo"].map((peer) => ({
      type: "watch.members",
      peer,
      name: peer,
      what: "joined",
    }));
    const passed = signals.map(({ ...signal }) => {
      const [from, to] = (signal as { kind: string }).kind === "answer" ? ["bo", "ada"] : ["ada", "bo"];
      return { type: "watch.signals", from, to, bytes: 1, verdict: "delivered", ...signal };
    });
    for (const [at, record] of [...members, ...passed].entries())
      following.take(
        { ...where, ...record, seq: at + 1, time: Date.now() } as unknown as TraceRecord,
        () => {},
      );
    return { said, following };
  }
  const failOn = parseFailOn("sure")!;
  const old = { kind: "offer", data: described("offer", 2) };
  const late = {
    kind: "candidate",
    data: { candidate: "candidate:1 1 udp 1 10.0.0.1 9 typ host ufrag zz", sdpMid: "0" },
  };

  it("ends with the report if nothing is left to be weighed", () => {
    const { said, following } = follow({ failOn });
    expect(said).toEqual(["end"]);
    expect(following.reached).toBe(true);
    following.stop();
  });

  it("fails if the last offer turns out to be wrong after the report", () => {
    const { said, following } = follow({ failOn }, [old]);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(4_000);
    expect(said[0]).toBe("fail");
    following.stop();
  });

  it("ends a little later if what was weighed is nothing sure", () => {
    const { said, following } = follow({ failOn }, [late]);
    vi.advanceTimersByTime(4_000);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(4_000);
    expect(said[0]).toBe("end");
    following.stop();
  });

  it("ends with the report if it fails on nothing", () => {
    const { said, following } = follow({}, [old]);
    expect(said).toEqual(["end"]);
    following.stop();
  });
});
