// The link behind the interface: one RTCPeerConnection at a time with one member, its channel, its state and its repairs.
import { RtError } from "../protocol/errors.ts";
import type { LinkState, Pair, SignalKind } from "../protocol/shapes.ts";
import { chosenPair } from "./candidate-pair.ts";
import type { Link, LinkStatus } from "./link.ts";
import { Negotiation } from "./negotiation.ts";
import type { RoomEvents, Self } from "./room.ts";

/** What a link needs of its mesh. */
interface LinkSurroundings {
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
  readonly seat;
  state: LinkStatus = "waiting";
  channel: RTCDataChannel | null = null;
  pair: Pair | null = null;
  error: Error | null = null;
  connection: RTCPeerConnection | null = null;
  readonly #around: LinkSurroundings;
  readonly #polite: boolean;
  readonly #past = new Set<string>();
  #negotiation: Negotiation | null = null;
  #exchange = "";
  #repairs = 0;

  constructor(other: Self, self: Self, around: LinkSurroundings) {
    this.peer = other.peer;
    this.seat = other.seat;
    this.#polite = self.seat > other.seat;
    this.#around = around;
  }

  /** The lower seat offers; the higher one waits, or asks for an offer if an earlier one may have been lost. */
  start(again: boolean): void {
    if (!this.#polite) this.#open(exchangeId());
    else if (again) this.#ask({ renew: true });
  }

  /** After a time without a server: a link that is up and settled goes on, any other may wait for what was never sent. */
  resume(): void {
    const settled = this.connection?.signalingState === "stable";
    if (this.state !== "connected" || !settled) this.start(true);
  }

  receive({ kind, data, exchange = "" }: RoomEvents["signal"]): void {
    if (this.state === "closed") return;
    if (kind === "custom") {
      this.#asked(data, exchange);
      return;
    }
    if (exchange !== this.#exchange || !this.connection) {
      if (!this.#polite || kind !== "offer" || this.#past.has(exchange)) return;
      this.#open(exchange);
    }
    this.#negotiation?.receive(kind, data);
  }

  /** What it would be made with now; it counts from the next search for a way on. */
  configure(): void {
    this.connection?.setConfiguration(this.#around.configuration());
  }

  restart(): void {
    if (this.#polite) this.#ask({ restart: true });
    else this.#negotiation?.restart();
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
    this.#negotiation = new Negotiation(pc, {
      polite: this.#polite,
      send: (kind, data) => this.#send(kind, data),
      askToYield: () => this.#ask({ yield: true }),
      candidateTaken: () => void this.#lookAgain(pc),
      failed: (error) => this.#fail(error),
    });
    pc.onconnectionstatechange = () => this.#connectionChanged(pc);
    pc.ontrack = (event) => this.#around.track(event);
    pc.ondatachannel = ({ channel }) => {
      if (channel.label === CHANNEL) this.#carry(pc, channel);
    };
    if (!this.#polite) this.#carry(pc, pc.createDataChannel(CHANNEL));
    for (const [track, stream] of tracks) pc.addTrack(track, stream);
    this.#connecting();
  }

  #shut(): void {
    const pc = this.connection;
    this.#negotiation?.close();
    this.#negotiation = this.connection = this.channel = this.pair = this.error = null;
    if (!pc) return;
    pc.onconnectionstatechange = pc.ontrack = pc.ondatachannel = null;
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

  // --- how it goes ---

  #connectionChanged(pc: RTCPeerConnection): void {
    if (pc !== this.connection) return;
    if (pc.connectionState === "connected") void this.#connected(pc);
    else if (pc.connectionState === "failed") this.#fail(null);
    else if (pc.connectionState === "disconnected") this.#connecting();
  }

  #connecting(): void {
    this.#around.report("connecting", null, this.#exchange);
    this.#become("connecting");
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
    if (!this.pair) return;
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

  // --- signals ---

  #asked(data: unknown, exchange: string): void {
    const ask = (typeof data === "object" && data !== null ? data : {}) as Ask;
    // Without an exchange: it has none yet. With an older one: the new connection is on its way already.
    const current = exchange === this.#exchange;
    if (ask.renew && !this.#polite && (current || !exchange)) this.#open(exchangeId());
    if (!current) return;
    if (ask.restart && !this.#polite) this.restart();
    if (ask.yield && !this.#polite) this.#negotiation?.giveWay();
    if (ask.bye) {
      this.#shut();
      this.#become("waiting");
    }
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
