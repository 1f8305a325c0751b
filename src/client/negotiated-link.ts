// One RTCPeerConnection at a time with one member, by perfect negotiation, with the repairs that browsers turn out to need.
import { RtError } from "../protocol/errors.ts";
import type { LinkState, Pair, SignalKind } from "../protocol/shapes.ts";
import { chosenPair } from "./candidate-pair.ts";
import type { Link, LinkStatus } from "./link.ts";
import type { RoomEvents, Self } from "./room.ts";

type Signal = RoomEvents["signal"];

/** What a link needs of its mesh. */
export interface LinkSurroundings {
  RTCPeerConnection: typeof RTCPeerConnection;
  configuration(): RTCConfiguration;
  tracks: ReadonlyMap<MediaStreamTrack, MediaStream>;
  signal(kind: SignalKind, data: unknown, exchange: string | undefined): Promise<unknown>;
  report(state: LinkState, pair: Pair | null, exchange: string): void;
  changed(): void;
  data(data: unknown): void;
  track(event: RTCTrackEvent): void;
}

/** What a member asks of the other in a `custom` signal. */
interface Ask {
  /** An ICE restart, which only the side that made the first offer makes. */
  restart?: true;
  /** Take your offer back and let mine through. */
  yield?: true;
  /** A new connection in place of this one. */
  renew?: true;
  /** My end is closed. */
  bye?: true;
}

interface Candidate {
  pc: RTCPeerConnection;
  init: RTCIceCandidateInit | null;
}

const CHANNEL = "rtrooms";
/** Restarts and new connections in a row, none of which connected. */
const MOST_REPAIRS = 3;

/**
 * Of two members the one with the lower seat makes the first offer and every ICE restart, since Chromium can't take the
 * restart of a Firefox that answered first; the one with the higher seat is polite, and gives way when offers cross.
 * Each RTCPeerConnection has an exchange id, made by the first offerer: a signal with another one belongs to a
 * connection that is gone.
 */
export class NegotiatedLink implements Link {
  readonly peer;
  state: LinkStatus = "waiting";
  channel: RTCDataChannel | null = null;
  pair: Pair | null = null;
  error: Error | null = null;
  connection: RTCPeerConnection | null = null;
  readonly #around: LinkSurroundings;
  readonly #polite: boolean;
  readonly #past = new Set<string>();
  #exchange = "";
  /** Signals are taken one after the other, each when the one before has been applied. */
  #line: Promise<void> = Promise.resolve();
  #early: Candidate[] = [];
  #offering = false;
  #ignoring = false;
  #yielding = false;
  #restarting = false;
  #repairs = 0;

  constructor(other: Self, self: Self, around: LinkSurroundings) {
    this.peer = other.peer;
    this.#polite = self.seat > other.seat;
    this.#around = around;
  }

  /** The lower seat offers; the higher one waits, or asks for an offer if an earlier one may have been lost. */
  start(again: boolean): void {
    if (!this.#polite) this.#open(exchangeId());
    else if (again) this.#ask({ renew: true });
  }

  receive(signal: Signal): void {
    const exchange = signal.exchange ?? "";
    if (this.state === "closed") return;
    if (signal.kind === "custom") this.#asked(signal.data, exchange);
    else this.#negotiate(signal, exchange);
  }

  #negotiate(signal: Signal, exchange: string): void {
    const another = exchange !== this.#exchange || !this.connection;
    if (another) {
      if (!this.#polite || signal.kind !== "offer" || this.#past.has(exchange)) return;
      this.#open(exchange);
    }
    const pc = this.connection!;
    this.#queue(async () => {
      if (pc === this.connection) await this.#apply(pc, signal);
    });
  }

  #queue(step: () => Promise<void>): void {
    const pc = this.connection;
    this.#line = this.#line.then(step).catch((error: Error) => {
      if (pc === this.connection) this.#fail(error);
    });
  }

  restart(): void {
    if (this.#polite) this.#ask({ restart: true });
    else if (this.connection && !this.#restarting) {
      this.#restarting = true;
      this.connection.restartIce();
    }
  }

  addTrack(track: MediaStreamTrack, stream: MediaStream): void {
    this.connection?.addTrack(track, stream);
  }

  removeTrack(track: MediaStreamTrack): void {
    const sender = this.connection?.getSenders().find((each) => each.track === track);
    if (sender) this.connection?.removeTrack(sender);
  }

  /** `there`: the other side is still in the room, to be told. */
  close(there: boolean): void {
    if (this.state === "closed") return;
    if (there && this.connection) {
      this.#ask({ bye: true });
      this.#around.report("closed", this.pair, this.#exchange);
    }
    this.#shut();
    this.#become("closed");
  }

  // --- one connection ---

  #open(exchange: string): void {
    this.#shut();
    this.#exchange = exchange;
    this.#past.add(exchange);
    const { RTCPeerConnection, configuration, tracks } = this.#around;
    const pc = new RTCPeerConnection(configuration());
    this.connection = pc;
    pc.onnegotiationneeded = () => void this.#offer(pc);
    pc.onicecandidate = ({ candidate }) => {
      // The marker of one section's end; the end of all of them is null.
      if (candidate && !candidate.candidate) return;
      this.#send(candidate ? "candidate" : "end", candidate?.toJSON() ?? null);
    };
    pc.onconnectionstatechange = () => this.#connectionChanged(pc);
    pc.ontrack = (event) => this.#around.track(event);
    pc.ondatachannel = ({ channel }) => {
      if (channel.label === CHANNEL) this.#carry(pc, channel);
    };
    if (!this.#polite) this.#carry(pc, pc.createDataChannel(CHANNEL));
    for (const [track, stream] of tracks) pc.addTrack(track, stream);
    this.#become("connecting");
  }

  #shut(): void {
    const pc = this.connection;
    this.connection = null;
    this.channel = null;
    this.pair = null;
    this.error = null;
    this.#early = [];
    this.#offering = this.#ignoring = this.#yielding = this.#restarting = false;
    if (!pc) return;
    pc.onnegotiationneeded = pc.onicecandidate = pc.onconnectionstatechange = null;
    pc.ontrack = pc.ondatachannel = null;
    pc.close();
  }

  #carry(pc: RTCPeerConnection, channel: RTCDataChannel): void {
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }) => this.#around.data(data);
    channel.onopen = () => {
      if (pc !== this.connection) return;
      this.channel = channel;
      this.#around.changed();
    };
    channel.onclose = () => {
      if (this.channel !== channel) return;
      this.channel = null;
      this.#around.changed();
    };
  }

  // --- negotiation ---

  async #offer(pc: RTCPeerConnection): Promise<void> {
    // The first offer is the other's to make; what is asked for before it goes into the answer.
    if (this.#polite && !pc.remoteDescription) return;
    if (this.#yielding) return;
    try {
      this.#offering = true;
      await pc.setLocalDescription();
      if (pc === this.connection) this.#describe(pc);
    } catch (error) {
      if (pc === this.connection) this.#fail(error as Error);
    } finally {
      this.#offering = false;
    }
  }

  async #apply(pc: RTCPeerConnection, { kind, data }: Signal): Promise<void> {
    if (kind === "candidate" || kind === "end") {
      const init = kind === "end" ? null : (data as RTCIceCandidateInit);
      if (pc.remoteDescription) await this.#addCandidate({ pc, init });
      else this.#early.push({ pc, init });
      // A way that was found before its candidate came gets its right name now.
      void this.#lookAgain(pc);
      return;
    }
    const { sdp } = data as RTCSessionDescriptionInit;
    if (kind === "offer") await this.#takeOffer(pc, { type: "offer", sdp });
    else if (kind === "answer") await this.#takeAnswer(pc, { type: "answer", sdp });
  }

  async #takeOffer(pc: RTCPeerConnection, offer: RTCSessionDescriptionInit): Promise<void> {
    const crossing = this.#offering || pc.signalingState !== "stable";
    this.#ignoring = crossing && !this.#polite;
    if (this.#ignoring) return;
    try {
      await pc.setRemoteDescription(offer);
    } catch (error) {
      if (!crossing || pc !== this.connection) throw error;
      // Some crossing offers a browser can't take even after rolling its own back: then the other one gives way.
      this.#ask({ yield: true });
      if (pc.signalingState === "have-local-offer") await pc.setLocalDescription({ type: "rollback" });
      return void this.#offer(pc);
    }
    await this.#addEarly();
    await pc.setLocalDescription();
    if (pc === this.connection) this.#describe(pc);
    if (this.#yielding) this.#stopYielding(pc);
  }

  async #takeAnswer(pc: RTCPeerConnection, answer: RTCSessionDescriptionInit): Promise<void> {
    // An answer to an offer that was taken back in the meantime.
    if (pc.signalingState !== "have-local-offer") return;
    await pc.setRemoteDescription(answer);
    this.#restarting = false;
    await this.#addEarly();
  }

  async #addEarly(): Promise<void> {
    for (const candidate of this.#early.splice(0)) await this.#addCandidate(candidate);
  }

  async #addCandidate({ pc, init }: Candidate): Promise<void> {
    try {
      await pc.addIceCandidate(init);
    } catch {
      // It belongs to an offer that was ignored, or to a section that is gone; ICE lives on the others.
    }
  }

  #describe(pc: RTCPeerConnection): void {
    const description = pc.localDescription;
    if (description?.type !== "offer" && description?.type !== "answer") return;
    this.#send(description.type, { type: description.type, sdp: description.sdp });
  }

  // --- what one side asks of the other ---

  #asked(data: unknown, exchange: string): void {
    const ask = (typeof data === "object" && data !== null ? data : {}) as Ask;
    // Without an exchange: it has none yet. With an older one: the new connection is on its way already.
    const current = exchange === this.#exchange;
    if (ask.renew && !this.#polite && (current || !exchange)) this.#open(exchangeId());
    if (!current) return;
    if (ask.restart && !this.#polite) this.restart();
    if (ask.yield && !this.#polite) this.#queue(() => this.#giveWay());
    if (ask.bye) {
      this.#shut();
      this.#become("waiting");
    }
  }

  async #giveWay(): Promise<void> {
    const pc = this.connection;
    if (pc?.signalingState !== "have-local-offer") return;
    this.#yielding = true;
    await pc.setLocalDescription({ type: "rollback" });
  }

  #stopYielding(pc: RTCPeerConnection): void {
    this.#yielding = false;
    // The browser offers the rest again by itself, but a rolled-back restart is forgotten.
    if (this.#restarting) pc.restartIce();
  }

  // --- how it goes ---

  #connectionChanged(pc: RTCPeerConnection): void {
    if (pc !== this.connection) return;
    if (pc.connectionState === "connected") void this.#connected(pc);
    else if (pc.connectionState === "failed") this.#fail(null);
    else if (pc.connectionState === "disconnected") this.#become("connecting");
  }

  async #connected(pc: RTCPeerConnection): Promise<void> {
    this.#repairs = 0;
    this.error = null;
    const pair = await chosenPair(pc).catch(() => null);
    if (pc !== this.connection || pc.connectionState !== "connected") return;
    this.pair = pair;
    this.#around.report("connected", pair, this.#exchange);
    this.#become("connected");
    const ice = pc.sctp?.transport?.iceTransport;
    if (ice) ice.onselectedcandidatepairchange = () => void this.#lookAgain(pc);
  }

  /** ICE may find a better way at any time, and after a restart finds a new one. */
  async #lookAgain(pc: RTCPeerConnection): Promise<void> {
    const pair = await chosenPair(pc).catch(() => null);
    if (pc !== this.connection || !pair || !this.pair) return;
    this.pair = pair;
    this.#around.changed();
  }

  /** An ICE restart first; where that doesn't help, or a description was refused, a new connection. */
  #fail(error: Error | null): void {
    this.error = error;
    this.pair = null;
    this.#around.report("failed", null, this.#exchange);
    this.#become("failed");
    if (this.#repairs >= MOST_REPAIRS) return;
    this.#repairs += 1;
    if (!error && this.#repairs === 1) this.restart();
    else if (this.#polite) this.#ask({ renew: true });
    else this.#open(exchangeId());
  }

  #become(state: LinkStatus): void {
    this.state = state;
    this.#around.changed();
  }

  #ask(ask: Ask): void {
    this.#send("custom", ask);
  }

  #send(kind: SignalKind, data: unknown): void {
    const pc = this.connection;
    const described = kind === "offer" || kind === "answer";
    this.#around.signal(kind, data, this.#exchange || undefined).catch((error: unknown) => {
      // A description that the server refuses ends the negotiation; after a lost connection the rejoin begins anew.
      const lost = error instanceof RtError && error.code === "unavailable";
      if (described && !lost && pc && pc === this.connection) this.#fail(error as Error);
    });
  }
}

/** crypto.randomUUID is only there in secure contexts, and a phone on the local network is none. */
const exchangeId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");
