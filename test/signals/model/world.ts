// Two pages, a server between them, and all that a seed decides: what is done, in which order it is seen, who is lost or goes.
import type { Seen } from "../../../src/signals/tracker.ts";
import { SeededRandom } from "../../support/seeded-random.ts";
import { type Message, ModelPeer, type Ways } from "./peer.ts";
import { type Style, styles } from "./text.ts";

/** What the server sees, in its order. */
export type Event = { signal: Seen } | { left: string; time: number };

/** What a page sends in place of a message: none, one or several; `first` is the first description that it made. */
export type Fault = (message: Message, first: Message) => Message[];

interface Options {
  /** Of the page `b`, which then has one connection. */
  fault?: Fault;
}

interface Call {
  number: number;
  exchange: string | undefined;
  peers: Record<string, ModelPeer>;
  /** What its peers have yet to take; two connections of a page don't wait for each other. */
  heard: Record<string, Message[]>;
}

interface Letter {
  call: Call;
  message: Message;
}

const PAGES = ["a", "b"] as const;
const otherThan = (page: string) => (page === "a" ? "b" : "a");

class World {
  readonly events: Event[] = [];
  readonly #random: SeededRandom;
  readonly #fault: Fault | undefined;
  readonly #named: boolean;
  readonly #styles: Record<string, Style>;
  readonly #up: Record<string, Letter[]> = { a: [], b: [] };
  readonly #down: Record<string, (Letter | "left")[]> = { a: [], b: [] };
  /** Those whose connection is lost, and those who have left. */
  readonly #held = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #first = new Map<string, Message>();
  #calls: Call[] = [];
  #count = 0;
  #seq = 0;
  #time = 0;

  constructor(random: SeededRandom, { fault }: Options) {
    this.#random = random;
    this.#fault = fault;
    const style = () => styles[random.below(styles.length)]!;
    this.#styles = { a: style(), b: style() };
    const connections = random.below(4) === 0 && !fault ? 2 : 1;
    // Several connections, or pages that are loaded again, are told apart by an exchange.
    this.#named = random.below(2) === 0;
    for (let made = 0; made < connections; made++) this.#call();
  }

  run(rounds: number): void {
    const random = this.#random;
    for (let round = 0; round < rounds; round++) {
      this.#act(round === 0);
      if (random.below(8) === 0) this.#lose();
      if (round > 0 && random.below(8) === 0) this.#leave();
      this.#settle(random.below(2) === 0 ? 3_000 : random.below(16));
    }
    for (const page of [...this.#held]) this.#held.delete(page);
    this.#settle(6_000);
  }

  #call(): void {
    const call: Call = {
      number: ++this.#count,
      exchange: this.#named ? `x${this.#count}` : undefined,
      peers: {},
      heard: { a: [], b: [] },
    };
    for (const page of PAGES) {
      const ways = this.#ways(page);
      call.peers[page] = new ModelPeer(ways, this.#random, (message) => this.#post(page, call, message));
    }
    this.#calls.push(call);
  }

  #ways(page: string): Ways {
    const random = this.#random;
    const pick = <T>(...choices: T[]): T => choices[random.below(choices.length)]!;
    const style = this.#styles[page]!;
    return {
      polite: page === "b",
      style,
      trickle: random.below(4) > 0,
      form: pick("full", "full", "bare", "mid", "index"),
      end: pick("null", "empty", "end", "none"),
      refuses: pick(null, null, null, "video", "audio"),
      passive: style !== "firefox" && style !== "chromium" && random.below(3) === 0,
      // Firefox has none.
      pranswers: style !== "firefox" && this.#styles[otherThan(page)] !== "firefox" && random.below(6) === 0,
    };
  }

  #post(page: string, call: Call, message: Message): void {
    if (message.described && !this.#first.has(page)) this.#first.set(page, message);
    const sent = this.#fault && page === "b" ? this.#fault(message, this.#first.get(page)!) : [message];
    for (const one of sent) this.#up[page]!.push({ call, message: one });
  }

  #act(first: boolean): void {
    const random = this.#random;
    for (const call of this.#calls) {
      for (const page of PAGES) {
        if (this.#gone.has(page) || (!first && random.below(3) === 0)) continue;
        const peer = call.peers[page]!;
        const acts = [
          () => peer.add("audio"),
          () => peer.add("video"),
          () => peer.add("application"),
          () => peer.restart(),
          () => peer.turn(),
          () => peer.stop(),
          () => this.#post(page, call, { kind: "custom", data: { hello: random.below(9) } }),
          () => peer.connected && this.#post(page, call, { kind: "report", data: null }),
        ];
        acts[random.below(first ? 3 : acts.length)]!();
      }
    }
  }

  /** The connection of a page to the server is lost: what it sends waits there, what is for it waits here. */
  #lose(): void {
    const page = PAGES[this.#random.below(2)]!;
    if (this.#gone.has(page)) return;
    this.#held.add(page);
    this.#settle(this.#random.below(40));
    this.#held.delete(page);
  }

  /** A page goes, in the middle of what it does, and comes again as a new one; the other makes its connections anew. */
  #leave(): void {
    const page = PAGES[this.#random.below(2)]!;
    if (this.#gone.has(page) || this.#held.has(page)) return;
    this.#gone.add(page);
    this.#up[page] = [];
    this.#down[page] = [];
    for (const { peers } of this.#calls) peers[page]!.close();
    this.events.push({ left: page, time: this.#time });
    this.#down[otherThan(page)]!.push("left");
    this.#settle(this.#random.below(30));
    // It comes back once the other one knows, and has sent what it was about to send.
    while (this.#down[otherThan(page)]!.includes("left") || this.#up[otherThan(page)]!.length > 0)
      this.#step();
    this.#gone.delete(page);
    this.#calls = [];
    this.#call();
  }

  #settle(most: number): void {
    for (let step = 0; step < most; step++) {
      const idle = PAGES.every(
        (page) => this.#up[page]!.length + this.#down[page]!.length + this.#unheard(page) === 0,
      );
      const stable = this.#calls.every(({ peers }) => PAGES.every((page) => peers[page]!.stable));
      if (idle && stable) return;
      this.#step();
    }
  }

  #unheard(page: string): number {
    if (this.#gone.has(page)) return 0;
    return this.#calls.reduce((sum, { heard }) => sum + heard[page]!.length, 0);
  }

  #step(): void {
    this.#time += this.#random.below(8) === 0 ? this.#random.below(900) : this.#random.below(30);
    const possible = PAGES.flatMap((page) => this.#stepsOf(page));
    if (possible.length > 0) possible[this.#random.below(possible.length)]!();
  }

  #stepsOf(page: string): (() => void)[] {
    if (this.#gone.has(page)) return [];
    const steps: (() => void)[] = [];
    for (const { peers, heard } of this.#calls) {
      const peer = peers[page]!;
      if (heard[page]!.length > 0) steps.push(() => peer.receive(heard[page]!.shift()!));
      steps.push(
        () => void peer.offerIfNeeded(),
        () => void peer.gather(),
      );
    }
    if (this.#held.has(page)) return steps;
    if (this.#up[page]!.length > 0) steps.push(() => this.#see(page, this.#up[page]!.shift()!));
    if (this.#down[page]!.length > 0) steps.push(() => this.#hear(page, this.#down[page]!.shift()!));
    return steps;
  }

  #see(from: string, letter: Letter): void {
    const to = otherThan(from);
    const { kind, data } = letter.message;
    const verdict = this.#gone.has(to) ? "no_such_peer" : this.#held.has(to) ? "queued" : "delivered";
    const { exchange } = letter.call;
    const signal: Seen = { seq: ++this.#seq, time: this.#time, room: "r", from, to, kind, data, verdict };
    if (exchange !== undefined) signal.exchange = exchange;
    if (kind === "report") signal.state = "connected";
    this.events.push({ signal });
    if (!this.#gone.has(to)) this.#down[to]!.push(letter);
  }

  #hear(page: string, letter: Letter | "left"): void {
    if (letter === "left") for (const { peers } of this.#calls) peers[page]!.close();
    else letter.call.heard[page]!.push(letter.message);
  }
}

/** All that the server sees of what a seed decides. */
export function eventsOf(seed: number, options: Options = {}): Event[] {
  const random = new SeededRandom(seed);
  const world = new World(random, options);
  world.run(1 + random.below(9));
  return world.events;
}
