// Universes of topics: peers subscribe, unsubscribe, drop and come back with their positions while values are pushed, over an engine
// that answers late and out of order; nobody may miss a value or see one twice.
import type { Engine } from "../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, TopicId } from "../../src/protocol/ids.ts";
import type { Position, TopicValue } from "../../src/protocol/shapes.ts";
import { ADMIN_TOKEN, startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";
import { keyOfTopic, topic } from "../support/topics.ts";
import { must, type Story, same, settle, turns, type Universe } from "./universe.ts";

const TOPICS = ["red", "green"].map(topic);
const STEPS = 120;

/** Reads a peer's log from top to bottom as a subscriber would, and throws where it has a gap, a repetition or a false word. */
class Reader {
  last: number | null = null;
  /** Of the last answer: what a client would come back with. */
  position: Position | null = null;
  readonly values: TopicValue[] = [];

  subscribed({ value, position, recovered, messages }: Wire, since: Position | undefined): void {
    const end = position?.offset ?? 0;
    same("the value is the one at the position", value?.offset ?? 0, end);
    same("says whether it recovered, if asked", recovered, since && true);
    if (recovered) {
      const offsets = messages.map(({ offset }: TopicValue) => offset);
      const missed = Array.from({ length: end - since!.offset }, (_, i) => since!.offset + 1 + i);
      same("recovery is exact", offsets, missed);
      this.values.push(...messages);
    }
    if (value) this.values.push(value);
    // Subscribing again shows the value once more; the stream goes on as it did.
    this.last ??= end;
    this.position = position;
  }

  event(event: Wire): void {
    must("no value for who does not follow", this.last !== null);
    same("the next value, none missing, none twice", event.offset, this.last! + 1);
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
      must("no refusals", message.type !== "error", message.message);
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

export type Plant = (engine: Engine) => void;

export async function run(seed: number, story: Story, plant: Plant = () => {}): Promise<void> {
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
  let pushes = 0;

  for (let step = 0; step < STEPS; step++) {
    const at = random.below(actors.length);
    const name = TOPICS[random.below(TOPICS.length)]!;
    const dice = random.below(100);
    story.tell(`${step} p${at} ${name} ${dice}`);
    if (dice < 45) {
      pusher.tell("push", { topic: name, data: `${seed}-${step}` });
      pushes += 1;
    } else if (dice < 65) actors[at]!.tell("subscribe", name);
    else if (dice < 75) actors[at]!.tell("unsubscribe", name);
    else if (dice < 88) {
      // Gone, and back with what it knew.
      const known = actors[at]!.read().get(name)!.position;
      actors[at]!.peer.drop();
      actors[at] = new Actor(core);
      everyone.push(actors[at]);
      actors[at].tell("subscribe", name, known ?? undefined);
    } else await turns(random.below(20));
  }
  await settle([pusher, ...everyone.map(({ peer }) => peer)]);
  story.heard([pusher, ...everyone.map(({ peer }) => peer)]);

  same("no faults", core.faults.map(String), []);
  const { log } = pusher;
  for (const name of TOPICS) {
    const key = keyOfTopic(name);
    const { position, value } = await inner.current(key, null);
    const end = position?.offset ?? 0;
    same("the value is the one at the position", value?.offset ?? 0, end);
    const data = new Map<number, unknown>();
    for (const actor of everyone) {
      const reader = actor.read().get(name)!;
      for (const { offset, data: seen } of reader.values) {
        same("one value per offset", data.get(offset) ?? seen, seen);
        data.set(offset, seen);
      }
      const here = core.hub.sessions.has(actor.peer.id);
      const follows = actor.peer.session.topics.has(key);
      if (!here) must("no ghost", !follows);
      else {
        same("knows what it follows", reader.last !== null, follows);
        if (follows) same("has seen all to the end", reader.last, end);
      }
    }
  }
  same(
    "no refusals",
    log.filter(({ type }) => type === "error"),
    [],
  );
  const answered = log.flatMap(({ type, data }) => (type === "ok" && data.offset ? [data.offset] : []));
  same("every push is answered", answered.length, pushes);
  await engine.close();
}

export const topics: Universe = { name: "topics", run: (seed, story) => run(seed, story) };
