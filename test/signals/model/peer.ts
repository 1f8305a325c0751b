// One connection of one page that negotiates by the rules: what it offers and answers, takes back, and finds of candidates.
import type { Direction } from "../../../src/signals/sdp.ts";
import type { Seen } from "../../../src/signals/tracker.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import { type Described, type Kind, type Slot, type Style, textOf } from "./text.ts";

export interface Message {
  kind: Seen["kind"];
  /** What goes over the wire. */
  data: unknown;
  /** What the model peer that gets it reads in it. */
  described?: Described;
}

export interface Ways {
  polite: boolean;
  style: Style;
  trickle: boolean;
  form: "full" | "bare" | "mid" | "index";
  end: "null" | "empty" | "end" | "none";
  /** It refuses new sections of this kind. */
  refuses: Kind | null;
  /** It answers as the one that waits for the handshake. */
  passive: boolean;
  pranswers: boolean;
}

const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGH0123456789+/";
const opposite = { active: "passive", passive: "active" } as const;

export class ModelPeer {
  readonly ways: Ways;
  readonly #random: SeededRandom;
  readonly #send: (message: Message) => void;
  readonly #session: string;
  readonly #fingerprint: string;
  #version = 0;
  #ufrag: string;
  #pwd: string;
  /** The generation that both agreed on, to go back to. */
  #agreedCredentials: [string, string] | null = null;
  #remoteUfrag: string | null = null;
  #agreed: Slot[] = [];
  #pending: Slot[] | null = null;
  #wanted: Kind[] = [];
  readonly #stopping = new Set<string>();
  readonly #directions = new Map<string, Direction>();
  #restarting = false;
  #needed = false;
  #role: "active" | "passive" | null = null;
  #closed = false;
  /** Candidates to be found, of the generation that was described last. */
  #gathering: (() => void)[] = [];
  readonly #gathered = new Set<string>();

  constructor(ways: Ways, random: SeededRandom, send: (message: Message) => void) {
    this.ways = ways;
    this.#random = random;
    this.#send = send;
    this.#session = `${1 + random.below(8)}${Array.from({ length: 18 }, () => random.below(10)).join("")}`;
    this.#fingerprint = `sha-256 ${Array.from({ length: 32 }, () => (160 + random.below(96)).toString(16).toUpperCase()).join(":")}`;
    [this.#ufrag, this.#pwd] = this.#credentials();
  }

  get stable(): boolean {
    return this.#closed || (this.#pending === null && !this.#needed && this.#gathering.length === 0);
  }

  get connected(): boolean {
    return !this.#closed && this.#role !== null;
  }

  close(): void {
    this.#closed = true;
    this.#gathering = [];
  }

  add(kind: Kind): void {
    this.#wanted.push(kind);
    this.#needed = true;
  }

  restart(): void {
    if (this.#role === null) return;
    this.#restarting = this.#needed = true;
  }

  stop(): void {
    const live = this.#agreed.filter(({ rejected }) => !rejected);
    if (live.length === 0) return;
    this.#stopping.add(live[this.#random.below(live.length)]!.mid);
    this.#needed = true;
  }

  turn(): void {
    const media = this.#agreed.filter(({ rejected, kind }) => !rejected && kind !== "application");
    if (media.length === 0) return;
    const { mid } = media[this.#random.below(media.length)]!;
    const ways = ["sendrecv", "sendonly", "recvonly", "inactive"] as const;
    this.#directions.set(mid, ways[this.#random.below(ways.length)]!);
    this.#needed = true;
  }

  /** What a browser does by itself once it is stable. */
  offerIfNeeded(): boolean {
    if (this.#closed || !this.#needed || this.#pending !== null) return false;
    this.#needed = false;
    const slots = this.#agreed.map((slot) => ({ ...slot, fresh: false, direction: this.#wish(slot.mid) }));
    for (const slot of slots) if (this.#stopping.has(slot.mid)) slot.rejected = true;
    for (const kind of this.#wanted) this.#place(slots, kind);
    if (slots.length === 0) return false;
    if (this.#restarting) [this.#ufrag, this.#pwd] = this.#credentials();
    this.#pending = slots;
    this.#describe("offer", slots, "actpass");
    return true;
  }

  /** It finds its next candidate; false if there is none. */
  gather(): boolean {
    const next = this.#gathering.shift();
    next?.();
    return next !== undefined;
  }

  receive({ kind, described }: Message): void {
    if (this.#closed || !described) return;
    if (kind === "offer") this.#takeOffer(described);
    else if (kind === "answer" && described.type === "answer" && this.#pending !== null)
      this.#takeAnswer(described);
  }

  #takeAnswer({ slots, setup, ufrag }: Described): void {
    const offered = this.#pending!;
    this.#pending = null;
    this.#remoteUfrag = ufrag;
    this.#agree(slots);
    // All that was asked for was offered; what was refused is not asked for again.
    this.#wanted = this.#wanted.slice(offered.filter(({ fresh }) => fresh).length);
    this.#restarting = false;
    this.#role ??= opposite[setup as "active" | "passive"];
    if (this.#wanted.length > 0) this.#needed = true;
  }

  #takeOffer(offer: Described): void {
    if (this.#pending !== null) {
      if (!this.ways.polite) return;
      // Taken back: nothing of it holds, and it is offered anew.
      this.#pending = null;
      this.#needed = true;
      if (this.#agreedCredentials) [this.#ufrag, this.#pwd] = this.#agreedCredentials;
      else if (this.#random.below(2) === 0) [this.#ufrag, this.#pwd] = this.#credentials();
    }
    if (this.#remoteUfrag !== null && this.#remoteUfrag !== offer.ufrag) {
      [this.#ufrag, this.#pwd] = this.#credentials();
      this.#restarting = false;
    }
    this.#remoteUfrag = offer.ufrag;
    const slots = offer.slots.map((slot): Slot => {
      const isNew = !this.#agreed.some(({ mid, rejected }) => mid === slot.mid && !rejected);
      const rejected = slot.rejected || (isNew && slot.kind === this.ways.refuses);
      return { ...slot, rejected, fresh: false, direction: answered(slot.direction, this.#wish(slot.mid)) };
    });
    this.#role ??= this.ways.passive ? "passive" : "active";
    if (this.ways.pranswers) this.#describe("pranswer", slots, this.#role);
    this.#agree(slots);
    this.#describe("answer", slots, this.#role);
  }

  #agree(slots: Slot[]): void {
    this.#agreed = slots.map((slot) => ({ ...slot, fresh: false }));
    this.#agreedCredentials = [this.#ufrag, this.#pwd];
    for (const { mid, rejected } of slots) if (rejected) this.#stopping.delete(mid);
  }

  /** Where something was refused or stopped something else may stand, whatever its kind. */
  #place(slots: Slot[], kind: Kind): void {
    const used = new Set([...slots, ...this.#agreed].map(({ mid }) => mid));
    let number = slots.length;
    while (used.has(String(number))) number++;
    const slot: Slot = { mid: String(number), kind, direction: "sendrecv", rejected: false, fresh: true };
    const free = slots.findIndex(({ mid, rejected }) => rejected && !this.#stopping.has(mid));
    if (free >= 0) slots[free] = slot;
    else slots.push(slot);
  }

  #wish(mid: string): Direction {
    return this.#directions.get(mid) ?? "sendrecv";
  }

  #describe(type: Described["type"], slots: Slot[], setup: Described["setup"]): void {
    const { ways } = this;
    // Of a final answer after its like nothing has changed.
    const [ufrag, pwd] = [this.#ufrag, this.#pwd];
    const fresh = !this.#gathered.has(ufrag);
    const candidates = Array.from({ length: 1 + this.#random.below(3) }, (_, at) =>
      this.#candidate(ufrag, at),
    );
    this.#gathered.add(ufrag);
    const described: Described = {
      type,
      slots,
      ufrag,
      pwd,
      setup,
      fingerprint: this.#fingerprint,
      session: this.#session,
      version: ++this.#version,
      candidates: ways.trickle && fresh ? [] : candidates,
      over: !ways.trickle,
    };
    const data = { type, sdp: textOf(ways.style, described) };
    this.#send({ kind: type === "offer" ? "offer" : "answer", data, described });
    if (!ways.trickle || !fresh) return;
    const index = Math.max(
      0,
      slots.findIndex(({ rejected }) => !rejected),
    );
    const mid = slots[index]!.mid;
    for (const candidate of candidates)
      this.#gathering.push(() => this.#trickle(candidate, ufrag, mid, index));
    this.#gathering.push(() => this.#end(mid));
  }

  #trickle(candidate: string, ufrag: string, mid: string, index: number): void {
    const bare = candidate.replace(/ ufrag \S+/, "");
    const forms = {
      full: { candidate, sdpMid: mid, sdpMLineIndex: index, usernameFragment: ufrag },
      bare: { candidate: bare, sdpMid: mid, sdpMLineIndex: index },
      mid: { candidate, sdpMid: mid },
      index: { candidate, sdpMLineIndex: index },
    };
    this.#send({ kind: "candidate", data: forms[this.ways.form] });
  }

  #end(mid: string): void {
    const { end } = this.ways;
    if (end === "end") this.#send({ kind: "end", data: null });
    else if (end === "null") this.#send({ kind: "candidate", data: null });
    else if (end === "empty") this.#send({ kind: "candidate", data: { candidate: "", sdpMid: mid } });
  }

  #candidate(ufrag: string, at: number): string {
    const port = 50_000 + this.#random.below(9_999);
    const ends = ["typ host", "typ srflx raddr 0.0.0.0 rport 0", "typ host tcptype active"];
    const over = at % 3 === 2 ? "tcp" : "udp";
    return `candidate:${at + 1} 1 ${over} 2122260223 192.0.2.${at + 1} ${port} ${ends[at % 3]} ufrag ${ufrag}`;
  }

  #credentials(): [string, string] {
    const draw = (length: number) =>
      Array.from({ length }, () => LETTERS[this.#random.below(LETTERS.length)]).join("");
    return [draw(this.ways.style === "chromium" ? 4 : 8), draw(24)];
  }
}

function answered(offered: Direction, wish: Direction): Direction {
  const may = (direction: Direction, one: Direction) => direction === "sendrecv" || direction === one;
  const sends = may(offered, "recvonly") && may(wish, "sendonly");
  const receives = may(offered, "sendonly") && may(wish, "recvonly");
  return sends ? (receives ? "sendrecv" : "sendonly") : receives ? "recvonly" : "inactive";
}
