// The appender of test/support in a process of its own, without the server: for negative controls.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readAcks } from "../../support/audit.ts";

const APPENDER = new URL("../../support/appender.ts", import.meta.url).pathname;

export interface Writer {
  kill(): Promise<void>;
}

/** Settles when at least so many are acknowledged. */
export async function startWriter(
  dataDir: string,
  acks: string,
  mode: "early" | "unsynced",
  count: number,
): Promise<Writer> {
  const args = ["--import", "tsx", APPENDER, dataDir, acks, "r", mode];
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  const gone = once(child, "exit");
  while (readAcks(acks).length < count) {
    if (hasEnded(child)) throw new Error("The appender ended by itself.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    async kill() {
      if (!hasEnded(child)) child.kill("SIGKILL");
      await gone;
    },
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
