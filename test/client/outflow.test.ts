// What a client sends is held back to what its server takes, in order, and never refused by itself.
import { expect, it } from "vitest";
import { Outflow } from "../../src/client/outflow.ts";
import type { Welcome } from "../../src/protocol/requests.ts";
import { FakeClock } from "../support/fake-clock.ts";

const told = { messagesPerSecond: 100, messageBurst: 20, signalsPerSecond: 10, signalBurst: 10 };
const start = (limits: Partial<Welcome["limits"]>) => {
  const clock = new FakeClock();
  const world = {
    now: () => clock.now(),
    after: (ms: number, task: () => void) => clock.after(ms, task),
    random: () => 0,
  };
  const outflow = new Outflow(world);
  outflow.limit(limits as Welcome["limits"]);
  const sent: number[] = [];
  return {
    clock,
    outflow,
    sent,
    add: (i: number, type: "publish" | "signal" = "publish") => outflow.add(type, () => sent.push(i)),
  };
};
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

it("[X2] sends nine tenths of the burst at once, and the rest at nine tenths of the rate, in order", () => {
  const { clock, sent, add } = start(told);
  for (const i of upTo(100)) add(i);
  expect(sent).toEqual(upTo(18));
  clock.advance(500);
  expect(sent.length).toBeGreaterThan(18 + 40);
  expect(sent.length).toBeLessThanOrEqual(18 + 45);
  clock.advance(1_000);
  expect(sent).toEqual(upTo(100));
  expect(clock.pending).toBe(0);
});

it("[X2] keeps the order where a signal has to wait", () => {
  const { clock, sent, add } = start(told);
  for (const i of upTo(10)) add(i, "signal");
  add(10);
  expect(sent).toEqual(upTo(9));
  clock.advance(200);
  expect(sent).toEqual(upTo(11));
});

it("[X2] sends all at once to a server that limits nothing", () => {
  const { sent, add } = start({});
  for (const i of upTo(1_000)) add(i);
  expect(sent).toHaveLength(1_000);
});

it("sends nothing that waited once it has stopped", () => {
  const { clock, outflow, sent, add } = start(told);
  for (const i of upTo(50)) add(i);
  outflow.stop();
  clock.advance(10_000);
  expect(sent).toEqual(upTo(18));
  expect(clock.pending).toBe(0);
});
