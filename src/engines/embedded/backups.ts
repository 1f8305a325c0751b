// Backups while the server runs: a whole copy as of one moment, complete under its name or not there, the oldest cleared away.
import { accessSync, chmodSync, constants, mkdirSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { type HistoryStore, StoreError } from "./store.ts";

export interface BackupOptions {
  /** The folder that they go to. */
  to: string;
  /** Milliseconds from one to the next. */
  every: number;
  /** So many stay, the newest. */
  keep: number;
}

export interface BackupNews {
  taken(path: string): void;
  failed(error: unknown): void;
}

const NAME = /^rtrooms-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.lmdb$/;
const PARTIAL = ".partial-";

export class Backups {
  readonly #store: HistoryStore;
  readonly #clock: Clock;
  readonly #options: BackupOptions;
  readonly #news: BackupNews;
  #running: Promise<string> | null = null;
  #cancel = () => {};
  #stopped = false;

  /** Throws a StoreError where the folder can't be written. */
  constructor(store: HistoryStore, clock: Clock, options: BackupOptions, news: BackupNews) {
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
    this.#news = news;
    prepare(options.to);
  }

  /** One at once, so that what is wrong shows at the start and not in an hour. */
  start(): void {
    void this.take().catch(() => {});
  }

  /** The path of a complete one. Who asks while one is being taken gets that one. */
  take(): Promise<string> {
    this.#running ??= this.#take().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running?.catch(() => {});
  }

  async #take(): Promise<string> {
    this.#cancel();
    try {
      const path = await copy(this.#store, this.#options.to, new Date(this.#clock.wall()));
      clear(this.#options);
      this.#news.taken(path);
      return path;
    } catch (error) {
      this.#news.failed(error);
      throw error;
    } finally {
      if (!this.#stopped) this.#cancel = this.#clock.after(this.#options.every, () => this.start());
    }
  }
}

function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    for (const name of readdirSync(folder)) {
      if (name.startsWith(PARTIAL)) rmSync(join(folder, name), { recursive: true });
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      "unwritable",
      `Backups can't be written to ${folder}: ${why}. Choose another folder with --backup-to DIR, or start without.`,
      error,
    );
  }
}

/** Beside the others under its name only when it is whole and on disk. */
async function copy(store: HistoryStore, folder: string, now: Date): Promise<string> {
  // Nobody else may enter it: LMDB makes its copy readable for all.
  const partial = await mkdtemp(join(folder, PARTIAL));
  try {
    const draft = join(partial, "history.lmdb");
    await store.backup!(draft);
    chmodSync(draft, 0o600);
    await sync(draft, "r+");
    const path = join(folder, `rtrooms-${now.toISOString().replace(/[:.]/g, "-")}.lmdb`);
    await rename(draft, path);
    if (process.platform !== "win32") await sync(folder, "r");
    return path;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function sync(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Only what has the name of a backup goes. */
function clear({ to, keep }: BackupOptions): void {
  const there = readdirSync(to).filter((name) => NAME.test(name));
  for (const name of there.sort().slice(0, -keep)) rmSync(join(to, name));
}
