// Two pages of which at least one is written wrong, from their first signal to a while after the last.
import { Link } from "./far.js";
import { acts, audio, Peer, video } from "./peer.js";
import { ServedWire } from "./served.js";
import { gathered, randomOf, until, Wire } from "./wire.js";
import { wrongs } from "./wrongs.js";

const begin = {
  ...acts,
  vp8: (peer) => {
    const one = peer.pc.addTransceiver(video());
    const { codecs } = RTCRtpReceiver.getCapabilities("video");
    one.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === "video/VP8"));
  },
};

export class WrongPeer extends Peer {
  acts = begin;
  firstSdp = null;
  later = false;

  constructor(wire, name, other, polite, options, wrong) {
    super(wire, name, other, polite, options);
    this.wrong = wrong;
    if (wrong.codecsOfB && name === "b") {
      const { codecs } = RTCRtpReceiver.getCapabilities("video");
      const kept = codecs.filter(({ mimeType }) => mimeType === wrong.codecsOfB);
      this.pc.addEventListener("track", ({ transceiver }) => transceiver.setCodecPreferences(kept));
    }
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
    if (wrong.drop?.(kind, data)) return;
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
    if (this.wrong.slow && this.name === "b" && message.kind === "offer")
      await new Promise((done) => setTimeout(done, this.wrong.slow));
    await super.receive(message);
    if (this.wrong.afterAnswer && message.kind === "offer" && this.name === "b") {
      this.pc.onnegotiationneeded = null;
      this.wrong.afterAnswer(this);
    }
  }
}

/** Candidates of a connection that is closed before anything is sent. */
async function candidatesOfTheClosed() {
  const old = new RTCPeerConnection();
  old.createDataChannel("old");
  const kept = [];
  old.onicecandidate = ({ candidate }) => candidate?.candidate && kept.push(candidate.toJSON());
  await old.setLocalDescription();
  await gathered(old);
  old.close();
  return kept;
}

/** Two offers, before the first one can be answered. */
async function offerInARow(a) {
  a.pc.onnegotiationneeded = null;
  a.pc.createDataChannel("x");
  await a.pc.setLocalDescription(await a.pc.createOffer());
  a.send("offer", a.pc.localDescription.toJSON());
  a.pc.addTrack(audio());
  await a.pc.setLocalDescription(await a.pc.createOffer());
  a.send("offer", a.pc.localDescription.toJSON());
}

async function start(wrong, a, b) {
  if (wrong.empty) {
    const { type, sdp } = await a.pc.createOffer();
    a.send("offer", { type, sdp });
  } else if (wrong.row) await offerInARow(a);
  else for (const [at, what] of wrong.start.entries()) (wrong.ofA || at === 0 ? a : b).act(what);
}

/** With `far`, the peer `b` is in another page; with `server`, what they send goes through that. */
export async function negotiateWrongly(name, far, server) {
  const wrong = wrongs[name];
  const delays = wrong.delay ? [() => 1, wrong.delay] : [randomOf(7), 10];
  const seated = ["a", ...(wrong.alone ? [] : ["b"]), wrong.broadcast, wrong.mixed].filter(Boolean);
  const wire = server ? await ServedWire.to(server, seated, ...delays) : new Wire(...delays);
  const link = far ? await Link.to(far) : null;
  const options = { config: {}, trickle: "full", form: "full", end: "null", exchange: wrong.exchange };
  const [first, polite] = wrong.polite ?? [false, true];
  const makeA = (other) => new WrongPeer(wire, "a", other, first, options, wrong);
  const ofB = { ...options, ...wrong.optionsOfB };
  const order = { kind: "wrong", name: "b", other: "a", polite, options: ofB, page: name };
  const a = makeA(wrong.itself ? "a" : "b");
  const b = link ? await link.peer(wire, order) : new WrongPeer(wire, "b", "a", polite, ofB, wrong);
  let latest = a;
  wire.attach("a", (message) => latest.receive(message));
  if (!wrong.alone) wire.attach("b", (message) => b.receive(message));
  /** What a page does, and all that follows from it. */
  const step = async (act) => {
    const sent = wire.trace.length;
    await act();
    await until(() => wire.trace.length > sent, 3000);
    await wire.quiet([latest, b], 250);
  };
  if (wrong.broadcast) wire.attach(wrong.broadcast, () => {});
  if (wrong.mixed) {
    wire.attach(wrong.mixed, () => {});
    const second = makeA(wrong.mixed);
    // Both connections hand what they find to the one that was made last.
    a.pc.onicecandidate = ({ candidate }) => candidate && second.send("candidate", candidate.toJSON());
    second.act("channel");
  }
  const stale = wrong.before === "closed" ? await candidatesOfTheClosed() : [];
  await step(async () => {
    await start(wrong, a, b);
    for (const candidate of stale) a.send("candidate", candidate);
  });
  if (wrong.next || wrong.again || wrong.reload) await until(() => a.state.connection === "connected", 1500);
  if (wrong.next) {
    a.later = true;
    b.later = true;
    await step(() => wrong.next(a, b));
  }
  if (wrong.again) await step(() => a.send("offer", { type: "offer", sdp: a.firstSdp }));
  if (wrong.reload) {
    a.close();
    latest = makeA("b");
    await step(() => {
      for (const what of wrong.reload) latest.act(what);
    });
  }
  const all = new Set([a, b, latest]);
  const result = {
    name,
    trace: wire.trace,
    errors: [...all].flatMap(({ errors }) => errors),
    connected: [latest.state.connection, b.state.connection],
  };
  if (server) {
    for (const one of [latest, b]) await wire.report(one);
    wire.close();
  }
  for (const one of all) one.close();
  link?.close();
  return result;
}
