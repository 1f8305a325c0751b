// A peer that negotiates perfectly, and what a page may do with it.
import { gathered } from "./wire.js";

/** Perfect negotiation as the specification has it, with what is around it drawn by the caller. */
export class Peer {
  errors = [];
  acts = acts;
  makingOffer = false;
  ignoreOffer = false;
  pending = false;
  #turn = Promise.resolve();

  constructor(wire, name, other, polite, options) {
    Object.assign(this, { wire, name, other, polite, options });
    this.pc = new RTCPeerConnection(options.config);
    this.pc.onnegotiationneeded = () => this.#inTurn(() => this.#offer());
    this.pc.onicecandidate = ({ candidate }) => this.#candidate(candidate);
    if (options.refuses) {
      this.pc.ontrack = ({ transceiver }) => {
        // Only while it is offered: what was accepted is not refused later.
        if (
          this.pc.signalingState === "have-remote-offer" &&
          transceiver.receiver.track.kind === options.refuses
        )
          transceiver.stop();
      };
    }
  }

  /** What the other page may ask of it, and see. */
  get state() {
    const { connectionState: connection, signalingState: signaling } = this.pc;
    return { connection, signaling, busy: this.makingOffer };
  }

  act(name) {
    try {
      this.acts[name](this);
    } catch (error) {
      this.errors.push(`${name}: ${error.message}`);
    }
  }

  close() {
    this.pc.close();
  }

  /** What waits for candidates would else send the description of what came between. */
  #inTurn(act) {
    if (this.options.trickle !== "none") return act();
    this.#turn = this.#turn.then(act);
    return this.#turn;
  }

  async #offer() {
    if (this.options.trickle === "none" && this.pc.signalingState !== "stable") return;
    try {
      this.makingOffer = true;
      this.changed?.();
      await this.pc.setLocalDescription();
      await this.#describe();
    } catch (error) {
      this.errors.push(`offer: ${error.message}`);
    } finally {
      this.makingOffer = false;
      this.changed?.();
    }
  }

  async #describe() {
    if (this.options.trickle === "none") await gathered(this.pc);
    const { type, sdp } = this.pc.localDescription;
    this.send(type === "pranswer" ? "answer" : type, { type, sdp });
  }

  send(kind, data) {
    const { call, exchange } = this.options;
    // Pages with several connections tell them apart by a word of their own.
    const named = call ? { ...data, call } : data;
    this.wire.send(this.name, this.other, kind, named, exchange);
  }

  #candidate(candidate) {
    if (this.options.trickle === "none") return;
    const { form, end } = this.options;
    if (candidate === null) {
      if (this.options.call) return;
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

  receive(message) {
    return this.#inTurn(() => this.#receive(message));
  }

  async #receive({ kind, data }) {
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
          if (this.options.pranswer) {
            await pc.setLocalDescription({ type: "pranswer", sdp: (await pc.createAnswer()).sdp });
            await this.#describe();
          }
          await pc.setLocalDescription();
          await this.#describe();
        }
      } else if (kind === "candidate" || kind === "end") {
        await pc.addIceCandidate(candidateOf(data));
      }
    } catch (error) {
      if (kind === "candidate" && this.ignoreOffer) return;
      this.errors.push(`${kind}: ${error.message}`);
    }
  }
}

export const audio = () => new AudioContext().createMediaStreamDestination().stream.getTracks()[0];
export const video = () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 8, 8);
  return canvas.captureStream(5).getTracks()[0];
};

/** What a page may do once it has a connection; each is right. */
export const acts = {
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

/** Without what pages add to tell their connections apart. */
const candidateOf = (data) => {
  if (data === null) return undefined;
  const { call: _, ...candidate } = data;
  return candidate;
};
