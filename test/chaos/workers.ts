// Processes for the many: programs of this folder that are asked for things by the run that started them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: string };

/** A run waits no longer than this for anything. */
const ANSWERS_WITHIN_MS = 5 * 60_000;

export class Worker {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #ids = 0;

  /** `program` is a file of `workers/`. */
  constructor(program: string, netns?: string) {
    const file = new URL(`workers/${program}`, import.meta.url).pathname;
    const inside = netns ? ["ip", "netns", "exec", netns] : [];
    const [command, ...args] = [...inside, process.execPath, "--import", "tsx", file];
    this.#child = spawn(command!, args, { stdio: ["ignore", 2, 2, "ipc"] });
    this.#child.on("message", (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.value);
      else waiting?.reject(new Error(`${program}: ${answer.error}`));
    });
    this.#child.once("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${program} has ended`));
      this.#waiting.clear();
    });
  }

  async ask<T>(what: string, params: object = {}): Promise<T> {
    const id = ++this.#ids;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const timer = setTimeout(() => {
      this.#waiting.get(id)?.reject(new Error(`no answer to "${what}"`));
      this.#waiting.delete(id);
    }, ANSWERS_WITHIN_MS);
    this.#child.send({ id, what, params });
    try {
      return (await answer) as T;
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }
}

type Handlers = Record<string, (params: never) => unknown>;

/** The worker's side. It ends with the run. */
export function answer(handlers: Handlers): void {
  process.on("disconnect", () => process.exit());
  process.on("message", async ({ id, what, params }: { id: number; what: string; params: never }) => {
    try {
      process.send!({ id, ok: true, value: await handlers[what]!(params) });
    } catch (error) {
      process.send!({ id, ok: false, error: error instanceof Error ? (error.stack ?? "") : String(error) });
    }
  });
}

/** Of the whole machine, whatever the process: milliseconds that only grow. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** So many at a time that a backlog holds. */
export async function inGroups<T>(
  count: number,
  size: number,
  make: (index: number) => Promise<T>,
): Promise<T[]> {
  const all: T[] = [];
  while (all.length < count) {
    const base = all.length;
    const group = Array.from({ length: Math.min(size, count - base) }, (_, i) => make(base + i));
    all.push(...(await Promise.all(group)));
  }
  return all;
}
