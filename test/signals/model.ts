// Two peers that negotiate by the rules, without a browser: what they send in any order that a server can see it in.
import type { Seen } from "../../src/signals/tracker.ts";

type Kind = "audio" | "video" | "application";

interface Section {
  mid: string;
  kind: Kind;
  direction: "sendrecv" | "inactive";
}

interface Signal {
  from: string;
  kind: Seen["kind"];
  data: unknown;
}

/** A number below `most`. */
export type Draw = (most: number) => number;

const CODECS: Record<Kind, string[]> = {
  audio: [
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  ],
  video: [
    "a=rtcp-mux",
    "a=rtpmap:96 VP8/90000",
    "a=rtpmap:97 rtx/90000",
    "a=extmap:2 urn:3gpp:video-orientation",
  ],
  application: ["a=sctp-port:5000", "a=max-message-size:262144"],
};
const FORMATS: Record<Kind, string> = {
  audio: "UDP/TLS/RTP/SAVPF 111",
  video: "UDP/TLS/RTP/SAVPF 96 97",
  application: "UDP/DTLS/SCTP webrtc-datachannel",
};

class ModelPeer {
  readonly name: string;
  readonly #polite: boolean;
  readonly #send: (signal: Signal) => void;
  readonly #session: string;
  readonly #key: string;
  #version = 1;
  #generation = 1;
  #made = 0;
  /** What both agreed on, and what waits to be offered. */
  #agreed: Section[] = [];
  #wanted: Section[] = [];
  #pending: Section[] | null = null;
  #needed = false;
  /** Who has begun the handshake keeps to it. */
  #role: "active" | "passive" | null = null;
  #ignoring = false;

  constructor(name: string, polite: boolean, draw: Draw, send: (signal: Signal) => void) {
    this.name = name;
    this.#polite = polite;
    this.#send = send;
    this.#session = `${name === "a" ? 4 : 5}${String(draw(1e9)).padStart(12, "7")}`;
    this.#key = `sha-256 ${name === "a" ? "AA" : "BB"}:${String(draw(90) + 10)}`;
  }

  get stable(): boolean {
    return this.#pending === null && !this.#needed;
  }

  add(kind: Kind): void {
    this.#wanted.push({ mid: `${this.name}${++this.#made}`, kind, direction: "sendrecv" });
    this.#needed = true;
  }

  restart(): void {
    if (this.#agreed.length === 0) return;
    this.#generation++;
    this.#needed = true;
  }

  turn(draw: Draw): void {
    if (this.#agreed.length === 0) return;
    const section = this.#agreed[draw(this.#agreed.length)]!;
    section.direction = section.direction === "sendrecv" ? "inactive" : "sendrecv";
    this.#needed = true;
  }

  /** What a browser does by itself once it is idle. */
  offerIfNeeded(): boolean {
    if (!this.#needed || this.#pending !== null) return false;
    this.#needed = false;
    this.#pending = [...this.#agreed, ...this.#wanted].map((section) => ({ ...section }));
    this.#describe("offer", this.#pending, "actpass");
    return true;
  }

  receive({ kind, data }: Signal): void {
    if (kind === "offer") this.#takeOffer(data as { sections: Section[]; restarted: boolean; role: string });
    else if (kind === "answer" && this.#pending !== null) {
      const { sections, setup } = data as { sections: Section[]; setup: "active" | "passive" };
      this.#agreed = sections.map((section) => ({ ...section }));
      this.#wanted = this.#wanted.filter(({ mid }) => !sections.some((section) => section.mid === mid));
      this.#role ??= setup === "active" ? "passive" : "active";
      this.#pending = null;
      if (this.#wanted.length > 0) this.#needed = true;
    }
  }

  #takeOffer({ sections, restarted }: { sections: Section[]; restarted: boolean }): void {
    this.#ignoring = !this.#polite && this.#pending !== null;
    if (this.#ignoring) return;
    if (this.#pending !== null) {
      this.#pending = null;
      this.#needed = true;
    }
    if (restarted) this.#generation++;
    this.#agreed = sections.map((section) => ({ ...section }));
    this.#role ??= "active";
    this.#describe("answer", this.#agreed, this.#role);
  }

  #describe(kind: "offer" | "answer", sections: Section[], setup: string): void {
    this.#version++;
    const ufrag = `${this.name}uf${this.#generation}`;
    const sdp = [
      "v=0",
      `o=- ${this.#session} ${this.#version} IN IP4 127.0.0.1`,
      "s=-",
      "t=0 0",
      `a=group:BUNDLE ${sections.map(({ mid }) => mid).join(" ")}`,
      ...sections.flatMap((section) => [
        `m=${section.kind} 9 ${FORMATS[section.kind]}`,
        `a=mid:${section.mid}`,
        `a=${section.direction}`,
        `a=ice-ufrag:${ufrag}`,
        `a=ice-pwd:${`${ufrag}pwd`.padEnd(24, "x")}`,
        `a=fingerprint:${this.#key}`,
        `a=setup:${setup}`,
        ...CODECS[section.kind],
      ]),
      "",
    ].join("\r\n");
    this.#send({
      from: this.name,
      kind,
      data: { type: kind, sdp, sections, setup, restarted: this.#isNew() },
    });
    if (!this.#told.has(ufrag)) {
      this.#told.add(ufrag);
      for (const port of [50_000, 50_001]) {
        const candidate = `candidate:1 1 udp 2122260223 192.0.2.${port - 49_999} ${port} typ host ufrag ${ufrag}`;
        this.#send({ from: this.name, kind: "candidate", data: { candidate, sdpMid: sections[0]!.mid } });
      }
      this.#send({ from: this.name, kind: "candidate", data: null });
    }
  }

  readonly #told = new Set<string>();
  #isNew(): boolean {
    return this.#generation > 1 && !this.#told.has(`${this.name}uf${this.#generation}`);
  }
}

/** All that the server sees, in one of the orders in which it may. */
export function negotiate(draw: Draw, rounds: number): Seen[] {
  const up: Record<string, Signal[]> = { a: [], b: [] };
  const down: Record<string, Signal[]> = { a: [], b: [] };
  const seen: Seen[] = [];
  let time = 0;
  const peers = ["a", "b"].map(
    (name) => new ModelPeer(name, name === "b", draw, (signal) => up[name]!.push(signal)),
  );
  const otherThan = (name: string) => (name === "a" ? "b" : "a");

  const steps = (): (() => void)[] => [
    ...peers.map((peer) => () => void peer.offerIfNeeded()),
    ...Object.values(up)
      .filter((line) => line.length > 0)
      .map((line) => () => {
        const signal = line.shift()!;
        const to = otherThan(signal.from);
        const { sdp, type } = (signal.data ?? {}) as { sdp?: string; type?: string };
        const data = sdp === undefined ? signal.data : { type, sdp };
        seen.push({ seq: seen.length + 1, time, room: "r", to, verdict: "delivered", ...signal, data });
        down[to]!.push(signal);
      }),
    ...peers
      .filter(({ name }) => down[name]!.length > 0)
      .map((peer) => () => peer.receive(down[peer.name]!.shift()!)),
  ];
  const settle = (most: number): void => {
    for (let step = 0; step < most; step++) {
      const idle = [...Object.values(up), ...Object.values(down)].every((line) => line.length === 0);
      if (idle && peers.every(({ stable }) => stable)) return;
      time += draw(40);
      const possible = steps();
      possible[draw(possible.length)]!();
    }
  };

  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) {
      if (round > 0 && draw(3) === 0) continue;
      const act = draw(round === 0 ? 3 : 5);
      if (act < 3) peer.add((["audio", "video", "application"] as const)[act]!);
      else if (act === 3) peer.restart();
      else peer.turn(draw);
    }
    settle(draw(2) === 0 ? 2_000 : draw(12));
  }
  settle(5_000);
  return seen;
}
