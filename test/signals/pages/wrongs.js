// The ways in which pages are written wrong, each in one.
import { audio } from "./peer.js";

const replaceIn =
  (...kinds) =>
  (pattern, by) =>
  (kind, sdp) =>
    kinds.includes(kind) ? sdp.replace(pattern, by) : sdp;
const inBoth = replaceIn("offer", "answer");
const inAnswer = replaceIn("answer");
const inOffer = replaceIn("offer");

/** The sections of a text, the first one what stands before them. */
const parts = (sdp) => sdp.split(/(?=^m=)/m);

/** Each page is wrong in one way. `a` offers first; `edit` is what a page does to the text that it sends. */
export const wrongs = {
  // Both give way: each answers whatever it gets. So long on the way that both have offered.
  "both-polite": { polite: [true, true], delay: 400, start: ["audio", "audio"] },
  "both-impolite": { polite: [false, false], delay: 400, start: ["audio", "audio"] },
  "offer-late": { start: ["channel"], delayDescription: 250 },
  "offer-not-sent": { start: ["channel"], drop: (kind) => kind === "offer" },
  "sections-moved": {
    start: ["audio", "video"],
    ofA: 2,
    edit: (kind, sdp) => {
      if (kind !== "answer") return sdp;
      const [head, one, two] = parts(sdp);
      return head + two + one;
    },
  },
  "section-cut-later": {
    start: ["audio", "video"],
    ofA: 2,
    next: (a) => a.pc.createDataChannel("x"),
    editLater: (kind, sdp) => {
      if (kind !== "offer") return sdp;
      return parts(sdp)
        .filter((part) => !part.startsWith("m=video"))
        .join("")
        .replace("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 2");
    },
  },
  "mid-twice": { start: ["audio", "video"], ofA: 2, edit: inBoth(/a=mid:1/, "a=mid:0") },
  "codec-renamed": {
    start: ["vp8"],
    edit: inAnswer(/VP8\/90000/g, "H264/90000"),
  },
  "direction-edited": { start: ["simulcast"], edit: inAnswer(/a=recvonly/, "a=sendrecv") },
  "codecs-differ": { start: ["vp8"], codecsOfB: "video/VP9" },
  "track-after-answer": { start: ["audio"], afterAnswer: (b) => b.pc.addTrack(audio()), deaf: true },
  "setup-edited": { start: ["channel"], edit: inBoth(/a=setup:\w+/g, "a=setup:active") },
  "no-fingerprint": { start: ["channel"], edit: inBoth(/a=fingerprint:.*\r\n/g, "") },
  "fingerprint-lower": {
    start: ["channel"],
    edit: (_, sdp) =>
      sdp.replace(/(a=fingerprint:\S+ )(\S+)/g, (_line, name, key) => name + key.toLowerCase()),
  },
  "plus-to-space": { start: ["channel"], edit: inBoth(/(a=ice-pwd:...)./g, "$1 ") },
  "old-credentials-back": {
    start: ["channel"],
    next: (a) => a.pc.restartIce(),
    editLater: (kind, sdp, peer) => {
      if (kind !== "answer") return sdp;
      const [, ufrag] = /a=ice-ufrag:(.*)/.exec(peer.firstSdp);
      const [, pwd] = /a=ice-pwd:(.*)/.exec(peer.firstSdp);
      return sdp
        .replace(/a=ice-ufrag:.*/g, `a=ice-ufrag:${ufrag}`)
        .replace(/a=ice-pwd:.*/g, `a=ice-pwd:${pwd}`);
    },
  },
  "ufrag-edited-in-answer": {
    start: ["channel"],
    next: (a) => a.pc.createDataChannel("x") && a.pc.addTrack(audio()),
    editLater: inAnswer(/a=ice-ufrag:.*/g, "a=ice-ufrag:abcdEFGH"),
  },
  "candidates-of-the-closed": { start: ["channel"], before: "closed" },
  "no-candidates": { start: ["channel"], drop: (kind) => kind === "candidate" || kind === "end" },
  "before-it-joined": { start: ["channel"], alone: true },
  "answer-twice": { start: ["channel"], twice: (kind) => kind === "answer" },
  "always-answer": { start: ["channel"], kindOf: (kind) => (kind === "offer" ? "answer" : kind) },
  "no-handler": { start: ["channel"], deafTo: "offer" },
  "section-cut-group-kept": {
    start: ["audio", "channel"],
    ofA: 2,
    edit: (kind, sdp) =>
      kind === "offer"
        ? parts(sdp)
            .filter((part) => !part.startsWith("m=application"))
            .join("")
        : sdp,
  },
  "no-rtcp-mux": { start: ["audio"], edit: inBoth(/a=rtcp-mux\r\n/g, "") },
  "extension-edited": {
    start: ["audio", "video"],
    ofA: 2,
    edit: (kind, sdp) => {
      if (kind !== "offer") return sdp;
      const [head, one, two] = parts(sdp);
      const taken = /a=extmap:(\d+) urn:ietf:params:rtp-hdrext:ssrc-audio-level/.exec(one)[1];
      return (
        head +
        one +
        // Chromium's extension, or one that Firefox has for video only.
        two.replace(/a=extmap:\d+ (\S*(?:playout-delay|toffset|abs-send-time).*)/, `a=extmap:${taken} $1`)
      );
    },
  },
  "rtpmap-added": {
    start: ["audio"],
    edit: (kind, sdp) =>
      kind === "offer" ? sdp.replace(/(a=rtpmap:0 PCMU\/8000\r\n)/, "$1a=rtpmap:0 opus/48000/2\r\n") : sdp,
  },
  "no-sctp-port": { start: ["channel"], edit: inBoth(/a=sctp-port.*\r\n/g, "") },
  "rid-removed": {
    start: ["simulcast"],
    edit: (kind, sdp) => (kind === "offer" ? sdp.replace(/a=rid:q.*\r\n/, "") : sdp),
  },
  "no-group-in-answer": { start: ["audio", "channel"], ofA: 2, edit: inAnswer(/a=group:BUNDLE.*\r\n/, "") },
  "json-twice": { start: ["channel"], edit: (_, sdp) => JSON.stringify(sdp).slice(1, -1) },
  "sdp-trimmed": { start: ["channel"], edit: (_, sdp) => sdp.trim() },
  "first-offer-again": { start: ["channel"], next: (a) => a.pc.addTrack(audio()), again: true },
  "remote-sent-back": { start: ["channel"], echo: true },
  "offer-of-nothing": { start: [], empty: true },
  "mid-audio": { start: ["channel"], editCandidate: ({ candidate }) => ({ candidate, sdpMid: "audio" }) },
  "only-the-text": { start: ["channel"], editCandidate: ({ candidate }) => ({ candidate }) },
  "object-as-text": { start: ["channel"], editCandidate: (one) => ({ ...one, candidate: String(one) }) },
  "page-reloaded": { start: ["channel"], reload: ["channel"] },
  "reloaded-with-other-sections": { start: ["channel"], reload: ["audio", "channel"] },
  // Slow enough for the other page to offer once more.
  "offers-in-a-row": { start: ["channel"], row: true, slow: 500 },
  "one-for-two": { start: ["channel"], broadcast: "c" },
  "candidates-to-the-newest": { start: ["channel"], mixed: "c" },
  "type-differs": { start: ["channel"], kindOf: (kind) => (kind === "answer" ? "offer" : kind) },
  "setup-removed": { start: ["channel"], edit: inOffer(/a=setup:.*\r\n/g, "") },
  "setup-removed-later": {
    start: ["channel"],
    next: (a) => a.act("audio"),
    editLater: inOffer(/a=setup:.*\r\n/g, ""),
  },
  "key-edited-later": {
    start: ["channel"],
    next: (a) => a.act("audio"),
    editLater: inOffer(/(a=fingerprint:\S+ )\S\S:\S\S/g, "$100:11"),
  },
  "no-ufrag": { start: ["channel"], edit: inBoth(/a=ice-ufrag:.*\r\n/g, "") },
  pranswer: { start: ["channel"], optionsOfB: { pranswer: true } },
  // Right, but for what Chromium can't do once Firefox has offered first.
  "restart-by-the-other": { start: ["channel"], next: (_, b) => b.act("restart") },
  "bundle-regrown": {
    start: ["audio", "channel"],
    ofA: 2,
    edit: (kind, sdp) =>
      kind === "offer"
        ? sdp.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")
        : sdp.replace("a=group:BUNDLE 0\r", "a=group:BUNDLE 0 1\r"),
  },
  "exchange-differs": { start: ["channel"], exchange: "x", optionsOfB: { exchange: "y" } },
  "for-itself": { start: ["channel"], itself: true },
  "offer-twice": { start: ["channel"], twice: (kind) => kind === "offer" },
  "answers-late": { start: ["channel"], slow: 5300 },
  "only-tcp": {
    start: ["channel"],
    drop: (kind, data) => kind === "candidate" && data !== null && !/tcptype active/.test(data.candidate),
  },
};
