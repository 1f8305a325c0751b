// Records for the screens of relay: a call of two people, told second by second, and descriptions with what a test is about.
import type { TraceRecord } from "../../src/signals/trace.ts";

interface Written {
  version?: number;
  ufrag?: string;
  direction?: string;
  codecs?: readonly string[];
  setup?: string;
}

const FINGERPRINT = Array.from({ length: 32 }, (_, at) => (0xa0 + at).toString(16).toUpperCase()).join(":");

/** Audio, video and data, as a browser would write them. */
export function sdpOf({
  version = 2,
  ufrag = "AbCd",
  direction = "sendrecv",
  codecs = ["VP8", "H264"],
  setup = "actpass",
}: Written = {}): string {
  const transport = [
    "c=IN IP4 0.0.0.0",
    `a=ice-ufrag:${ufrag}`,
    "a=ice-pwd:abcdefghijklmnopqrstuvwx",
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    `a=setup:${setup}`,
  ];
  return [
    "v=0",
    `o=- 4611731400430051336 ${version} IN IP4 127.0.0.1`,
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0 1 2",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    ...transport,
    "a=mid:0",
    "a=sendrecv",
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    `m=video 9 UDP/TLS/RTP/SAVPF ${codecs.map((_, at) => 96 + at).join(" ")}`,
    ...transport,
    "a=mid:1",
    `a=${direction}`,
    "a=rtcp-mux",
    ...codecs.map((codec, at) => `a=rtpmap:${96 + at} ${codec}/90000`),
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    ...transport,
    "a=mid:2",
    "a=sctp-port:5000",
    "",
  ].join("\r\n");
}

export const START = 1_700_000_000_000;

/** Numbers and times count up by themselves; `after` is in milliseconds since the record before. */
export class Script {
  readonly records: TraceRecord[] = [];
  #time = START;

  #next(after: number) {
    this.#time += after;
    return { seq: this.records.length + 1, time: this.#time, namespace: "default", room: "call" };
  }

  signal(from: string, to: string, kind: string, more: object = {}, after = 10): this {
    const data = (more as { data?: unknown }).data ?? null;
    const bytes = JSON.stringify(data).length;
    const facts = { type: "watch.signals", from, to, kind, bytes, verdict: "delivered", ...more };
    this.records.push({ ...this.#next(after), ...facts } as never);
    return this;
  }

  describe(from: string, to: string, kind: "offer" | "answer", written: Written = {}): this {
    return this.signal(from, to, kind, { data: { type: kind, sdp: sdpOf(written) } });
  }

  candidate(from: string, to: string, type = "host", after = 10): this {
    const address = type === "host" ? "192.168.1.4" : "203.0.113.7";
    const more = type === "host" ? "" : " raddr 0.0.0.0 rport 0";
    const candidate = `candidate:1 1 udp 2122260223 ${address} ${50_000 + this.records.length} typ ${type}${more}`;
    return this.signal(from, to, "candidate", { data: { candidate, sdpMid: "0", sdpMLineIndex: 0 } }, after);
  }

  member(peer: string, name: string, what: string, after = 10): this {
    this.records.push({ ...this.#next(after), type: "watch.members", peer, name, what } as never);
    return this;
  }
}

/** Ada offers, bob answers, candidates go both ways, the link comes up. */
export const call = (): Script =>
  new Script()
    .member("peer-ada", "ada", "joined")
    .member("peer-bob", "bob", "joined")
    .describe("peer-ada", "peer-bob", "offer")
    .describe("peer-bob", "peer-ada", "answer", { ufrag: "XyZw", setup: "active", version: 3 })
    .candidate("peer-ada", "peer-bob")
    .candidate("peer-bob", "peer-ada")
    .candidate("peer-ada", "peer-bob", "srflx")
    .candidate("peer-bob", "peer-ada")
    .signal("peer-ada", "peer-bob", "end")
    .signal("peer-ada", "peer-bob", "report", {
      state: "connected",
      verdict: undefined,
      pair: { local: "relay", remote: "relay", protocol: "udp" },
    });
