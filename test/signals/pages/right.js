// Pages that are right, of any shape that a seed draws.
import { Link } from "./far.js";
import { acts, Peer } from "./peer.js";
import { ServedWire } from "./served.js";
import { randomOf, until, Wire } from "./wire.js";

/** Two peers that have one connection; of how they are made all is drawn. */
class Pair {
  did = [];

  static async make(wire, link, { random, pick, engines, exchange, call }) {
    const config = {
      bundlePolicy: pick("balanced", "balanced", "max-bundle", "max-compat"),
      rtcpMuxPolicy: "require",
    };
    const chromium = engines.every((engine) => engine === "chromium");
    const options = () => ({
      config,
      explicit: random() < 0.3,
      trickle: pick("full", "full", "full", "none"),
      form: pick("full", "full", "bare", "mid", "index"),
      end: pick("null", "end", "empty", "none"),
      refuses: random() < 0.1 ? pick("audio", "video") : null,
      exchange,
      call,
    });
    const pair = new Pair();
    pair.wire = wire;
    pair.a = new Peer(wire, "a", "b", false, options());
    const order = {
      kind: "right",
      name: "b",
      other: "a",
      polite: true,
      options: { ...options(), pranswer: chromium && random() < 0.15 },
    };
    pair.b = link ? await link.peer(wire, order) : new Peer(wire, "b", "a", true, order.options);
    return pair;
  }

  act(name, what) {
    this.did.push(`${name} ${what}`);
    this[name].act(what);
  }

  get settled() {
    return this.wire.under === 0 && [this.a, this.b].every(({ state }) => state.signaling === "stable");
  }

  /** Nothing under way, and nothing that follows from it by itself. */
  async rest() {
    await this.wire.quiet([this.a, this.b], 60);
    await until(() => this.settled || this.wire.idle(1000), 4000);
  }

  async start(random, pick) {
    const { did } = this;
    if (random() < 0.25) {
      // Nothing but data, as many pages have it.
      this.act("a", "channel");
      if (random() < 0.5) this.act("b", "channel");
    } else {
      this.act("a", pick("channel", "audio", "video", "simulcast"));
      if (random() < 0.5) this.act("b", pick("channel", "audio", "video"));
      if (random() < 0.3) this.act("a", pick("channel", "audio", "video"));
    }
    const connected = () => [this.a, this.b].every(({ state }) => state.connection === "connected");
    await until(() => connected() || this.wire.idle(1500), 6000);
    const names = Object.keys(acts);
    for (let round = Math.floor(random() * 4); round > 0; round--) {
      this.act("a", pick(...names));
      if (random() < 0.5) this.act("b", pick(...names));
      await this.rest();
    }
    await this.rest();
    return did;
  }

  get outcome() {
    const { a, b } = this;
    return {
      errors: [...a.errors, ...b.errors],
      stable: this.settled,
      connected: [a.state.connection, b.state.connection],
    };
  }

  close() {
    this.a.close();
    this.b.close();
  }
}

/**
 * One negotiation of right pages, all of it drawn from the seed; with `far`, one of the two is in another page, and
 * with `server`, what they send goes through that.
 */
export async function negotiateRightly(seed, engines, far, server) {
  const random = randomOf(seed);
  const pick = (...choices) => choices[Math.floor(random() * choices.length)];
  const delays = [random, pick(0, 20, 100, 200)];
  const wire = server ? await ServedWire.to(server, ["a", "b"], ...delays) : new Wire(...delays);
  const link = far ? await Link.to(far) : null;
  const exchange = random() < 0.5 ? "x1" : undefined;
  const shape = pick("once", "once", "once", "once", "again", "twice");
  const pairs = [];
  const meet = (name) =>
    wire.attach(name, (message) =>
      pairs.findLast(({ call }) => call === message.data?.call)?.pair[name].receive(message),
    );
  meet("a");
  meet("b");
  const make = async (call) => {
    const pair = await Pair.make(wire, link, { random, pick, engines, exchange, call });
    pairs.push({ call, pair });
    return pair;
  };
  const done = [];
  if (shape === "twice") {
    const two = [await make(1), await make(2)];
    await Promise.all(two.map((pair) => pair.start(random, pick)));
    done.push(...two);
  } else {
    done.push(await make());
    await done[0].start(random, pick);
    if (shape === "again") {
      done[0].close();
      const again = await make();
      await again.start(random, pick);
      done.push(again);
    }
  }
  const outcomes = done.map(({ outcome }) => outcome);
  const result = {
    seed,
    shape,
    did: done.flatMap(({ did }) => did),
    trace: wire.trace,
    errors: outcomes.flatMap(({ errors }) => errors),
    // What was hung up is closed.
    stable: outcomes.slice(shape === "again" ? 1 : 0).every(({ stable }) => stable),
    connected: outcomes.flatMap(({ connected }) => connected),
  };
  if (server) {
    const { a, b } = done.at(-1);
    await until(() => [a, b].every(({ state }) => state.connection === "connected"), 10_000);
    for (const one of [a, b]) await wire.report(one);
    wire.close();
  }
  for (const pair of done) pair.close();
  link?.close();
  return result;
}
