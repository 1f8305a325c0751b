// The built binary in child processes, each test with a home of its own: run to the end, left running, or as a server.
import { type ChildProcessWithoutNullStreams, type StdioOptions, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const BINARY = new URL("../../bin/rtrooms.js", import.meta.url).pathname;
const BUILT = new URL("../../dist/cli.js", import.meta.url).pathname;

/** Longer than anything here takes; what hangs is told with what it printed so far. */
const HANGS_MS = 20_000;

/** Folders for configuration and data that no other test sees, and an environment without what the machine sets. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), "rtrooms-"));
  readonly #running: Running[] = [];

  env(more: Record<string, string> = {}): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      HOME: this.folder,
      LANG: "C.UTF-8",
      TERM: "xterm-256color",
      RTROOMS_CONFIG_DIR: join(this.folder, "config"),
      XDG_DATA_HOME: join(this.folder, "data"),
      ...more,
    };
  }

  start(args: readonly string[], options: RunOptions = {}): Running {
    const running = new Running(args, this.env(options.env), options);
    this.#running.push(running);
    return running;
  }

  /** Runs to the end. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return await this.start(args, options).finished;
  }

  serve(...args: string[]): Promise<Server> {
    return this.serveIn({}, ...args);
  }

  /** With this in its environment. */
  async serveIn(env: Record<string, string>, ...args: string[]): Promise<Server> {
    const running = this.start(["serve", "--port", "0", "--json", ...args], { env });
    const { port, url } = JSON.parse(await running.line((line) => line.includes('"listening"')));
    return { running, port, url, env: { RTROOMS_URL: url } };
  }

  async clean(): Promise<void> {
    for (const running of this.#running) running.kill("SIGKILL");
    await Promise.all(this.#running.map(({ finished }) => finished));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface RunOptions {
  env?: Record<string, string>;
  /** All of stdin. Without it stdin is /dev/null; `null` leaves it open for `write`. */
  input?: string | null;
}

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Server {
  running: Running;
  port: number;
  url: string;
  /** Makes it the server of a command. */
  env: { RTROOMS_URL: string };
}

export class Running {
  readonly finished: Promise<Finished>;
  stdout = "";
  stderr = "";
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #args: readonly string[];
  readonly #listeners = new Set<() => void>();
  #ended = false;

  constructor(args: readonly string[], env: Record<string, string>, { input }: RunOptions) {
    if (!existsSync(BUILT)) throw new Error("The binary is not built. Build it with: npm run build");
    this.#args = args;
    const stdio: StdioOptions = [input === undefined ? "ignore" : "pipe", "pipe", "pipe"];
    this.#child = spawn(process.execPath, [BINARY, ...args], {
      env,
      stdio,
    }) as ChildProcessWithoutNullStreams;
    const take = (stream: "stdout" | "stderr") => (chunk: string) => {
      this[stream] += chunk;
      this.#tell();
    };
    this.#child.stdout.setEncoding("utf8").on("data", take("stdout"));
    this.#child.stderr.setEncoding("utf8").on("data", take("stderr"));
    this.finished = new Promise((resolve) => {
      this.#child.on("close", (code, signal) => {
        this.#ended = true;
        this.#tell();
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
    // A command that has ended before it read its input is no failure of the test.
    this.#child.stdin?.on("error", () => {});
    if (typeof input === "string") this.#child.stdin.end(input);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get lines(): string[] {
    return this.stdout.split("\n").filter((line) => line !== "");
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  /** As `| head -1` does when it has what it wants. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.#ended) this.#child.kill(signal);
  }

  /** The first line on stdout that is looked for. */
  line(wanted: (line: string) => boolean): Promise<string> {
    return this.#until(() => this.lines.find(wanted), "a line on stdout");
  }

  /** Resolves when stderr holds the text. */
  async told(text: string): Promise<void> {
    await this.#until(() => this.stderr.includes(text) || undefined, `"${text}" on stderr`);
  }

  #until<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        act();
      };
      const fail = (why: string) => (): void =>
        settle(() =>
          reject(
            new Error(
              `rtrooms ${this.#args.join(" ")} ${why} before ${what}.\nstdout: ${this.stdout}\nstderr: ${this.stderr}`,
            ),
          ),
        );
      const look = (): void => {
        const found = find();
        if (found !== undefined) settle(() => resolve(found));
        else if (this.#ended) fail("ended")();
      };
      const timer = setTimeout(fail("did nothing for long"), HANGS_MS);
      this.#listeners.add(look);
      look();
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
