// Time as the client has it, on a machine whose clock is set.
import { afterEach, expect, it, vi } from "vitest";
import { realWorld } from "../../src/client/world.ts";

const HOUR = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

it.each([HOUR, -HOUR])("[T34] goes on as before when the wall clock is set by %i ms", (by) => {
  const before = realWorld.now();
  const wall = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: wall + by });
  const passed = realWorld.now() - before;
  expect(passed).toBeGreaterThanOrEqual(0);
  expect(passed).toBeLessThan(HOUR / 2);
});
