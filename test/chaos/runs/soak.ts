// R18: hundreds come and go without a pause; memory must not grow, and afterwards nothing of them is left.
// `SOAK_MINUTES=30 npm run chaos -- --only soak` makes it longer.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Control, tellControl } from "../control.ts";
import { Inspector } from "../inspector.ts";
import type { ChaosRun, Report, Size } from "../run.ts";
import { ChaosServer, MIB, rounded, sleep, until } from "../server.ts";
import { Worker } from "../workers.ts";

const MOST_SLOPE = 1;
const SAMPLE_MS = 10_000;
const SETTLE_MS = 30_000;
/** One object in so many connections is not what each of them leaves behind. */
const CONNECTS_AN_OBJECT = 20;
const HOUR = 3_600_000;

const sizes = {
  small: { workers: 1, connections: 50, everyMs: 50, warmMs: 1_000, soakMs: 3_000 },
  full: {
    workers: 2,
    connections: 250,
    everyMs: 2_000,
    // As long as anything is kept for a while: keys of publications, five minutes.
    warmMs: 300_000,
    soakMs: 60_000 * Number(process.env.SOAK_MINUTES ?? 10),
  },
};
const PLACE = { rooms: 60, topics: 20 };

/** Nothing of a lost peer is kept longer than the run can wait for. */
const CONFIG = { defaults: { grace: "1s", room: { hold: "1s" } } };

export const run: ChaosRun = {
  row: "R18",
  title: "soak with churn",
  async run(size, report) {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-soak-"));
    const config = join(folder, "rtrooms.json");
    writeFileSync(config, JSON.stringify(CONFIG));
    const server = await ChaosServer.start({
      args: ["--config", config, "--data-dir", join(folder, "data")],
      node: ["--inspect=127.0.0.1:0"],
    });
    const workers = Array.from({ length: sizes[size].workers }, () => new Worker("churn.ts"));
    let inspector: Inspector | undefined;
    try {
      inspector = await Inspector.attach(server);
      await soak({ server, inspector, workers, size, report });
      const said = server.log.split("\n").filter((line) => /Warning:|"level":[456]0/.test(line));
      report.lose("warnings and faults", said.length);
      for (const line of said.slice(0, 3)) report.fail(line);
    } finally {
      inspector?.close();
      await Promise.all(workers.map((worker) => worker.stop()));
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Rounds {
  connects: number;
  done: number;
  failed: Record<string, number>;
  /** The longest that the worker itself stood still. */
  lateMs: number;
}

interface Scene {
  server: ChaosServer;
  inspector: Inspector;
  workers: Worker[];
  size: Size;
  report: Report;
}

async function soak(scene: Scene): Promise<void> {
  const { server, inspector, workers, size, report } = scene;
  const { connections, everyMs, warmMs, soakMs } = sizes[size];
  const churn = { url: server.url, connections, everyMs, ...PLACE };
  const start = () => Promise.all(workers.map((worker) => worker.ask("start", churn)));
  const stop = () => Promise.all(workers.map((worker) => worker.ask<Rounds>("stop")));

  await workers[0]!.ask("touch", churn);
  await start();
  await sleep(warmMs);
  await stop();
  const before = await settled(scene);

  // Not while objects are counted, for which the server stands still.
  const control = await Control.start(server.url);
  await start();
  if (size === "full") {
    await sleep(warmMs);
    await watchHeap(inspector, soakMs, report);
  } else await sleep(soakMs);
  const rounds = await stop();
  tellControl(report, await control.stop());
  const after = await settled(scene);

  report.try("connections at a time", connections * workers.length);
  const sum = (what: "connects" | "done"): number => rounds.reduce((all, each) => all + each[what], 0);
  report.try("connections made", sum("connects"));
  report.try("rounds", sum("done"));
  const failed = rounds.flatMap((each) => Object.entries(each.failed));
  report.lose(
    "rounds failed",
    failed.reduce((all, [, count]) => all + count, 0),
  );
  for (const [message, count] of failed.slice(0, 5)) report.fail(`${count} times: ${message}`);
  const lateMs = Math.max(...rounds.map((each) => each.lateMs));
  report.figure("a worker stood still for", Math.round(lateMs), "ms");
  report.figure(
    "heap without anybody, above that before",
    rounded((after.heap - before.heap) / 1_024),
    "KiB",
  );
  report.lose("files left open", Math.max(0, after.files - before.files));
  report.lose("rooms left over", Math.max(0, after.rooms - before.rooms));
  report.lose("connections left over", Math.max(0, after.connections - before.connections));
  report.lose("subscriptions left over", Math.max(0, after.subscribers - before.subscribers));
  report.lose("timers and handles left over", grown(before.awake, after.awake, 2).length);
  if (size === "full") {
    const kinds = grown(before.objects, after.objects, sum("connects") / CONNECTS_AN_OBJECT);
    report.lose("kinds of objects left over", kinds.length);
    for (const kind of kinds) report.fail(`left on the heap: ${kind}`);
  }
}

/** Once everybody is gone and what waits for them has run out. */
async function settled({ server, inspector, size }: Scene) {
  const quiet = async (): Promise<boolean> => {
    const { connections, totalRooms } = await server.stats();
    return connections === 0 && totalRooms === 0;
  };
  await until(quiet, SETTLE_MS);
  // Sessions that nobody came back for.
  await sleep(1_500);
  const { totalRooms: rooms, connections, subscribers } = await server.stats();
  const heap = await inspector.heap();
  // In a small run there are too few to tell what each leaves behind from what comes with the first ones.
  const objects = size === "full" ? await inspector.objects() : new Map<string, number>();
  const awake = await inspector.awake();
  return { rooms, connections, subscribers, heap, files: server.files, awake, objects };
}

/** Kinds of which there are more than before, by more than may be chance. */
function grown(before: Map<string, number>, after: Map<string, number>, chance: number): string[] {
  return [...after]
    .filter(([name, count]) => count - (before.get(name) ?? 0) > chance)
    .map(([name, count]) => `${count - (before.get(name) ?? 0)} more ${name}`);
}

async function watchHeap(inspector: Inspector, forMs: number, report: Report): Promise<void> {
  const samples: { hours: number; mib: number }[] = [];
  const started = performance.now();
  while (performance.now() - started < forMs) {
    const mib = (await inspector.heap()) / MIB;
    samples.push({ hours: (performance.now() - started) / HOUR, mib });
    await sleep(SAMPLE_MS);
  }
  const { slope, error } = lineThrough(samples);
  report.figure("heap", rounded(samples.at(-1)!.mib, 1), "MiB");
  report.figure("its slope", rounded(slope, 2), "MiB/h");
  report.figure("uncertainty of that, two standard errors", rounded(2 * error, 2), "MiB/h");
  report.atMost("growth that is no chance", rounded(Math.max(0, slope - 2 * error), 2), MOST_SLOPE, "MiB/h");
}

/** Least squares, and the standard error of the slope. */
function lineThrough(samples: { hours: number; mib: number }[]): { slope: number; error: number } {
  const n = samples.length;
  const meanX = samples.reduce((sum, { hours }) => sum + hours, 0) / n;
  const meanY = samples.reduce((sum, { mib }) => sum + mib, 0) / n;
  const spread = samples.reduce((sum, { hours }) => sum + (hours - meanX) ** 2, 0);
  const slope = samples.reduce((sum, { hours, mib }) => sum + (hours - meanX) * (mib - meanY), 0) / spread;
  const rest = samples.reduce((sum, { hours, mib }) => sum + (mib - meanY - slope * (hours - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / (n - 2) / spread) };
}
