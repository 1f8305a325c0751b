// Group commit: what forms a batch, and what fails with it.
import { expect, it } from "vitest";
import { type Write, WriteQueue } from "../../../src/engines/embedded/write-queue.ts";

function queueByHand() {
  const batches: { writes: number; settle(error?: Error): void }[] = [];
  const queue = new WriteQueue(
    (writes: Write[]) =>
      new Promise((resolve, reject) => {
        batches.push({
          writes: writes.length,
          settle: (error) => (error ? reject(error) : resolve()),
        });
      }),
  );
  return { queue, batches };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const write = () => {};

it("gathers what comes in one turn, and everything that comes while a batch is on its way", async () => {
  const { queue, batches } = queueByHand();
  const first = [queue.add(write), queue.add(write)];
  await turn();
  const second = [queue.add(write), queue.add(write), queue.add(write)];
  await turn();
  expect(batches.map(({ writes }) => writes)).toEqual([2]);
  batches[0]!.settle();
  await Promise.all(first);
  // Whoever waited for the first batch still gets into the second.
  second.push(queue.add(write));
  await turn();
  expect(batches.map(({ writes }) => writes)).toEqual([2, 4]);
  batches[1]!.settle();
  await Promise.all(second);
  await queue.idle();
});

it("fails a batch as a whole and goes on with the next", async () => {
  const { queue, batches } = queueByHand();
  const failing = Promise.allSettled([queue.add(write), queue.add(write)]);
  await turn();
  const later = queue.add(write);
  batches[0]!.settle(new Error("No space left on device"));
  expect((await failing).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await turn();
  batches[1]!.settle();
  await later;
});
