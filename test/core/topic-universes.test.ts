// Seeded universes of topics: peers subscribe, unsubscribe, drop and come back with their positions while values are pushed, over
// an engine that answers late and out of order; nobody may miss a value or see one twice. RTROOMS_SEED=… runs one again.
import { describe, expect, it } from "vitest";
import type { Engine } from "../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, TopicId } from "../../src/protocol/ids.ts";
import type { Position, TopicValue } from "../../src/protocol/shapes.ts";
import { ADMIN_TOKEN, startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { runSeed, SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";
import { keyOfTopic, topic } from "../support/topics.ts";

const TOPICS = ["red", "green"].map(topic);
const STEPS = 120;
const UNIVERSES = Number(process.env.RTROOMS_UNIVERSES ?? 100);

/** Reads a peer's log from top to bottom as a subscriber would, and throws where it has a gap, a repetition or a false word. */
class Reader {
  last: number | null = null;
  /** Of the last answer: what a client would come back with. */
  position: Position | null = null;
  readonly values: TopicValue[] = [];

  subscribed({ value, position, recovered, messages }: Wire, since: Position | undefined): void {
    const end = position?.offset ?? 0;
    expect(value?.offset ?? 0, "the value is the one at the position").toBe(end);
    expect(recovered, "says whether it recovered, if asked").toBe(since && true);
    if (recovered) {
      const offsets = messages.map(({ offset }: TopicValue) => offset);
      const missed = Array.from({ length: end - since!.offset }, (_, i) => since!.offset + 1 + i);
      expect(offsets, "recovered exactly").toEqual(missed);
      this.values.push(...messages);
    }
    if (value) this.values.push(value);
    // Subscribing again shows the value once more; the stream goes on as it did.
    this.last ??= end;
    this.position = position;
  }

  event(event: Wire): void {
    if (this.last === null) throw new Error("a value for someone who does not follow the topic");
    expect(event.offset, "the next value, none missing, none twice").toBe(this.last + 1);
    this.last = event.offset;
    this.values.push(event);
  }
}

interface Asked {
  type: "subscribe" | "unsubscribe";
  topic: TopicId;
  after: number;
}

class Actor {
  readonly peer: TestPeer;
  readonly #asked = new Map<number, Asked>();
  readonly #since = new Map<TopicId, Position>();

  constructor(core: TestCore) {
    this.peer = core.peer("reader");
  }

  tell(type: Asked["type"], topic: TopicId, since?: Position): void {
    const after = this.peer.log.length;
    const params = type === "subscribe" && since ? { topic, position: since } : { topic };
    this.#asked.set(this.peer.tell(type, params), { type, topic, after });
    if (since) this.#since.set(topic, since);
  }

  /** What it followed in the end; `left` when it asked to, since answers may come in any order. */
  read(): Map<TopicId, Reader> {
    const readers = new Map(TOPICS.map((topic) => [topic, new Reader()]));
    const leaves = [...this.#asked].filter(([, { type }]) => type === "unsubscribe");
    const leftBy = new Map<TopicId, number>();
    const leave = ([id, { topic }]: [number, Asked]): void => {
      leftBy.set(topic, id);
      readers.get(topic)!.last = null;
    };
    this.peer.log.forEach((message, i) => {
      while (leaves[0] && leaves[0][1].after <= i) leave(leaves.shift()!);
      const asked = this.#asked.get(message.id);
      expect(message.type).not.toBe("error");
      if (message.type === "data") readers.get(message.topic)!.event(message);
      if (asked?.type !== "subscribe") return;
      // Asked for while another is under way, it gets the same answer.
      const since = message.data.recovered === undefined ? undefined : this.#since.get(asked.topic);
      if (message.id > (leftBy.get(asked.topic) ?? 0))
        readers.get(asked.topic)!.subscribed(message.data, since);
    });
    for (const asked of leaves) leave(asked);
    return readers;
  }
}

async function settle(actors: Actor[]): Promise<void> {
  const total = (): number => actors.reduce((sum, { peer }) => sum + peer.log.length, 0);
  for (let quiet = 0, before = -1; quiet < 60; ) {
    const now = total();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise(setImmediate);
  }
}

type Plant = (engine: Engine) => void;

async function universe(seed: number, plant: Plant = () => {}): Promise<string> {
  const random = new SeededRandom(seed);
  const inner = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random,
    store: createMemoryStore(),
  });
  plant(inner);
  const engine = new ShufflingEngine(inner, random, "any time");
  const core = await startCore(engine, random);
  const pusher = core.peer();
  await pusher.ask("hello", { token: ADMIN_TOKEN });
  const actors = Array.from({ length: 5 }, () => new Actor(core));
  const everyone = [...actors];
  const story: string[] = [];

  for (let step = 0; step < STEPS; step++) {
    const at = random.below(actors.length);
    const name = TOPICS[random.below(TOPICS.length)]!;
    const dice = random.below(100);
    story.push(`${at} ${name} ${dice}`);
    if (dice < 45) pusher.tell("push", { topic: name, data: `${seed}-${step}` });
    else if (dice < 65) actors[at]!.tell("subscribe", name);
    else if (dice < 75) actors[at]!.tell("unsubscribe", name);
    else if (dice < 88) {
      // Gone, and back with what it knew.
      const known = actors[at]!.read().get(name)!.position;
      actors[at]!.peer.drop();
      actors[at] = new Actor(core);
      everyone.push(actors[at]);
      actors[at].tell("subscribe", name, known ?? undefined);
    } else for (let turns = random.below(20); turns > 0; turns--) await new Promise(setImmediate);
  }
  await settle(everyone);

  expect(core.faults).toEqual([]);
  const { log } = pusher;
  for (const name of TOPICS) {
    const key = keyOfTopic(name);
    const { position, value } = await inner.current(key, null);
    const end = position?.offset ?? 0;
    expect(value?.offset ?? 0).toBe(end);
    const data = new Map<number, unknown>();
    for (const actor of everyone) {
      const reader = actor.read().get(name)!;
      for (const { offset, data: seen } of reader.values) {
        expect(data.get(offset) ?? seen, "one value per offset").toBe(seen);
        data.set(offset, seen);
      }
      const here = core.hub.sessions.has(actor.peer.id);
      const follows = actor.peer.session.topics.has(key);
      if (!here) expect(follows, "no ghost").toBe(false);
      else {
        expect(reader.last !== null, "knows what it follows").toBe(follows);
        if (follows) expect(reader.last, "has seen all to the end").toBe(end);
      }
    }
  }
  expect(log.filter(({ type }) => type === "error")).toEqual([]);
  const answered = log.flatMap(({ type, data }) => (type === "ok" && data.offset ? [data.offset] : []));
  expect(answered).toHaveLength(story.filter((line) => Number(line.split(" ")[2]) < 45).length);
  await engine.close();
  return story.join("\n");
}

async function universes(seeds: number[], plant?: Plant): Promise<void> {
  for (const seed of seeds) {
    await universe(seed, plant).catch((error: Error) => {
      error.message = `RTROOMS_SEED=${seed}: ${error.message}`;
      throw error;
    });
  }
}

/** Mistakes that an engine could make, each of which some universe must notice. */
const PLANTS: Record<string, Plant> = {
  "recovery that is off by one": (engine) => {
    const { current } = engine;
    engine.current = async (topic, since) => {
      const state = await current.call(engine, topic, since);
      return { ...state, missed: state.missed?.slice(1) ?? null };
    };
  },
  "recovery that hands out part of what was missed": (engine) => {
    const { current } = engine;
    engine.current = async (topic, since) => {
      const state = await current.call(engine, topic, since);
      return { ...state, missed: state.missed?.slice(-2) ?? null };
    };
  },
  "a cut that is older than what it shows": (engine) => {
    const { current } = engine;
    engine.current = async (topic, since) => {
      const { position, ...state } = await current.call(engine, topic, since);
      return { ...state, position: position && { ...position, offset: position.offset - 1 } };
    };
  },
  "a cut that promises what has not been sent": (engine) => {
    const { current } = engine;
    engine.current = async (topic, since) => {
      const { position, value, ...state } = await current.call(engine, topic, since);
      const offset = (position?.offset ?? 0) + 1;
      return {
        ...state,
        value: value && { ...value, offset },
        position: position && { ...position, offset },
      };
    };
  },
  "a value that is announced twice": (engine) => {
    const { start } = engine;
    engine.start = (sink) => {
      const deliver = sink.deliver.bind(sink);
      sink.deliver = (...frame) => {
        deliver(...frame);
        if ((frame[1].position?.offset ?? 0) % 7 === 0) deliver(...frame);
      };
      return start.call(engine, sink);
    };
  },
  "a stream that is attached too late": (engine) => {
    const { attach } = engine;
    engine.attach = async (stream) => {
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      return attach.call(engine, stream);
    };
  },
};

describe("topics in every universe", () => {
  const first = runSeed();
  const seeds = process.env.RTROOMS_SEED ? [first] : Array.from({ length: UNIVERSES }, (_, i) => first + i);

  it(`[T1] [T2] [T5] nobody misses a value or sees one twice (seeds from ${first})`, () => universes(seeds));

  it("a seed tells the same story twice", async () => {
    expect(await universe(first)).toBe(await universe(first));
  });

  it.each(Object.entries(PLANTS))("notices %s", async (_, plant) => {
    const some = Array.from({ length: 40 }, (_, i) => first + i);
    await expect(universes(some, plant)).rejects.toThrow(/RTROOMS_SEED=/);
  });
});
