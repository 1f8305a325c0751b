// A process that opens a data folder and keeps it: says `open`, or `refused <code> <message>`.
import { openDiskStore } from "../../src/engines/embedded/disk-store.ts";
import { StoreError } from "../../src/engines/embedded/store.ts";

try {
  await openDiskStore({ dir: process.argv[2]! });
  process.stdout.write("open\n");
  setInterval(() => {}, 1 << 30);
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  process.stdout.write(`refused ${error.code} ${error.message}\n`);
}
