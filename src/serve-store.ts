// The store that a server opens, looked through at the start, and the backups of it.
import type { Clock } from "./core/clock.ts";
import { isTopic, type Stream } from "./core/engine.ts";
import type { BackupOptions, Backups } from "./engines/embedded/backups.ts";
import type { HistoryStore } from "./engines/embedded/store.ts";
import type { Log } from "./server/log.ts";

/** What a start spends on looking at records, besides the newest of each stream. */
const WALK_MS = 500;

/** The store on disk is loaded only where one is wanted. */
export async function openStore(dataDir: string | undefined, log: Log): Promise<HistoryStore> {
  if (dataDir === undefined) {
    const { createMemoryStore } = await import("./engines/embedded/memory-store.ts");
    return createMemoryStore();
  }
  const { openDiskStore } = await import("./engines/embedded/disk-store.ts");
  const store = await openDiskStore({
    dir: dataDir,
    onFinding: ({ stream, offset, what, message }) =>
      log.error({ ...placeOf(stream), offset, what, reason: message }, "the history has a damaged place"),
  });
  const walked = await store.walk(WALK_MS);
  if (walked.whole) log.info(walked, "looked through the history");
  else log.info(walked, "looked through a part of the history: rtrooms serve --verify looks at all of it");
  return store;
}

const placeOf = (stream: Stream) => (isTopic(stream) ? { topic: stream.slice(1) } : { room: stream });

/** Null where none are wanted. The first one is on its way when this resolves. */
export async function openBackups(
  store: HistoryStore,
  clock: Clock,
  options: BackupOptions | undefined,
  log: Log,
): Promise<Backups | null> {
  if (!options || !store.backup) return null;
  const { Backups } = await import("./engines/embedded/backups.ts");
  const backups = new Backups(store, clock, options, {
    taken: (path) => log.info({ path }, "backup taken"),
    failed: (error) => log.error({ err: error }, "a backup failed"),
  });
  backups.start();
  return backups;
}
