// Group commit: one batch is on its way to the disk, and everything queued meanwhile forms the next.

export type Write = () => void;

interface Queued {
  write: Write;
  resolve(): void;
  reject(error: unknown): void;
}

export class WriteQueue {
  #queued: Queued[] = [];
  #running = false;
  #idle: (() => void)[] = [];
  #between: (() => Promise<void>)[] = [];
  readonly #commit: (writes: Write[]) => Promise<void>;

  constructor(commit: (writes: Write[]) => Promise<void>) {
    this.#commit = commit;
  }

  /** Settles with its batch: on disk, or nothing of the batch. */
  add(write: Write): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queued.push({ write, resolve, reject });
      if (!this.#running) this.#next();
    });
  }

  /** Between two batches. */
  alone(run: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#between.push(() => run().then(resolve, reject));
      if (!this.#running) this.#next();
    });
  }

  idle(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** Begins once the present turn is over, so that whoever waited for the last batch gets into this one. */
  #next(): void {
    this.#running = true;
    setImmediate(async () => {
      for (const run of this.#between.splice(0)) await run();
      const batch = this.#queued;
      this.#queued = [];
      try {
        if (batch.length > 0) await this.#commit(batch.map(({ write }) => write));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      if (batch.length > 0 || this.#queued.length + this.#between.length > 0) return this.#next();
      this.#running = false;
      for (const resolve of this.#idle.splice(0)) resolve();
    });
  }
}
