// What pages and those who send for them share: chance, waiting, and a wire with delays that is written down.

/** mulberry32: the same numbers for the same seed. */
export const randomOf = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

export const until = async (met, ms) => {
  const end = performance.now() + ms;
  while (!met()) {
    if (performance.now() > end) return false;
    await new Promise((done) => setTimeout(done, 15));
  }
  return true;
};

/** Connected or rolled back, a browser may never say that it has found all: pages wait a while, and send what there is. */
export const gathered = (pc) => until(() => pc.iceGatheringState === "complete", 1500);

/** Keeps each sender's order, as a socket does, with a delay on the way to the server and one on the way from it. */
export class Wire {
  trace = [];
  #started = performance.now();
  #random;
  #most;
  #lines = new Map();
  #peers = new Map();
  under = 0;
  lastAt = performance.now();

  constructor(random, most) {
    this.#random = random;
    this.#most = most;
  }

  attach(name, receive) {
    this.#peers.set(name, receive);
  }

  send(from, to, kind, data, exchange) {
    this.under++;
    this.lastAt = performance.now();
    const text = JSON.stringify(data);
    this.#inLine(`up ${from}`, () => this.pass({ from, to, kind, text, exchange }));
  }

  /** What a server does with it. */
  pass({ from, to, kind, text, exchange }) {
    const verdict = this.#peers.has(to) ? "delivered" : "no_such_peer";
    this.note({ from, to, kind, data: JSON.parse(text), verdict, exchange });
    this.deliver(to, { from, kind, data: JSON.parse(text), exchange });
  }

  note(signal) {
    const time = Math.round(performance.now() - this.#started);
    this.trace.push({ seq: this.trace.length + 1, time, room: "r", ...signal });
  }

  deliver(to, message) {
    this.#inLine(`down ${to}`, async () => {
      await this.#peers.get(to)?.(message);
      this.passed();
    });
  }

  /** Nothing more comes of one that was sent. */
  passed() {
    this.under--;
    this.lastAt = performance.now();
  }

  /** For so long nothing was under way. */
  idle(ms) {
    return this.under === 0 && performance.now() - this.lastAt > ms;
  }

  /** Until neither it nor the peers have had anything under way for so long; false if that doesn't come. */
  quiet(peers, ms) {
    return until(() => {
      if (this.under > 0 || peers.some(({ state }) => state.busy)) this.lastAt = performance.now();
      return performance.now() - this.lastAt >= ms;
    }, 8000);
  }

  #inLine(name, act) {
    const before = this.#lines.get(name) ?? Promise.resolve();
    const delay = this.#random() * this.#most;
    const next = before.then(() => new Promise((done) => setTimeout(done, delay))).then(act);
    this.#lines.set(name, next);
  }
}
