// A process that publishes as fast as it is answered and notes each answer in a file, for tests that kill it or its disk.
//   appender.ts <data dir> <acks file> <rooms' prefix> <safe | early | unsynced>
// The negative controls: `early` answers before the disk was asked, `unsynced` before it has synced. On stdout: `ready`, and `refused <code>` or
// `resumed` whenever publications begin to fail or to succeed again.
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import { openDiskStore } from "../../src/engines/embedded/disk-store.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { encodeRecord } from "../../src/engines/embedded/record.ts";
import type { HistoryStore } from "../../src/engines/embedded/store.ts";
import { RtError } from "../../src/protocol/errors.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import { systemClock, systemRandom } from "../../src/server/system.ts";
import { join as joins, key, message } from "./rooms.ts";

const ROOMS = 8;
const IN_FLIGHT = 8;

type Mode = "safe" | "early" | "unsynced";

const [dir, acksFile, prefix, mode] = process.argv.slice(2) as [string, string, string, Mode];

const early = (store: HistoryStore): HistoryStore => ({
  ...store,
  append: async (stream, records) => void store.append(stream, records).catch(() => {}),
});

/** Enough for streams that are new: nothing is read. */
function unsynced(store: HistoryStore): HistoryStore {
  const path = join(dir, "unsynced.lmdb");
  const file = open<Buffer, [string, number]>({
    path,
    noSubdir: true,
    encoding: "binary",
    keyEncoding: "ordered-binary",
    noSync: true,
  });
  return {
    ...store,
    async append(stream, records) {
      await file.batch(() => {
        for (const each of records) void file.put([stream, each.position.offset], encodeRecord(stream, each));
      });
    },
  };
}

const disk = await openDiskStore({ dir });
const engine = createEmbeddedEngine({
  node: "n1" as NodeId,
  clock: systemClock,
  random: systemRandom,
  store: mode === "early" ? early(disk) : mode === "unsynced" ? unsynced(disk) : disk,
});
const no = () => false;
const sink = { deliver() {}, direct: no, seated: no, member() {}, due() {}, changed() {}, broken() {} };
await engine.start(sink);

const acks = openSync(acksFile, "a");
let failing = false;

async function publishForEver(name: string, worker: number): Promise<void> {
  for (let i = 0; ; i++) {
    const text = `${name} ${process.pid} ${worker} ${i}`;
    try {
      const { position } = await engine.publish(key(name), message(name, text));
      writeSync(acks, `${JSON.stringify({ room: name, offset: position!.offset, text })}\n`);
      if (failing) process.stdout.write("resumed\n");
      failing = false;
    } catch (error) {
      const code = error instanceof RtError ? error.code : String(error);
      if (!failing) process.stdout.write(`refused ${code}\n`);
      failing = true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

for (let i = 0; i < ROOMS; i++) {
  const name = `${prefix}-${i}`;
  await engine.command(key(name), joins(name, "ada"));
  for (let worker = 0; worker < IN_FLIGHT; worker++) void publishForEver(name, worker);
}
process.stdout.write("ready\n");
