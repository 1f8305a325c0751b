// What a server tells of a room's negotiations, and to whom: what was found, who has TURN, and what expired.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isReadable } from "../../src/client/readable.ts";
import type { RoomKey } from "../../src/core/engine.ts";
import { type FoundIn, Negotiations } from "../../src/core/negotiations.ts";
import { Counters } from "../../src/core/stats.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { Wire } from "../support/peer.ts";
import { openSocket } from "../support/socket.ts";

const ROOM = "default/call" as RoomKey;
const described = (type: "offer" | "answer", setup: string) => ({
  type,
  sdp: [
    ...["v=0", `o=- ${type === "offer" ? 4123456789012 : 5123456789012} 2 IN IP4 127.0.0.1`, "s=-", "t=0 0"],
    ...["a=group:BUNDLE 0", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0"],
    ...["a=mid:0", `a=ice-ufrag:${type}`, "a=ice-pwd:0123456789abcdef01234567", "a=ice-options:trickle"],
    ...[`a=fingerprint:sha-256 ${"AB:".repeat(31)}CD`, `a=setup:${setup}`, "a=sctp-port:5000", ""],
  ].join("\r\n"),
});

describe("a server's negotiations", () => {
  function start({ turn = [] as string[], over = [] as string[], addresses = {} as Record<string, string> }) {
    const clock = new FakeClock();
    const found: FoundIn[] = [];
    const negotiations = new Negotiations({
      counters: new Counters(),
      clock,
      around: {
        hasTurn: (peer) => turn.includes(peer),
        turnIsOver: (peer) => over.includes(peer),
        addressOf: (peer) => addresses[peer] ?? null,
      },
      onFinding: (one) => void found.push(one),
      onFault: (error) => {
        throw error;
      },
    });
    const pass = (from: string, kind: "offer" | "answer" | "candidate" | "end", data: unknown) =>
      negotiations.passed(ROOM, { from, to: from === "a" ? "b" : "a", kind, data, verdict: "delivered" });
    const host = (address: string, ufrag: string) => ({
      candidate: `candidate:1 1 udp 2122260223 ${address} 50000 typ host ufrag ${ufrag}`,
      sdpMid: "0",
    });
    pass("a", "offer", described("offer", "actpass"));
    pass("b", "answer", described("answer", "active"));
    pass("a", "candidate", host("192.168.1.2", "offer"));
    pass("b", "candidate", host("10.0.0.7", "answer"));
    pass("a", "end", null);
    pass("b", "end", null);
    for (let second = 0; second < 50; second++) clock.advance(1_000);
    return found.map(({ finding }) => [finding.trigger, finding.peer]);
  }

  it("know who has TURN and gathered nothing of it", () => {
    expect(start({ turn: ["a"] })).toContainEqual(["no-relay-with-turn", "a"]);
    expect(start({})).not.toContainEqual(["no-relay-with-turn", "a"]);
  });

  it("know whose TURN credentials were over", () => {
    expect(start({ over: ["a"] })).toContainEqual(["credentials-over", "a"]);
  });

  it("know who comes from different networks, and only by public IPv4 addresses", () => {
    const addresses = { a: "192.0.2.1", b: "198.51.100.1" };
    const apart = ["no-relay-at-all", "a"];
    expect(start({ addresses })).toContainEqual(apart);
    expect(start({ addresses, turn: ["b"] })).not.toContainEqual(apart);
    for (const b of ["192.0.2.1", "127.0.0.1", "192.168.1.9", "2001:db8::1"])
      expect(start({ addresses: { ...addresses, b } }), b).not.toContainEqual(apart);
  });
});

describe("GET /rooms/:room", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve({ port: 0, adminToken: "the-admins", allowOrigin: ["*"] });
  });
  afterAll(() => server.stop());

  const get = async (headers: Record<string, string>): Promise<Wire> =>
    (await fetch(`${server.url}/rooms/call`, { headers })).json();

  it("shows exchanges with their findings to who may observe, and to nobody else", async () => {
    const [ada, bob] = [await openSocket(server.ws), await openSocket(server.ws)];
    const a = (await ada.ask({ type: "join", room: "call", create: { hold: 60_000 } })).data.self.peer;
    const b = (await bob.ask({ type: "join", room: "call" })).data.self.peer;
    const exchange = "x1";
    await ada.ask({
      type: "signal",
      room: "call",
      to: b,
      kind: "offer",
      data: described("offer", "actpass"),
      exchange,
    });
    await bob.ask({
      type: "signal",
      room: "call",
      to: a,
      kind: "answer",
      data: described("answer", "actpass"),
      exchange,
    });
    await bob.ask({ type: "report", room: "call", to: a, state: "failed", exchange });
    const shown = await get({ authorization: "Bearer the-admins" });
    expect(isReadable.room(shown)).toBe(true);
    expect(shown.exchanges).toEqual([
      {
        peers: [a, b].sort(),
        exchange,
        state: "failed",
        startedAt: expect.any(Number),
        durations: { answerMs: expect.any(Number) },
        findings: [
          expect.objectContaining({
            code: "SIG007",
            strength: "sure",
            peer: b,
            what: expect.stringContaining("actpass"),
          }),
        ],
      },
    ]);
    expect(Math.abs(shown.exchanges[0].startedAt - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(shown.exchanges)).not.toContain("ice-pwd");
    expect(await get({})).not.toHaveProperty("exchanges");
    bob.ws.terminate();
    await ada.next("member.held");
    await ada.ask({
      type: "signal",
      room: "call",
      to: b,
      kind: "offer",
      data: described("offer", "actpass"),
      exchange: "x2",
    });
    await ada.ask({ type: "kick", room: "call", peer: b });
    await ada.next("signal.expired");
    const [, late] = (await get({ authorization: "Bearer the-admins" })).exchanges;
    expect(late.findings.map(({ code, strength }: Wire) => [code, strength])).toContainEqual([
      "SIG010",
      "sure",
    ]);
    ada.ws.close();
  });

  it("has signals in its figures by kind and verdict, and findings by code", async () => {
    const text = await (
      await fetch(`${server.url}/metrics`, { headers: { authorization: "Bearer the-admins" } })
    ).text();
    expect(text).toMatch(/^rtrooms_signals_total\{kind="offer",verdict="delivered"\} 1$/m);
    expect(text).toMatch(/^rtrooms_signals_total\{kind="offer",verdict="queued"\} 1$/m);
    expect(text).toMatch(/^rtrooms_findings_total\{code="SIG007"\} 1$/m);
    expect(text).toMatch(/^rtrooms_negotiation_seconds_count 0$/m);
  });
});
