// R7: the process that holds the store is killed while it publishes; nothing that was answered may be missing.
import type { ChaosRun } from "../run.ts";

export const run: ChaosRun = {
  row: "R7",
  title: "kill -9 while publishing",
  suites: ["test/engines/embedded/crash.test.ts"],
};
