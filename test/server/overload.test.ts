// When the event loop is too late for more people: by how much of the last seconds it stood still, and not to and fro.
import { expect, it } from "vitest";
import { Overload } from "../../src/server/overload.ts";

/** A loop whose timer comes every 20 ms, and `lateMs` later in every `every`th turn. */
function run(overload: Overload, from: number, ms: number, lateMs: number, every = 1): number {
  let now = from;
  for (let turn = 1; now < from + ms; turn++) {
    const late = turn % every === 0 ? lateMs : 1;
    now += 20 + late;
    overload.look(now, late);
  }
  return now;
}

it("[T9] says so once half of the last seconds were stalls, and is slow to forget it", () => {
  const overload = new Overload(0);
  let now = run(overload, 10_000, 10_000, 5);
  expect(overload.overloaded).toBe(false);
  now = run(overload, now, 5_000, 300, 30);
  expect(overload.overloaded).toBe(false);
  now = run(overload, now, 5_000, 300, 5);
  expect(overload.overloaded).toBe(true);
  now = run(overload, now, 10_000, 150);
  expect(overload.overloaded).toBe(true);
  run(overload, now, 6_000, 5);
  expect(overload.overloaded).toBe(false);
});

it("[T9] is not put off by one long stall, nor by what a start takes", () => {
  const starting = new Overload(0);
  run(starting, 0, 9_000, 500);
  expect(starting.overloaded).toBe(false);
  const stalled = new Overload(0);
  const now = run(stalled, 10_000, 10_000, 5);
  stalled.look(now + 3_000, 3_000);
  run(stalled, now + 3_000, 1_000, 5);
  expect(stalled.overloaded).toBe(false);
});
