// The contract suite's part about topics; the rules it cites stand in docs/engine-contract.md.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine, TopicState } from "../../src/core/engine.ts";
import { limits, times } from "../../src/protocol/limits.ts";
import type { EngineSetup } from "./engine-contract.ts";
import { RecordingSink } from "./recording-sink.ts";
import { key, look } from "./rooms.ts";
import { keyOfTopic, value } from "./topics.ts";

export function topicsContract(name: string, setup: () => Promise<EngineSetup>): void {
  describe(name, () => {
    let world: EngineSetup;
    let engine: Engine;
    let sink: RecordingSink;
    const T = keyOfTopic("t");

    beforeEach(async () => {
      world = await setup();
      engine = await world.open();
      sink = new RecordingSink();
      await engine.start(sink);
    });

    afterEach(async () => {
      await engine.close();
      await world.clean?.();
    });

    const restart = async (): Promise<void> => {
      await engine.close();
      engine = await world.open();
      sink = new RecordingSink();
      await engine.start(sink);
    };

    const push = (data: unknown, more = {}) => engine.publish(T, value("t", data, more));
    const values = () => sink.of(T).map(({ event }) => event.type === "data" && [event.offset, event.data]);
    const dataOf = ({ missed }: TopicState) => missed?.map(({ data }) => data) ?? null;
    const pushed = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => push(i + 1)));

    it("[E20] keeps and announces every value of a topic that nobody made", async () => {
      await engine.attach(T);
      const all = await pushed(100);
      await expect.poll(values, { interval: 1 }).toEqual(all.map((_, i) => [i + 1, i + 1]));
      expect(all.map(({ position }) => position?.offset)).toEqual(all.map((_, i) => i + 1));
      expect(sink.of(T).map(({ kind, at }) => [kind, at])).toEqual(
        all.map(({ position }) => ["kept", { version: 0, position }]),
      );
    });

    it("[E20] is another stream than the room of the same name, and no room", async () => {
      await push("here");
      await expect(engine.command(key("t"), look)).rejects.toMatchObject({ code: "not_found" });
      expect((await engine.read(key("t"), { limit: 9 })).messages).toEqual([]);
      expect((await engine.census()).rooms).toEqual({ waiting: 0, active: 0, finished: 0 });
      expect((await engine.current(keyOfTopic("other"), null)).value).toBeNull();
    });

    it("[E20] sends what has the same key once, also after a restart", async () => {
      const first = await push("a", { key: "key-0001" });
      expect(await push("a", { key: "key-0001" })).toEqual({ ...first, duplicate: true });
      await restart();
      world.clock.advance(times.idempotency - 1);
      expect(await push("a", { key: "key-0001" })).toEqual({ ...first, duplicate: true });
      world.clock.advance(1);
      expect(await push("a", { key: "key-0001" })).toMatchObject({
        position: { offset: 2 },
        duplicate: false,
      });
    });

    it("[E21] shows the newest value after all that was called for before", async () => {
      expect(await engine.current(T, null)).toEqual({ value: null, position: null, missed: null });
      const sent = [push("one"), push({ x: 2 })];
      const state = await engine.current(T, null);
      const [, last] = await Promise.all(sent);
      expect(state).toEqual({
        value: { offset: 2, data: { x: 2 }, time: 1 },
        position: last!.position,
        missed: null,
      });
    });

    it("[E21] cuts the stream: all up to the answer before all that is after", async () => {
      await engine.attach(T);
      const cuts = await Promise.all(
        Array.from({ length: 12 }, async (_, i) => {
          const sent = [push(`${i}.1`), push(`${i}.2`)];
          const { position } = await engine.current(T, null);
          await Promise.all(sent);
          return position?.offset;
        }),
      );
      expect(cuts).toEqual(cuts.map((_, i) => 2 * (i + 1)));
      await expect.poll(() => values().length, { interval: 1 }).toBe(24);
    });

    it("[E21] tells exactly what came after a position", async () => {
      const [first, , third] = await pushed(3);
      expect(dataOf(await engine.current(T, first!.position))).toEqual([2, 3]);
      expect(dataOf(await engine.current(T, third!.position))).toEqual([]);
      await restart();
      expect(dataOf(await engine.current(T, first!.position))).toEqual([2, 3]);
    });

    it("[E21] recovers nothing for a position that is not of this very stream", async () => {
      const [, second] = await pushed(3);
      const position = second!.position!;
      const wrong = [
        { ...position, tag: "other" },
        { ...position, epoch: "other" },
        { ...position, offset: 1 },
        { ...position, offset: 0 },
        { ...position, offset: 4 },
      ];
      for (const since of wrong) expect(await engine.current(T, since)).toMatchObject({ missed: null });
      expect((await engine.current(keyOfTopic("never"), position)).missed).toBeNull();
    });

    it("[E21] recovers as much as is allowed, and not one more", async () => {
      const all = await pushed(limits.recoveryMessages + 2);
      expect(dataOf(await engine.current(T, all[1]!.position))).toHaveLength(limits.recoveryMessages);
      expect(await engine.current(T, all[0]!.position)).toMatchObject({
        missed: null,
        value: { data: limits.recoveryMessages + 2 },
      });
    });

    it("[E21] recovers within its bytes", async () => {
      const large = "x".repeat(limits.recoveryBytes / 8);
      const [first] = await Promise.all(Array.from({ length: 8 }, () => push(large)));
      expect(dataOf(await engine.current(T, first!.position))).toHaveLength(7);
      await push(large);
      expect((await engine.current(T, first!.position)).missed).toBeNull();
    });

    it("[E22] keeps the newest value for good", async () => {
      const first = await push("old");
      await push("newest");
      await restart();
      // Long enough for every walk over the streams that retention does.
      for (let i = 0; i < 4; i++) {
        world.clock.advance(limits.historyMs);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const state = await engine.current(T, first.position);
      expect(state).toMatchObject({ value: { offset: 2, data: "newest" }, position: { offset: 2 } });
      await expect
        .poll(async () => (await engine.current(T, first.position)).missed, { interval: 1 })
        .toBeNull();
      await restart();
      expect((await engine.current(T, null)).value?.data).toBe("newest");
    });
  });
}
