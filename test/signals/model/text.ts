// A model peer's description as text, in the manner of a browser or of another stack.
import type { Direction } from "../../../src/signals/sdp.ts";

export type Kind = "audio" | "video" | "application";

export interface Slot {
  mid: string;
  kind: Kind;
  direction: Direction;
  /** It has port 0, and may be used again for something else. */
  rejected: boolean;
  /** Offered for the first time. */
  fresh: boolean;
}

export interface Described {
  type: "offer" | "answer" | "pranswer";
  slots: Slot[];
  ufrag: string;
  pwd: string;
  setup: "actpass" | "active" | "passive";
  fingerprint: string;
  session: string;
  version: number;
  candidates: string[];
  over: boolean;
}

export const styles = ["chromium", "firefox", "pion", "aiortc", "libdatachannel"] as const;
export type Style = (typeof styles)[number];

const ORIGINS: Record<Style, (session: string, version: number) => string> = {
  chromium: (session, version) => `- ${session} ${version + 1} IN IP4 127.0.0.1`,
  firefox: (session, version) => `mozilla...THIS_IS_SDPARTA-99.0 ${session} ${version - 1} IN IP4 0.0.0.0`,
  pion: (session, version) => `- ${session} ${1_700_000_000 + version} IN IP4 0.0.0.0`,
  // A new session for each description.
  aiortc: (session, version) => {
    const second = 3_900_000_000 + Number(session.slice(0, 7)) + version * 7;
    return `- ${second} ${second} IN IP4 0.0.0.0`;
  },
  // It doesn't count.
  libdatachannel: (session) => `rtc ${session.slice(0, 10)} 0 IN IP4 127.0.0.1`,
};

const CODECS: Record<Kind, readonly string[]> = {
  audio: ["a=rtpmap:111 opus/48000/2", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level"],
  video: [
    "a=rtpmap:96 VP8/90000",
    "a=rtpmap:97 rtx/90000",
    "a=fmtp:97 apt=96",
    "a=extmap:2 urn:3gpp:video-orientation",
  ],
  application: ["a=sctp-port:5000", "a=max-message-size:262144"],
};
const FORMATS: Record<Kind, string> = {
  audio: "UDP/TLS/RTP/SAVPF 111",
  video: "UDP/TLS/RTP/SAVPF 96 97",
  application: "UDP/DTLS/SCTP webrtc-datachannel",
};

export function textOf(style: Style, described: Described): string {
  const { slots, fingerprint, session, version } = described;
  const live = slots.filter(({ rejected }) => !rejected).map(({ mid }) => mid);
  // Where these stand is the stack's choice.
  const ofSession = style === "firefox" || style === "pion" || style === "libdatachannel";
  const key = `a=fingerprint:${fingerprint}`;
  const lines = [
    "v=0",
    `o=${ORIGINS[style](session, version)}`,
    "s=-",
    "t=0 0",
    ...(ofSession ? [key] : []),
    ...(live.length > 0 ? [`a=group:BUNDLE ${live.join(" ")}`] : []),
    "a=msid-semantic:WMS *",
    ...slots.flatMap((slot) =>
      sectionOf(style, described, slot, slot.mid === live[0], ofSession ? [] : [key]),
    ),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

function sectionOf(style: Style, described: Described, slot: Slot, head: boolean, key: string[]): string[] {
  const { type, ufrag, pwd, setup, candidates, over } = described;
  const bundleOnly = style === "firefox" && type === "offer" && slot.fresh && !head && !slot.rejected;
  const port = slot.rejected || bundleOnly ? 0 : 9;
  const lines = [
    `m=${slot.kind} ${port} ${FORMATS[slot.kind]}`,
    "c=IN IP4 0.0.0.0",
    `a=mid:${slot.mid}`,
    `a=${slot.rejected ? "inactive" : slot.direction}`,
  ];
  // Firefox leaves the transport out of what it rejects.
  if (slot.rejected && style === "firefox") return lines;
  const transport = [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`, ...key, `a=setup:${setup}`];
  return [
    ...lines,
    // Another section's transport carries it (RFC 9429, 5.2.1).
    ...(bundleOnly ? ["a=bundle-only"] : transport),
    ...(slot.kind === "application" ? [] : ["a=rtcp-mux"]),
    ...CODECS[slot.kind],
    ...(head ? candidates.map((candidate) => `a=${candidate}`) : []),
    ...(head && over ? ["a=end-of-candidates"] : []),
  ];
}
