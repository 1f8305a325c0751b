// The engine contract over the embedded engine: in memory, on disk, and both made as slow and disorderly as is allowed.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDiskStore } from "../../../src/engines/embedded/disk-store.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../../src/engines/embedded/memory-store.ts";
import type { HistoryStore } from "../../../src/engines/embedded/store.ts";
import type { NodeId } from "../../../src/protocol/ids.ts";
import { type EngineSetup, engineContract } from "../../support/engine-contract.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { lobbyContract } from "../../support/lobby-contract.ts";
import { queuesContract } from "../../support/queues-contract.ts";
import { runSeed, SeededRandom } from "../../support/seeded-random.ts";
import { ShufflingEngine } from "../../support/shuffling-engine.ts";
import { topicsContract } from "../../support/topics-contract.ts";

const seed = runSeed();

function setup(
  shuffled: boolean,
  openStore: () => Promise<HistoryStore>,
  clean?: () => Promise<void>,
): EngineSetup {
  const clock = new FakeClock();
  const random = new SeededRandom(seed);
  return {
    clock,
    async open() {
      const store = await openStore();
      const onFault = (error: unknown) => {
        throw error;
      };
      const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store, onFault });
      return shuffled ? new ShufflingEngine(engine, random) : engine;
    },
    ...(clean && { clean }),
  };
}

async function inMemory(shuffled: boolean): Promise<EngineSetup> {
  const store = createMemoryStore();
  return setup(shuffled, async () => store);
}

async function onDisk(shuffled: boolean): Promise<EngineSetup> {
  const dir = await mkdtemp(join(tmpdir(), "rtrooms-engine-"));
  return setup(
    shuffled,
    () => openDiskStore({ dir }),
    () => rm(dir, { recursive: true }),
  );
}

for (const contract of [engineContract, topicsContract, lobbyContract, queuesContract]) {
  contract("embedded engine, in memory", () => inMemory(false));
  contract("embedded engine, on disk", () => onDisk(false));
  contract(`embedded engine, in memory, shuffled (RTROOMS_SEED=${seed})`, () => inMemory(true));
  contract(`embedded engine, on disk, shuffled (RTROOMS_SEED=${seed})`, () => onDisk(true));
}
