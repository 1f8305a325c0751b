// A core with a fake clock for tests of matching, and an engine whose calls can be watched and held.
import type { Engine, SeatedBy } from "../../src/core/engine.ts";
import type { RoomCommand } from "../../src/core/rules/room.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import { startCore, type TestCore } from "./core.ts";
import { FakeClock } from "./fake-clock.ts";
import type { TestPeer } from "./peer.ts";
import { runSeed, SeededRandom } from "./seeded-random.ts";

/** A step of the engine that a test may do something before or after. */
export type StepName = RoomCommand["type"] | SeatedBy["type"];

export interface MatchingCore extends TestCore {
  clock: FakeClock;
  /** Runs once, when the engine is next called for this step, before it or after it. */
  around(step: StepName, when: "before" | "after", act: () => unknown): void;
  /** Nothing is under way any more. */
  settled(): Promise<void>;
  /** Time passes, a little at a time, with all that follows from it. */
  pass(ms: number): Promise<void>;
}

export async function startMatching(peers: TestPeer[] = []): Promise<MatchingCore> {
  const clock = new FakeClock();
  const random = new SeededRandom(runSeed());
  const acts = new Map<string, () => unknown>();
  const inner = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const step = async <T>(name: StepName, call: () => Promise<T>): Promise<T> => {
    const take = (when: string): unknown => {
      const act = acts.get(`${when} ${name}`);
      acts.delete(`${when} ${name}`);
      return act?.();
    };
    await take("before");
    const answer = await call();
    await take("after");
    return answer;
  };
  const held = (name: StepName): boolean => acts.has(`before ${name}`) || acts.has(`after ${name}`);
  const engine = new Proxy(inner, {
    get(target, property: keyof Engine) {
      if (property === "command") {
        const command: Engine["command"] = (room, asked) =>
          held(asked.type) ? step(asked.type, () => inner.command(room, asked)) : inner.command(room, asked);
        return command;
      }
      if (property === "seated") {
        const seated: Engine["seated"] = (to, room, by) =>
          held(by.type) ? step(by.type, () => inner.seated(to, room, by)) : inner.seated(to, room, by);
        return seated;
      }
      const value = target[property];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const core = await startCore(engine, random);
  const all: TestPeer[] = peers;
  const settled = async (): Promise<void> => {
    for (let turns = 0; turns < 12; turns++) await new Promise(setImmediate);
  };
  return {
    ...core,
    clock,
    settled,
    peer(name) {
      const peer = core.peer(name);
      all.push(peer);
      return peer;
    },
    around(name, when, act) {
      acts.set(`${when} ${name}`, act);
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= 250) {
        clock.advance(Math.min(250, left));
        await settled();
      }
    },
  };
}
