// Words for the findings in negotiations: each trigger of a code with what to do about it.
import { codes, type FindingCode } from "../../signals/codes.ts";
import { triggers } from "../../signals/triggers.ts";
import type { Table } from "./words.ts";

const examples: Record<FindingCode, string> = {
  SIG001: "Two pages that answer every offer, and both add a track in the same moment.",
  SIG002:
    "A page that sends its offer a while after setLocalDescription, when candidates have gone out already.",
  SIG003: "serve --turn-url turn:… with a port that a firewall closes.",
  SIG004: "A page without ICE servers that has asked for neither camera nor microphone.",
  SIG005: "An answer that names m=video before m=audio, where the offer had them the other way round.",
  SIG006: "An offer of VP8 only, answered by a page that allows H264 only.",
  SIG007: "sdp.replace(/a=fingerprint:.*/, '')",
  SIG008: "A password with a + that went through a form and arrived with a space.",
  SIG009: "pc.onicecandidate is set after setLocalDescription, and never called.",
  SIG010: "A page that offers to an id from a link, before its peer has joined.",
  SIG011: "socket.on('offer', answer) is called twice, and each offer is answered twice.",
  SIG012: "A laptop was closed; its seat is held for 30 s, and offers to it wait.",
  SIG013: "A page without a handler for `signal` events of the kind offer.",
  SIG014: "One side has only IPv6 addresses, the other only IPv4.",
  SIG015: "Filtering the lines of a section out, and leaving its mid in a=group:BUNDLE.",
  SIG016: "JSON.stringify(sdp) inside a message that becomes JSON as a whole.",
  SIG017: "A page that keeps its first offer, and sends it again after a reconnect.",
  SIG018: "--ice-server turn://turn.example:3478",
  SIG019: "signal(pc.remoteDescription) in place of pc.localDescription.",
  SIG020: "await pc.createOffer() before createDataChannel or addTrack.",
  SIG021: 'addIceCandidate({candidate: "…", sdpMid: "audio"}) where sections are called 0 and 1.',
  SIG022: "One of two tabs is loaded again under the same peer id.",
  SIG023: "One RTCPeerConnection in a global variable, and three peers in the room.",
  SIG024: "createOffer is called by a button and by onnegotiationneeded.",
};

const adviceOf = (code: FindingCode): string =>
  Object.values(triggers)
    .filter((trigger) => trigger.code === code)
    .map(({ advice }) => advice)
    .filter((advice, at, all) => all.indexOf(advice) === at)
    .join(" ");

export const findingWords: Table = Object.fromEntries(
  (Object.keys(codes) as FindingCode[]).map((code) => [
    code,
    {
      why: codes[code].why,
      advice: adviceOf(code),
      retry:
        "No: the same pages do the same again. Where it is only likely, a report that the link is up withdraws it.",
      example: examples[code],
    },
  ]),
);
