// One negotiation as two Chromium pages have it: audio, video with all codecs, data; trickled, renegotiated, restarted.
import type { Seen } from "../../src/signals/tracker.ts";

const VIDEO: [payload: number, codec: string, fmtp?: string][] = [
  [96, "VP8/90000"],
  [97, "rtx/90000", "apt=96"],
  [102, "H264/90000", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f"],
  [103, "rtx/90000", "apt=102"],
  [104, "H264/90000", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f"],
  [107, "rtx/90000", "apt=104"],
  [108, "H264/90000", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"],
  [109, "rtx/90000", "apt=108"],
  [124, "H264/90000", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f"],
  [125, "rtx/90000", "apt=124"],
  [45, "AV1/90000", "level-idx=5;profile=0;tier=0"],
  [46, "rtx/90000", "apt=45"],
  [98, "VP9/90000", "profile-id=0"],
  [99, "rtx/90000", "apt=98"],
  [100, "VP9/90000", "profile-id=2"],
  [101, "rtx/90000", "apt=100"],
  [112, "red/90000"],
  [113, "rtx/90000", "apt=112"],
  [114, "ulpfec/90000"],
];
const AUDIO: [payload: number, codec: string, fmtp?: string][] = [
  [111, "opus/48000/2", "minptime=10;useinbandfec=1"],
  [63, "red/48000/2", "111/111"],
  [9, "G722/8000"],
  [0, "PCMU/8000"],
  [8, "PCMA/8000"],
  [13, "CN/8000"],
  [110, "telephone-event/48000"],
  [126, "telephone-event/8000"],
];
const EXTENSIONS = [
  "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "urn:ietf:params:rtp-hdrext:sdes:mid",
];
const VIDEO_EXTENSIONS = [
  "urn:ietf:params:rtp-hdrext:toffset",
  "urn:3gpp:video-orientation",
  "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
  "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type",
  "http://www.webrtc.org/experiments/rtp-hdrext/video-timing",
  "http://www.webrtc.org/experiments/rtp-hdrext/color-space",
  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
];
/** Ids that both kinds share mean the same in a bundle. */
const VIDEO_FIRST_ID = 5;

interface Maker {
  session: string;
  version: number;
  ufrag: string;
  setup: string;
  key: string;
}

function transport({ ufrag, key, setup }: Maker, mid: string): string[] {
  return [
    ...["c=IN IP4 0.0.0.0", `a=ice-ufrag:${ufrag}`, `a=ice-pwd:${ufrag.padEnd(24, "k")}`],
    ...["a=ice-options:trickle", `a=fingerprint:sha-256 ${key}`, `a=setup:${setup}`, `a=mid:${mid}`],
  ];
}

function media(maker: Maker, mid: string, kind: "audio" | "video"): string[] {
  const codecs = kind === "audio" ? AUDIO : VIDEO;
  const track = `${maker.session.slice(0, 8)}-5b0f-4bd6-9bd5-3f8a4d0f${mid}e71 a1b2c3d4-${mid}e5f-4a6b-8c7d-9e0f1a2b3c4d`;
  const extensions = kind === "audio" ? ["urn:ietf:params:rtp-hdrext:ssrc-audio-level", ...EXTENSIONS] : [];
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${codecs.map(([payload]) => payload).join(" ")}`,
    ...transport(maker, mid),
    "a=rtcp:9 IN IP4 0.0.0.0",
    ...extensions.map((uri, at) => `a=extmap:${at + 1} ${uri}`),
    ...(kind === "video" ? EXTENSIONS.map((uri, at) => `a=extmap:${at + 2} ${uri}`) : []),
    ...(kind === "video" ? VIDEO_EXTENSIONS.map((uri, at) => `a=extmap:${at + VIDEO_FIRST_ID} ${uri}`) : []),
    ...["a=sendrecv", `a=msid:${track}`, "a=rtcp-mux", "a=rtcp-rsize"],
    ...codecs.flatMap(([payload, codec, fmtp]) => [
      `a=rtpmap:${payload} ${codec}`,
      ...(kind === "video" && !codec.startsWith("rtx")
        ? ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"].map(
            (what) => `a=rtcp-fb:${payload} ${what}`,
          )
        : []),
      ...(fmtp ? [`a=fmtp:${payload} ${fmtp}`] : []),
    ]),
    ...(kind === "video" ? ["a=ssrc-group:FID 2231627014 632943048"] : []),
    ...["cname:vhWDFlNcJ4vSUvs5", `msid:${track}`].map((what) => `a=ssrc:2231627014 ${what}`),
  ];
}

function describe(maker: Maker): string {
  return [
    ...["v=0", `o=- ${maker.session} ${maker.version} IN IP4 127.0.0.1`, "s=-", "t=0 0"],
    ...["a=group:BUNDLE 0 1 2", "a=extmap-allow-mixed", "a=msid-semantic: WMS"],
    ...[...media(maker, "0", "audio"), ...media(maker, "1", "video")],
    ...["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", ...transport(maker, "2")],
    ...["a=sctp-port:5000", "a=max-message-size:262144", ""],
  ].join("\r\n");
}

const key = (seed: number): string =>
  Array.from({ length: 32 }, (_, at) => ((seed * 31 + at * 7) % 256).toString(16).padStart(2, "0"))
    .join(":")
    .toUpperCase();

const CANDIDATES = 12;

function candidate(at: number, ufrag: string): object {
  const kinds = [
    `192.168.1.${at + 2} ${50_000 + at} typ host generation 0`,
    `203.0.113.7 ${50_000 + at} typ srflx raddr 192.168.1.2 rport ${50_000 + at} generation 0`,
    `198.51.100.9 ${50_000 + at} typ relay raddr 203.0.113.7 rport ${50_000 + at} generation 0`,
  ];
  return {
    candidate: `candidate:${842163049 + at} 1 udp 1677729535 ${kinds[at % 3]} ufrag ${ufrag} network-id 1 network-cost 10`,
    sdpMid: String(at % 3),
    sdpMLineIndex: at % 3,
    usernameFragment: ufrag,
  };
}

/** Offer and answer three times, the last with an ICE restart, candidates after the first and the last, and a report. */
export function negotiation(number: number, room: string): Omit<Seen, "seq">[] {
  const seen: Omit<Seen, "seq">[] = [];
  const peers = [`a${number}`, `b${number}`] as const;
  const makers = peers.map((_, at) => ({
    session: `${4_123_456_789_012_345 + number * 2 + at}`,
    version: 1,
    ufrag: "",
    setup: at === 0 ? "actpass" : "active",
    key: key(number * 2 + at),
  }));
  let time = number;
  const say = (at: number, kind: Seen["kind"], more: object): void => {
    const ends = { from: peers[at]!, to: peers[1 - at]!, exchange: `x${number}` };
    seen.push({ room, time: ++time, kind, verdict: "delivered", ...ends, ...more });
  };
  for (let round = 0; round < 3; round++) {
    for (const at of [0, 1]) {
      const maker = makers[at]!;
      maker.version++;
      maker.ufrag = `${at}uf${round === 2 ? 2 : 1}${number}`;
      const type = at === 0 ? "offer" : "answer";
      say(at, type, { data: { type, sdp: describe(maker) } });
    }
    if (round === 1) continue;
    for (let count = 0; count < CANDIDATES; count++)
      for (const at of [0, 1]) say(at, "candidate", { data: candidate(count, makers[at]!.ufrag) });
    for (const at of [0, 1]) say(at, "candidate", { data: null });
    if (round === 0) say(0, "report", { state: "connected", pair: { local: "host", remote: "host" } });
  }
  return seen;
}
