// Runs in a browser: two pages' worth of WebRTC peers that talk over a recorded wire, written right or wrong as asked.

/** mulberry32: the same numbers for the same seed. */
const randomOf = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** Keeps each sender's order, as a socket does, with a delay on the way to the server and one on the way from it. */
class Wire {
  trace = [];
  #started = performance.now();
  #random;
  #most;
  #lines = new Map();
  #peers = new Map();
  under = 0;

  constructor(random, most) {
    this.#random = random;
    this.#most = most;
  }

  attach(name, receive) {
    this.#peers.set(name, receive);
  }

  send(from, to, kind, data, exchange) {
    this.under++;
    const text = JSON.stringify(data);
    this.#inLine(`up ${from}`, () => {
      const seq = this.trace.length + 1;
      const time = Math.round(performance.now() - this.#started);
      const verdict = this.#peers.has(to) ? "delivered" : "no_such_peer";
      this.trace.push({ seq, time, room: "r", from, to, kind, data: JSON.parse(text), verdict, exchange });
      this.#inLine(`down ${to}`, async () => {
        await this.#peers.get(to)?.({ from, kind, data: JSON.parse(text), exchange });
        this.under--;
      });
    });
  }

  #inLine(name, act) {
    const before = this.#lines.get(name) ?? Promise.resolve();
    const delay = this.#random() * this.#most;
    const next = before.then(() => new Promise((done) => setTimeout(done, delay))).then(act);
    this.#lines.set(name, next);
  }
}

/** Perfect negotiation as the specification has it, with what is around it drawn by the caller. */
class Peer {
  errors = [];
  makingOffer = false;
  ignoreOffer = false;
  pending = false;

  constructor(wire, name, other, polite, options) {
    Object.assign(this, { wire, name, other, polite, options });
    this.pc = new RTCPeerConnection(options.config);
    this.pc.onnegotiationneeded = () => this.#offer();
    this.pc.onicecandidate = ({ candidate }) => this.#candidate(candidate);
    this.connected = new Promise((resolve) => {
      const look = () => this.pc.connectionState === "connected" && resolve();
      this.pc.addEventListener("connectionstatechange", look);
    });
  }

  async #offer() {
    try {
      this.makingOffer = true;
      await this.pc.setLocalDescription();
      await this.#describe();
    } catch (error) {
      this.errors.push(`offer: ${error.message}`);
    } finally {
      this.makingOffer = false;
    }
  }

  async #describe() {
    if (this.options.trickle === "none") await gathered(this.pc);
    const { type, sdp } = this.pc.localDescription;
    this.send(type, { type, sdp });
  }

  send(kind, data) {
    this.wire.send(this.name, this.other, kind, data, this.options.exchange);
  }

  #candidate(candidate) {
    if (this.options.trickle === "none") return;
    const { form, end } = this.options;
    if (candidate === null) {
      if (end === "null") this.send("candidate", null);
      else if (end === "end") this.send("end", null);
      return;
    }
    if (candidate.candidate === "") {
      if (end === "empty") this.send("candidate", candidate.toJSON());
      return;
    }
    const full = candidate.toJSON();
    const { usernameFragment: _, ...bare } = full;
    const forms = {
      full,
      bare,
      mid: { candidate: full.candidate, sdpMid: full.sdpMid },
      index: { candidate: full.candidate, sdpMLineIndex: full.sdpMLineIndex },
    };
    this.send("candidate", forms[form]);
  }

  async receive({ kind, data }) {
    const { pc } = this;
    try {
      if (kind === "offer" || kind === "answer") {
        const ready = !this.makingOffer && (pc.signalingState === "stable" || this.pending);
        this.ignoreOffer = !this.polite && kind === "offer" && !ready;
        if (this.ignoreOffer) return;
        this.pending = kind === "answer";
        if (this.options.explicit && kind === "offer" && pc.signalingState !== "stable") {
          await pc.setLocalDescription({ type: "rollback" });
        }
        await pc.setRemoteDescription(data);
        this.pending = false;
        if (kind === "offer") {
          await pc.setLocalDescription();
          await this.#describe();
        }
      } else if (kind === "candidate" || kind === "end") {
        await pc.addIceCandidate(data ?? undefined);
      }
    } catch (error) {
      if (kind === "candidate" && this.ignoreOffer) return;
      this.errors.push(`${kind}: ${error.message}`);
    }
  }
}

const gathered = (pc) =>
  new Promise((done) => {
    if (pc.iceGatheringState === "complete") done();
    else pc.addEventListener("icegatheringstatechange", () => pc.iceGatheringState === "complete" && done());
  });

const audio = () => new AudioContext().createMediaStreamDestination().stream.getTracks()[0];
const video = () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 8, 8);
  return canvas.captureStream(5).getTracks()[0];
};

const until = async (met, ms) => {
  const end = performance.now() + ms;
  while (!met()) {
    if (performance.now() > end) return false;
    await new Promise((done) => setTimeout(done, 15));
  }
  return true;
};

/** What a page may do once it has a connection; each is right. */
const acts = {
  audio: (peer) => peer.pc.addTrack(audio(), new MediaStream()),
  video: (peer) => peer.pc.addTrack(video(), new MediaStream()),
  channel: (peer) => peer.pc.createDataChannel("more"),
  remove: (peer) => {
    const sender = peer.pc.getSenders().find(({ track }) => track);
    if (sender) peer.pc.removeTrack(sender);
  },
  stop: (peer) =>
    peer.pc
      .getTransceivers()
      .find(({ stopped, mid }) => !stopped && mid !== null)
      ?.stop?.(),
  redirect: (peer) => {
    const one = peer.pc.getTransceivers().find(({ stopped, mid }) => !stopped && mid !== null);
    if (one) one.direction = one.direction === "sendrecv" ? "recvonly" : "sendrecv";
  },
  restart: (peer) => peer.pc.restartIce(),
  simulcast: (peer) =>
    peer.pc.addTransceiver(video(), {
      direction: "sendonly",
      sendEncodings: [{ rid: "h" }, { rid: "q", scaleResolutionDownBy: 4 }],
    }),
};

/** One negotiation of right pages, all of it drawn from the seed. */
globalThis.negotiateRightly = async (seed) => {
  const random = randomOf(seed);
  const pick = (...choices) => choices[Math.floor(random() * choices.length)];
  const wire = new Wire(random, pick(0, 20, 100, 200));
  const config = {
    bundlePolicy: pick("balanced", "balanced", "max-bundle", "max-compat"),
    rtcpMuxPolicy: "require",
  };
  const options = () => ({
    config,
    explicit: random() < 0.3,
    trickle: pick("full", "full", "full", "none"),
    form: pick("full", "full", "bare", "mid", "index"),
    end: pick("null", "end", "empty", "none"),
    exchange,
  });
  const exchange = random() < 0.5 ? "x1" : undefined;
  const a = new Peer(wire, "a", "b", false, options());
  const b = new Peer(wire, "b", "a", true, options());
  wire.attach("a", (message) => a.receive(message));
  wire.attach("b", (message) => b.receive(message));
  const did = [];
  const act = (peer, name) => {
    did.push(`${peer.name} ${name}`);
    try {
      acts[name](peer);
    } catch (error) {
      peer.errors.push(`${name}: ${error.message}`);
    }
  };
  const first = pick("channel", "audio", "video", "simulcast");
  act(a, first);
  if (random() < 0.5) act(b, pick("channel", "audio", "video"));
  if (random() < 0.3) act(a, pick("channel", "audio", "video"));
  await until(() => a.pc.connectionState === "connected" && b.pc.connectionState === "connected", 6000);
  const rounds = Math.floor(random() * 4);
  for (let round = 0; round < rounds; round++) {
    const names = Object.keys(acts);
    act(a, pick(...names));
    if (random() < 0.5) act(b, pick(...names));
    await until(
      () => wire.under === 0 && a.pc.signalingState === "stable" && b.pc.signalingState === "stable",
      4000,
    );
    await new Promise((done) => setTimeout(done, 30));
  }
  await until(
    () => wire.under === 0 && a.pc.signalingState === "stable" && b.pc.signalingState === "stable",
    4000,
  );
  const result = {
    seed,
    did,
    trace: wire.trace,
    errors: [...a.errors, ...b.errors],
    stable: a.pc.signalingState === "stable" && b.pc.signalingState === "stable",
    connected: [a.pc.connectionState, b.pc.connectionState],
  };
  a.pc.close();
  b.pc.close();
  return result;
};

const replaceIn =
  (...kinds) =>
  (pattern, by) =>
  (kind, sdp) =>
    kinds.includes(kind) ? sdp.replace(pattern, by) : sdp;
const inBoth = replaceIn("offer", "answer");
const inAnswer = replaceIn("answer");

/** The sections of a text, the first one what stands before them. */
const parts = (sdp) => sdp.split(/(?=^m=)/m);

/** Each page is wrong in one way. `a` offers first; `edit` is what a page does to the text that it sends. */
const wrongs = {
  // Both give way: each answers whatever it gets.
  "both-polite": { polite: [true, true], start: ["audio", "audio"] },
  "both-impolite": { polite: [false, false], start: ["audio", "audio"] },
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
  "codecs-differ": { start: ["vp8"], codecsOfB: "video/H264" },
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
        two.replace(
          /a=extmap:\d+ (http:\/\/www\.webrtc\.org\/experiments\/rtp-hdrext\/playout-delay)/,
          `a=extmap:${taken} $1`,
        )
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
  "page-reloaded": { start: ["channel"], reload: true },
  "offers-in-a-row": { start: ["channel"], row: true },
  "one-for-two": { start: ["channel"], broadcast: "c" },
  "candidates-to-the-newest": { start: ["channel"], mixed: "c" },
  "type-differs": { start: ["channel"], kindOf: (kind) => (kind === "answer" ? "offer" : kind) },
};

class WrongPeer extends Peer {
  firstSdp = null;
  later = false;

  constructor(wire, name, other, polite, options, wrong) {
    super(wire, name, other, polite, options);
    this.wrong = wrong;
  }

  send(kind, data) {
    const { wrong } = this;
    let sent = data;
    if (kind === "offer" || kind === "answer") {
      if (wrong.echo && kind === "answer") sent = this.pc.remoteDescription.toJSON();
      const edit = this.later ? wrong.editLater : wrong.edit;
      if (edit) sent = { ...sent, sdp: edit(kind, sent.sdp, this) };
      this.firstSdp ??= sent.sdp;
    } else if (kind === "candidate" && data && wrong.editCandidate) sent = wrong.editCandidate(data);
    if (wrong.drop?.(kind)) return;
    const name = wrong.kindOf?.(kind) ?? kind;
    const to = this.other;
    const go = () => super.send(name, sent);
    if (wrong.broadcast && this.name === "a") {
      this.other = wrong.broadcast;
      super.send(name, sent);
      this.other = to;
    }
    if (wrong.delayDescription && kind === "offer") setTimeout(go, wrong.delayDescription);
    else go();
    if (wrong.twice?.(kind)) go();
  }

  async receive(message) {
    if (this.wrong.deafTo === message.kind) return;
    // Long enough for the other page to offer once more.
    if (this.wrong.row && this.name === "b") await new Promise((done) => setTimeout(done, 500));
    await super.receive(message);
    if (this.wrong.afterAnswer && message.kind === "offer" && this.name === "b") {
      this.pc.onnegotiationneeded = null;
      this.wrong.afterAnswer(this);
    }
  }
}

const begin = {
  ...acts,
  vp8: (peer) => {
    const one = peer.pc.addTransceiver(video());
    const { codecs } = RTCRtpReceiver.getCapabilities("video");
    one.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === "video/VP8"));
  },
};

globalThis.wrongNames = Object.keys(wrongs);

globalThis.negotiateWrongly = async (name) => {
  const wrong = wrongs[name];
  const wire = new Wire(randomOf(7), 10);
  const options = { config: {}, trickle: "full", form: "full", end: "null" };
  const [first, second] = wrong.polite ?? [false, true];
  const a = new WrongPeer(wire, "a", "b", first, options, wrong);
  const b = new WrongPeer(wire, "b", "a", second, options, wrong);
  wire.attach("a", (message) => a.receive(message));
  if (!wrong.alone) wire.attach("b", (message) => b.receive(message));
  if (wrong.codecsOfB) {
    const { codecs } = RTCRtpReceiver.getCapabilities("video");
    const kept = codecs.filter(({ mimeType }) => mimeType === wrong.codecsOfB);
    b.pc.addEventListener("track", ({ transceiver }) => transceiver.setCodecPreferences(kept));
  }
  const rest = () =>
    until(() => wire.under === 0, 3000).then(() => new Promise((done) => setTimeout(done, 400)));
  if (wrong.broadcast) wire.attach(wrong.broadcast, () => {});
  if (wrong.mixed) {
    wire.attach(wrong.mixed, () => {});
    const second = new WrongPeer(wire, "a", wrong.mixed, first, options, wrong);
    // Both connections hand what they find to the one that was made last.
    a.pc.onicecandidate = ({ candidate }) => candidate && second.send("candidate", candidate.toJSON());
    begin.channel(second);
  }
  const closed = new Map();
  if (wrong.before === "closed") {
    const old = new RTCPeerConnection();
    old.createDataChannel("old");
    const kept = [];
    old.onicecandidate = ({ candidate }) => candidate && kept.push(candidate.toJSON());
    await old.setLocalDescription();
    await gathered(old);
    old.close();
    closed.set("kept", kept);
  }
  if (wrong.empty) {
    a.send("offer", (await a.pc.createOffer()).toJSON?.() ?? (await a.pc.createOffer()));
  } else if (wrong.row) {
    a.pc.onnegotiationneeded = null;
    a.pc.createDataChannel("x");
    await a.pc.setLocalDescription(await a.pc.createOffer());
    a.send("offer", a.pc.localDescription.toJSON());
    a.pc.addTrack(audio());
    await a.pc.setLocalDescription(await a.pc.createOffer());
    a.send("offer", a.pc.localDescription.toJSON());
  } else if (wrong.ofA) for (const what of wrong.start) begin[what](a);
  else for (const [at, what] of wrong.start.entries()) begin[what](at === 0 ? a : b);
  for (const candidate of closed.get("kept") ?? []) a.send("candidate", candidate);
  await rest();
  await until(() => a.pc.connectionState === "connected", 1500);
  if (wrong.next) {
    a.later = b.later = true;
    wrong.next(a);
    await rest();
  }
  if (wrong.again) {
    a.send("offer", { type: "offer", sdp: a.firstSdp });
    await rest();
  }
  let fresh = null;
  if (wrong.reload) {
    a.pc.close();
    fresh = new WrongPeer(wire, "a", "b", first, options, wrong);
    wire.attach("a", (message) => fresh.receive(message));
    begin.channel(fresh);
    await rest();
    await rest();
  }
  const result = {
    name,
    trace: wire.trace,
    errors: [...a.errors, ...b.errors, ...(fresh?.errors ?? [])],
    connected: [(fresh ?? a).pc.connectionState, b.pc.connectionState],
  };
  for (const { pc } of [a, b, fresh].filter(Boolean)) pc.close();
  return result;
};
