// The real server binary in a process of its own, for runs that kill it or take its disk away.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const BINARY = new URL("../../../bin/rtrooms.js", import.meta.url).pathname;
/** Longer than any start takes. */
const START_MS = 20_000;

/** Nothing is trimmed, so that everything that was acknowledged can be looked for. */
const KEEP_ALL = { defaults: { history: { messages: 1_000_000, maxAge: "3650d" } } };

export interface ChaosServer {
  pid: number;
  url: string;
  ws: string;
  /** From the start of the process to the first /readyz that says ready. */
  readyMs: number;
  log(): string;
  alive(): boolean;
  /** The status of /readyz; 0 where nothing answers. */
  ready(): Promise<number>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Load from a few connections is what a server's limits are there against. */
const UNLIMITED = ["--limits", "off"];

/** `folder`: for its configuration and log, on a disk that stays. */
export async function startServer(folder: string, dataDir: string, ...more: string[]): Promise<ChaosServer> {
  const config = join(folder, "rtrooms.json");
  writeFileSync(config, JSON.stringify(KEEP_ALL));
  const logFile = join(folder, "server.log");
  const begun = performance.now();
  const args = [BINARY, "serve", "--port", "0", "--json", "--config", config, "--data-dir", dataDir];
  const child = spawn(process.execPath, [...args, ...UNLIMITED, ...more], {
    stdio: ["ignore", "pipe", openSync(logFile, "a")],
    env: { PATH: process.env.PATH, HOME: folder, RTROOMS_CONFIG_DIR: join(folder, "config") },
  });
  const { url, ws } = JSON.parse(await firstLine(child, () => readFileSync(logFile, "utf8")));
  const ready = async (): Promise<number> =>
    fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ status }) => status,
      () => 0,
    );
  while ((await ready()) !== 200) {
    if (performance.now() - begun > START_MS) throw new Error("The server does not become ready.");
  }
  return {
    pid: child.pid!,
    url,
    ws,
    readyMs: performance.now() - begun,
    log: () => readFileSync(logFile, "utf8"),
    alive: () => child.exitCode === null && child.signalCode === null,
    ready,
    async kill(signal = "SIGKILL") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess, log: () => string): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  const ended = once(child, "exit").then(() => {
    throw new Error(`The server ended at its start:\n${log()}`);
  });
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  ended.catch(() => {});
  return line;
}
