// What brings each finding about, and the one thing to do about it.
import type { FindingCode } from "./codes.ts";

interface TriggerWords {
  code: FindingCode;
  advice: string;
}

const ALIGN =
  "Answer every offered section in its order; reject one with port 0, don't remove, sort or rename it.";
const LOST_LINE = "Something filters lines out of the SDP: pass `pc.localDescription` on unchanged.";
const SENT_EARLY =
  "Send the description as soon as setLocalDescription has resolved, and on the other side keep candidates until setRemoteDescription has.";

export const triggers = {
  "glare-both-yielded": {
    code: "SIG001",
    advice:
      "Make exactly one side polite (of two members the one with the higher seat) and use perfect negotiation: both pages took their offer back, and each waits as answerer.",
  },
  "glare-unanswered": {
    code: "SIG001",
    advice: "Both sides ignore the other's offer: one of them must be polite, and take its own back.",
  },
  "candidate-early": { code: "SIG002", advice: SENT_EARLY },
  "candidates-alone": {
    code: "SIG002",
    advice:
      "The description never reached the server: look for an exception around setLocalDescription, or a send that was left out.",
  },
  "no-relay-with-turn": {
    code: "SIG003",
    advice:
      "TURN gave nothing: try whether this client reaches it (UDP 3478, TCP and TLS 443), and look at its secret and its clock.",
  },
  "no-relay-at-all": {
    code: "SIG003",
    advice: "There is no TURN server: peers behind strict NATs can't meet. Set one up (serve --turn-server).",
  },
  "only-mdns": {
    code: "SIG004",
    advice:
      "Add a STUN server, or call getUserMedia first: names that end in .local are good in one network only.",
  },
  "sections-differ": { code: "SIG005", advice: ALIGN },
  "section-removed": {
    code: "SIG005",
    advice:
      "Never delete a section: transceiver.stop() leaves it with port 0, and it may be used again for something new later.",
  },
  "mid-twice": { code: "SIG005", advice: "Each section needs a mid of its own: don't edit them." },
  "no-common-codec": {
    code: "SIG006",
    advice: "Offer a codec that both sides have; look at setCodecPreferences and at what edits the SDP.",
  },
  "direction-impossible": {
    code: "SIG006",
    advice:
      "Mirror the offer's direction: who may only receive can't be sent nothing, and the other way round.",
  },
  "section-rejected": {
    code: "SIG006",
    advice: "The answerer refused it: no common codec, or stop() was called on purpose.",
  },
  "one-way": {
    code: "SIG006",
    advice: "Add the track before setLocalDescription of the answer, not after it.",
  },
  "setup-conflict": {
    code: "SIG007",
    advice: "Don't edit a=setup: an offer says actpass, an answer active or passive.",
  },
  "no-fingerprint": {
    code: "SIG007",
    advice: "The SDP lost a=fingerprint, and WebRTC has no unencrypted mode: pass it on unchanged.",
  },
  "role-changed": {
    code: "SIG007",
    advice:
      "The DTLS role of the first handshake stays. If Firefox made the first offer, let Firefox offer the ICE restart too.",
  },
  "fingerprint-changed": {
    code: "SIG007",
    advice: "A new certificate needs a new connection: make another RTCPeerConnection.",
  },
  "no-setup": { code: "SIG007", advice: LOST_LINE },
  "fingerprint-case": { code: "SIG007", advice: "Leave the SDP as it is: fingerprints are in upper case." },
  "no-credentials": {
    code: "SIG008",
    advice: LOST_LINE,
  },
  "bad-credentials": {
    code: "SIG008",
    advice:
      "A + became a space, or the line was cut: send the SDP as JSON, not as a form or a part of an address.",
  },
  "restart-not-answered": {
    code: "SIG008",
    advice:
      "Answer with setLocalDescription(), not with an answer that was kept; keep iceCandidatePoolSize at 0 or 1.",
  },
  "restart-by-answer": { code: "SIG008", advice: "Only an offer may restart ICE: don't edit the answer." },
  "unknown-generation": {
    code: "SIG008",
    advice:
      "It belongs to a connection that was closed, or to an offer that was never sent: drop candidates together with their connection.",
  },
  "no-candidates": {
    code: "SIG009",
    advice:
      "Set onicecandidate before setLocalDescription, or wait until gathering is over and send pc.localDescription, not what createOffer gave.",
  },
  "no-such-peer": { code: "SIG010", advice: "Wait for member.joined before offering." },
  "signal-expired": {
    code: "SIG010",
    advice: "The peer didn't come back in time: offer again when it joins.",
  },
  "answer-unexpected": {
    code: "SIG011",
    advice:
      "Answer each offer once: look for handlers that are attached twice, and for two tabs with the same id.",
  },
  "answer-of-no-exchange": { code: "SIG011", advice: "Answer with the exchange that the offer had." },
  "pranswer-to-firefox": {
    code: "SIG011",
    advice: "Firefox has no pranswer: send a final answer whose media is inactive or sendonly.",
  },
  "type-differs": {
    code: "SIG011",
    advice:
      "setLocalDescription() makes an offer while the state is `stable`: send what pc.localDescription.type says.",
  },
  "peer-held": { code: "SIG012", advice: "The peer is offline: wait for member.returned, then offer again." },
  "no-answer": {
    code: "SIG013",
    advice:
      "The other page threw in setRemoteDescription or has no handler for offers: look at what it has logged.",
  },
  "late-answer": { code: "SIG013", advice: "Answer at once; ask the person before the call is offered." },
  "no-common-family": {
    code: "SIG014",
    advice: "There is no address family that both sides have: a TURN server with both helps.",
  },
  "only-active-tcp": {
    code: "SIG014",
    advice: "UDP seems to be blocked on both sides: TURN over TCP or TLS at port 443 helps.",
  },
  "bundle-mid-missing": { code: "SIG015", advice: "Edit a=group and the sections together, or neither." },
  "bundle-not-offered": { code: "SIG015", advice: "An answer bundles only what the offer did." },
  "no-rtcp-mux": { code: "SIG015", advice: "Browsers require a=rtcp-mux: don't filter it out." },
  "extension-twice": {
    code: "SIG015",
    advice: "Ids of header extensions must agree over a bundle: don't merge the SDP of two connections.",
  },
  "payload-twice": { code: "SIG015", advice: "Give each codec of a section a payload type of its own." },
  "no-sctp-port": { code: "SIG015", advice: LOST_LINE },
  "rid-missing": { code: "SIG015", advice: "Each rid that a=simulcast names needs its a=rid line." },
  "answer-unbundled": {
    code: "SIG015",
    advice: "The answerer doesn't bundle: don't use the policy max-bundle with it.",
  },
  "text-damaged": {
    code: "SIG016",
    advice: "Turn the signal into JSON once, and hand the text of `sdp` to the other side as it is.",
  },
  "text-trimmed": {
    code: "SIG016",
    advice: "Something trims texts (form handling of a web framework does): leave `sdp` out of that.",
  },
  "text-cut": {
    code: "SIG016",
    advice: "Something cuts messages at a size that is a power of two: look at proxies.",
  },
  "version-lower": {
    code: "SIG017",
    advice:
      "Send over one ordered channel, and clear what waits to be sent when the connection is made anew.",
  },
  "sent-again": { code: "SIG017", advice: "It was sent twice; harmless, if it was a retry." },
  "text-edited": {
    code: "SIG017",
    advice: "The SDP was edited after it was made: most of what edits do, transceivers can do.",
  },
  "ice-servers": { code: "SIG018", advice: "Mend the address; browsers throw a SyntaxError with it." },
  "credentials-over": {
    code: "SIG018",
    advice: "Hand what the event `ice` brings to setConfiguration, then call restartIce.",
  },
  "own-description": {
    code: "SIG019",
    advice: "Send pc.localDescription, not remoteDescription, and leave your own broadcasts alone.",
  },
  "to-itself": { code: "SIG019", advice: "A peer needs no connection with itself: leave out your own id." },
  "no-sections": {
    code: "SIG020",
    advice: "Create the data channel or add tracks before createOffer.",
  },
  "mid-unknown": { code: "SIG021", advice: "Pass candidate.toJSON() on unchanged." },
  "no-place": {
    code: "SIG021",
    advice: "addIceCandidate throws a TypeError: send sdpMid and sdpMLineIndex too.",
  },
  "no-candidate-text": {
    code: "SIG021",
    advice: "Send candidate.candidate or candidate.toJSON(), not String(candidate).",
  },
  "answered-by-the-old": {
    code: "SIG022",
    advice:
      "The page was loaded again: close the old RTCPeerConnection on member.left, and make a new one for who joins.",
  },
  "unanswered-by-the-old": {
    code: "SIG022",
    advice: "The other page still has the old connection: make a new one when a peer joins again.",
  },
  "candidate-of-another": {
    code: "SIG023",
    advice: "Keep one connection per peer in a map: this candidate belongs to another one.",
  },
  "one-connection-for-two": {
    code: "SIG023",
    advice: "An RTCPeerConnection has one partner: make one for each peer.",
  },
  "offer-again": {
    code: "SIG024",
    advice: "Offer only in the state `stable`; onnegotiationneeded sees to that.",
  },
} as const satisfies Record<string, TriggerWords>;

export type Trigger = keyof typeof triggers;

/** What a rule says of what it looked at. */
export interface Problem {
  trigger: Trigger;
  strength: "sure" | "likely" | "hint";
  /** With the figures of the case, in one line. */
  what: string;
}
