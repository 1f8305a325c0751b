// The built server in a process of its own, with what the system says of it: memory, open files, its end.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stats } from "../../src/protocol/stats.ts";

const BINARY = new URL("../../bin/rtrooms.js", import.meta.url).pathname;
const STARTS_WITHIN_MS = 30_000;
const PAGE = 4_096;
const TICKS_A_SECOND = 100;

export const TOKEN = "chaos-run-admin-token-0123456789abcdef";
export const MIB = 1024 * 1024;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface ServerSetup {
  /** Of `serve`. Without it: in memory, on a free port. */
  args?: string[];
  /** Of Node, before the script. */
  node?: string[];
  /** The network namespace that it runs in. */
  netns?: string;
}

export class ChaosServer {
  readonly url: string;
  readonly ws: string;
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #folder: string;
  /** What it wrote on stderr. */
  log = "";

  private constructor(child: ChildProcess, folder: string, said: { url: string; ws: string; port: number }) {
    this.#child = child;
    this.#folder = folder;
    this.url = said.url;
    this.ws = said.ws;
    this.port = said.port;
    // `ip netns exec` becomes the program that it starts.
    this.pid = child.pid!;
  }

  static async start({ args = ["--memory"], node = [], netns }: ServerSetup = {}): Promise<ChaosServer> {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-chaos-"));
    const port = args.includes("--port") ? [] : ["--port", "0"];
    const command = [
      process.execPath,
      ...node,
      BINARY,
      "serve",
      "--json",
      "--log-level",
      "warn",
      "--limits",
      "off",
    ];
    const inside = netns ? ["ip", "netns", "exec", netns] : [];
    const [program, ...rest] = [...inside, ...command, ...port, ...args];
    const child = spawn(program!, rest, {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        RTROOMS_CONFIG_DIR: folder,
        RTROOMS_ADMIN_TOKEN: TOKEN,
      },
    });
    let [out, log, server]: [string, string, ChaosServer | null] = ["", "", null];
    child.stderr!.setEncoding("utf8").on("data", (chunk: string) => {
      log += chunk;
      if (server) server.log = log;
    });
    const line = new Promise<string>((resolve, reject) => {
      const fail = (why: string) => () => reject(new Error(`the server ${why}: ${log}`));
      const timer = setTimeout(fail("says nothing"), STARTS_WITHIN_MS);
      child.stdout!.setEncoding("utf8").on("data", (chunk: string) => {
        out += chunk;
        if (!out.includes("\n")) return;
        clearTimeout(timer);
        resolve(out.split("\n")[0]!);
      });
      child.once("exit", fail("did not start"));
    });
    try {
      server = new ChaosServer(child, folder, JSON.parse(await line));
      server.log = log;
      return server;
    } catch (error) {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resident bytes. */
  get rss(): number {
    return Number(readFileSync(`/proc/${this.pid}/statm`, "utf8").split(" ")[1]) * PAGE;
  }

  /** Seconds that it has computed so far. */
  get cpu(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  get files(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  async ask(path: string): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  }

  stats(): Promise<Stats> {
    return this.ask("/stats") as Promise<Stats>;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (!this.ended) {
      const exit = once(this.#child, "exit");
      this.#child.kill(signal);
      await exit;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Asks until it is so, or until it is too late; answers whether it came to be. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await holds()) return true;
    if (performance.now() > end) return false;
    await sleep(100);
  }
}

/** The p-th of a hundred, 0 of none. */
export function percentile(numbers: readonly number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
}

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
