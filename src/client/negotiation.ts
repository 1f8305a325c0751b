// Perfect negotiation of one RTCPeerConnection: offers, answers and candidates from either side, in whatever order they cross.
import type { SignalKind } from "../protocol/shapes.ts";

/** What a negotiation needs of its link. */
export interface NegotiationSurroundings {
  polite: boolean;
  send(kind: SignalKind, data: unknown): void;
  /** Asks the other side to take its offer back. */
  askToYield(): void;
  /** A candidate was applied: the chosen pair may have got its right name. */
  candidateTaken(): void;
  /** The browser refused something, for good. */
  failed(error: Error): void;
}

export class Negotiation {
  readonly #pc: RTCPeerConnection;
  readonly #around: NegotiationSurroundings;
  /** Signals are taken one after the other, each when the one before has been applied. */
  #line: Promise<void> = Promise.resolve();
  /** Candidates that came before the description they belong to. */
  #early: (RTCIceCandidateInit | null)[] = [];
  #closed = false;
  #offering = false;
  #yielding = false;
  #restarting = false;

  constructor(pc: RTCPeerConnection, around: NegotiationSurroundings) {
    this.#pc = pc;
    this.#around = around;
    pc.onnegotiationneeded = () => void this.#offer();
    pc.onicecandidate = ({ candidate }) => {
      // An empty candidate marks the end of one section; null is the end of all of them.
      if (candidate && !candidate.candidate) return;
      around.send(candidate ? "candidate" : "end", candidate?.toJSON() ?? null);
    };
  }

  close(): void {
    this.#closed = true;
    this.#pc.onnegotiationneeded = this.#pc.onicecandidate = null;
  }

  receive(kind: SignalKind, data: unknown): void {
    this.#queue(() => this.#apply(kind, data));
  }

  /** New credentials and candidates for the same connection. */
  restart(): void {
    if (this.#restarting) return;
    this.#restarting = true;
    this.#pc.restartIce();
  }

  /** The other side can't take an offer that crosses its own: ours is taken back, and made again after it. */
  giveWay(): void {
    this.#queue(async () => {
      if (this.#pc.signalingState !== "have-local-offer") return;
      this.#yielding = true;
      await this.#pc.setLocalDescription({ type: "rollback" });
    });
  }

  #queue(step: () => Promise<void>): void {
    this.#line = this.#line.then(async () => {
      try {
        if (!this.#closed) await step();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  async #offer(): Promise<void> {
    // The first offer is the other's to make; what is asked for before it goes into the answer.
    if (this.#around.polite && !this.#pc.remoteDescription) return;
    if (this.#yielding || this.#closed) return;
    try {
      this.#offering = true;
      await this.#pc.setLocalDescription();
      this.#describe();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#offering = false;
    }
  }

  async #apply(kind: SignalKind, data: unknown): Promise<void> {
    const { sdp } = (data ?? {}) as RTCSessionDescriptionInit;
    switch (kind) {
      case "offer":
        return this.#takeOffer({ type: "offer", sdp });
      case "answer":
        return this.#takeAnswer({ type: "answer", sdp });
      case "candidate":
        return this.#takeCandidate(data as RTCIceCandidateInit);
      case "end":
        return this.#takeCandidate(null);
      case "custom":
        return;
      default:
        kind satisfies never;
    }
  }

  async #takeOffer(offer: RTCSessionDescriptionInit): Promise<void> {
    const crossing = this.#offering || this.#pc.signalingState !== "stable";
    if (crossing && !this.#around.polite) return;
    try {
      await this.#pc.setRemoteDescription(offer);
    } catch (error) {
      if (!crossing) throw error;
      // Some crossing offers a browser can't take even after rolling its own back: then the other one gives way.
      this.#around.askToYield();
      if (this.#pc.signalingState === "have-local-offer") {
        await this.#pc.setLocalDescription({ type: "rollback" });
      }
      void this.#offer();
      return;
    }
    await this.#addEarly();
    await this.#pc.setLocalDescription();
    this.#describe();
    if (!this.#yielding) return;
    this.#yielding = false;
    // The browser offers by itself what was taken back, except for a restart.
    if (this.#restarting) this.#pc.restartIce();
  }

  async #takeAnswer(answer: RTCSessionDescriptionInit): Promise<void> {
    // An answer to an offer that was taken back in the meantime.
    if (this.#pc.signalingState !== "have-local-offer") return;
    await this.#pc.setRemoteDescription(answer);
    this.#restarting = false;
    await this.#addEarly();
  }

  async #takeCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    this.#early.push(candidate);
    if (this.#pc.remoteDescription) await this.#addEarly();
  }

  async #addEarly(): Promise<void> {
    for (const candidate of this.#early.splice(0)) {
      try {
        await this.#pc.addIceCandidate(candidate);
      } catch {
        // It belongs to an offer that was ignored, or to a section that is gone; ICE lives on the others.
      }
    }
    this.#around.candidateTaken();
  }

  #describe(): void {
    const description = this.#pc.localDescription;
    if (this.#closed || (description?.type !== "offer" && description?.type !== "answer")) return;
    this.#around.send(description.type, { type: description.type, sdp: description.sdp });
  }

  #fail(error: unknown): void {
    // A connection that was closed meanwhile refuses whatever was under way.
    if (!this.#closed) this.#around.failed(error as Error);
  }
}
