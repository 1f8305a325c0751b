// A home, a world that is the same each time, a server in it, terminals before it, and clients that act by a script.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, connect } from "../../src/client/node.ts";
import { Home, type Running } from "../support/binary.ts";
import { Terminal } from "../support/pty.ts";

const WORLD = fileURLToPath(new URL("world.mjs", import.meta.url));
const START = Date.parse("2026-01-05T14:02:00Z");
/** Nobody listens there: where a server was that is gone. */
const NOBODY = 1;
const ADMIN_TOKEN = "admin-of-the-stage";

export interface Size {
  columns: number;
  rows: number;
}

export class Stage {
  readonly home = new Home();
  readonly #folder = join(this.home.folder, "world");
  readonly #terminals: Terminal[] = [];
  readonly #clients: Client[] = [];
  readonly #ends: (() => unknown)[] = [];
  #server: Running | null = null;
  #url = "";
  #processes = 0;

  constructor() {
    mkdirSync(this.#folder);
    this.at(START);
    this.port(NOBODY);
  }

  /** The time on all clocks, as `14:05`, or with its date. */
  at(time: string | number): void {
    const ms =
      typeof time === "number" ? time : Date.parse(time.includes("T") ? time : `2026-01-05T${time}Z`);
    writeFileSync(join(this.#folder, "clock"), new Uint8Array(Float64Array.of(ms).buffer));
  }

  /** Where the port that is typed and shown leads to. */
  port(port: number): void {
    writeFileSync(join(this.#folder, "port"), String(port));
  }

  /** Ended with the stage. */
  onEnd(end: () => unknown): void {
    this.#ends.push(end);
  }

  get env(): Record<string, string> {
    this.#processes += 1;
    return this.home.env({
      TZ: "UTC",
      COLORTERM: "",
      NODE_OPTIONS: `--import=${WORLD}`,
      SCREENS_WORLD: this.#folder,
      SCREENS_SEED: String(this.#processes),
    });
  }

  async serve(...args: string[]): Promise<void> {
    const memory = args.includes("--data-dir") ? [] : ["--memory"];
    const env = { ...this.env, RTROOMS_ADMIN_TOKEN: ADMIN_TOKEN };
    this.#server = this.home.start(["serve", "--json", ...memory, ...args], { env });
    await this.#server.line((line) => line.includes('"listening"'));
    this.#url = this.#where();
  }

  /** As `kill -9` does. */
  async killServer(): Promise<void> {
    this.#server?.kill("SIGKILL");
    await this.#server?.finished;
    this.port(NOBODY);
  }

  /** The binary on a terminal of its own. */
  terminal(args: readonly string[], size: Size, env: Record<string, string> = {}): Terminal {
    const terminal = Terminal.run(args, { env: { ...this.env, ...env }, ...size });
    this.#terminals.push(terminal);
    return terminal;
  }

  /** A shell line on a terminal; see Terminal.shell. */
  shell(line: string, size: Partial<Size> = {}): Terminal {
    const terminal = Terminal.shell(line, { env: this.env, ...size });
    this.#terminals.push(terminal);
    return terminal;
  }

  /** A client of this process, at the same server. */
  async client(name: string): Promise<Client> {
    const client = await connect({ url: this.#url, name });
    this.#clients.push(client);
    return client;
  }

  /** One that may do what an administrator may. */
  async admin(name: string): Promise<Client> {
    const client = await connect({ url: this.#url, name, token: ADMIN_TOKEN });
    this.#clients.push(client);
    return client;
  }

  /** To the end. */
  async run(...args: string[]): Promise<string> {
    return (await this.home.run(args, { env: this.env })).stdout;
  }

  async close(): Promise<void> {
    for (const terminal of this.#terminals) terminal.kill("SIGKILL");
    this.#server?.kill("SIGKILL");
    await Promise.all([...this.#clients.map((client) => client.close()), ...this.#ends.map((end) => end())]);
    await this.home.clean();
  }

  #where(): string {
    return `http://127.0.0.1:${readFileSync(join(this.#folder, "port"), "utf8")}`;
  }
}
