// Mistakes that an engine could make with topics, each of which some universe must notice.
import { describe, expect, it } from "vitest";
import { runSeed } from "../support/seeded-random.ts";
import { type Plant, run } from "./topics.ts";
import { Story } from "./universe.ts";

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

describe("universes of topics", () => {
  it.each(Object.entries(PLANTS))("notice %s", async (_, plant) => {
    const first = runSeed();
    const universes = async (): Promise<void> => {
      for (let seed = first; seed < first + 40; seed++) await run(seed, new Story(), plant);
    };
    await expect(universes(), `RTROOMS_SEED=${first}`).rejects.toThrow(/Violation|:/);
  });
});
