// Two races that must be lost by nobody who should win: a thousand for eight seats, and a hundred who are lost again and again.
import { describe, expect, it } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { runSeed, SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";
import { Actor } from "./actor.ts";
import { settle, turns } from "./universe.ts";

const room = "final" as RoomId;

async function world(seed: number) {
  const random = new SeededRandom(seed);
  const clock = new FakeClock();
  const inner = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const engine = new ShufflingEngine(inner, random, "any time");
  return { random, clock, engine, core: await startCore(engine, random, { clock }) };
}

describe("a race", () => {
  it("[R2] of 1000 peers for 8 seats in one tick is won by exactly 8, 100 times", {
    timeout: 120_000,
  }, async () => {
    const seed = runSeed();
    const { core, engine, random } = await world(seed);
    const peers = Array.from({ length: 1_000 }, () => core.peer());
    for (let race = 0; race < 100; race++) {
      const lobby = `race${race}` as RoomId;
      const first = random.below(1_000);
      const asked = peers
        .map((_, i) => peers[(first + i) % 1_000]!)
        .map((peer) => ({
          peer,
          id: peer.tell("join", { room: lobby, create: { capacity: 8, history: "none" } }),
        }));
      const answers = await Promise.all(
        asked.map(({ peer, id }) => peer.find((message) => message.id === id)),
      );
      const winners = asked.filter((_, i) => answers[i].type === "ok");
      const refused = answers.filter(({ code }) => code === "room_full");
      expect([winners.length, refused.length], `RTROOMS_SEED=${seed}, race ${race}`).toEqual([8, 992]);
      expect(new Set(winners.map(({ peer }) => peer)).size).toBe(8);
      for (const { peer } of winners) await peer.ask("leave", { room: lobby });
      for (const peer of peers) peer.log.length = 0;
    }
    await engine.close();
  });

  it("[R18] [R19] of 100 subscribers who are lost 20 times leaves no gap and no repetition", {
    timeout: 120_000,
  }, async () => {
    const seed = runSeed();
    const { core, engine, random } = await world(seed);
    const actors = Array.from({ length: 100 }, (_, i) => new Actor(`p${i}`, [room], 101));
    for (const actor of actors) {
      actor.connect(core, "new");
      actor.join(room, { create: { capacity: 101 } });
    }
    const talker = core.peer();
    await talker.ask("join", { room, create: { capacity: 101 } });
    await settle(actors.map(({ peer }) => peer));
    let said = 0;
    for (let round = 0; round < 20; round++) {
      for (const actor of actors) {
        actor.lose();
        if (random.below(4) === 0)
          talker.tell("publish", { room, event: "chat", data: { text: `${said++}` } });
        actor.connect(core, "resume");
      }
      talker.tell("publish", { room, event: "chat", data: { text: `${said++}` } });
      await turns(random.below(30));
      await settle([talker, ...actors.map(({ peer }) => peer)], 10);
    }
    const all = Array.from({ length: said }, (_, i) => `${i}`);
    for (const actor of actors) {
      actor.catchUp();
      const texts = actor.beliefs.get(room)!.texts;
      expect(
        [...texts.entries()].sort(([a], [b]) => a - b).map(([, text]) => text),
        `RTROOMS_SEED=${seed}`,
      ).toEqual(all);
    }
    await engine.close();
  });
});
