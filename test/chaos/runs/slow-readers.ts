// R14: every fifth member stops reading while 20 MB a second go out; it pays for that, and nobody else does.
import type { Stats } from "../../../src/protocol/stats.ts";
import { tellControl } from "../control.ts";
import { Wire } from "../netns.ts";
import type { ChaosRun, Report, Size } from "../run.ts";
import { ChaosServer, MIB, percentile, rounded, sleep, until } from "../server.ts";
import { Worker } from "../workers.ts";

const BYTES = 4_000;
const MOST_MORE_MIB = 130;
const MOST_TIMES = 2;

/** `everyMs` is each talker's; fan-out is members × bytes × 1000 / everyMs in a second, 20 MB in both sizes. */
const sizes = {
  small: { members: 50, slow: 10, rooms: 5, everyMs: 10, baseMs: 1_000, goneWithinMs: 15_000, afterMs: 0 },
  full: {
    members: 500,
    slow: 100,
    rooms: 5,
    everyMs: 100,
    baseMs: 20_000,
    goneWithinMs: 60_000,
    afterMs: 60_000,
  },
};

export const run: ChaosRun = {
  row: "R14",
  title: "slow readers",
  needs: ["root", "ip", "sysctl"],
  async run(size, report) {
    const wire = new Wire();
    let [server, worker]: [ChaosServer?, Worker?] = [];
    try {
      wire.narrow();
      server = await ChaosServer.start({ netns: wire.near });
      worker = new Worker("readers.ts", wire.near);
      await worker.ask("startControl", { url: server.url });
      await flood(server, worker, size, report);
      tellControl(report, await worker.ask("stopControl"));
      if (server.ended) report.fail(`the server has ended: ${server.log}`);
    } finally {
      await worker?.stop();
      await server?.kill();
      wire.remove();
    }
  },
};

async function flood(server: ChaosServer, worker: Worker, size: Size, report: Report): Promise<void> {
  const { members, slow, rooms, everyMs, baseMs, goneWithinMs, afterMs } = sizes[size];
  const hall = { rooms, room: "flood" };
  const stats = () => worker.ask<Stats>("stats", { url: server.url });
  await worker.ask("open", { url: server.url, count: members, ...hall });
  await worker.ask("talk", { bytes: BYTES, everyMs, ...hall });
  await sleep(baseMs);
  await worker.ask("lates");
  const most = watchMemory(server);
  await sleep(baseMs);
  const base = { rss: most.take(), lates: await worker.ask<number[]>("lates") };

  const before = await stats();
  const started = performance.now();
  report.try("members that stop reading", slow);
  await worker.ask("stopReading", { count: slow });
  const gone = async () => (await stats()).connections <= before.connections - slow;
  await until(gone, goneWithinMs);
  const tookMs = performance.now() - started;
  await sleep(afterMs);
  const after = await stats();
  const lates = await worker.ask<number[]>("lates");
  const rss = most.stop();
  const written = (after.messagesOut - before.messagesOut) * BYTES;
  await worker.ask("readOn");
  const closes = () => worker.ask<{ slow: number[]; healthy: number[] }>("closes");
  await until(async () => (await closes()).slow.length === slow, 5_000);
  const { slow: codes, healthy } = await closes();

  report.try("messages read by the others", lates.length);
  report.lose("slow ones not closed", slow - codes.filter((code) => code === 4003 || code === 1006).length);
  report.lose("others closed", healthy.length);
  report.figure("the last slow one was gone after", rounded(tookMs / 1_000, 1), "s");
  report.figure("fan-out", rounded(written / (tookMs + afterMs) / 1_000, 1), "MB/s");
  report.atMost("memory above the base", rounded((rss - base.rss) / MIB), MOST_MORE_MIB, "MiB");
  const [usual, then] = [percentile(base.lates, 99), percentile(lates, 99)];
  report.figure("p99 of the others before", rounded(usual, 1), "ms");
  report.atMost("p99 of the others, in times of that", rounded(then / usual, 2), MOST_TIMES, "times");
}

/** The most since it was last asked. */
function watchMemory(server: ChaosServer): { take(): number; stop(): number } {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, server.rss);
  }, 100);
  const take = (): number => {
    const answer = Math.max(most, server.rss);
    most = 0;
    return answer;
  };
  return {
    take,
    stop() {
      clearInterval(timer);
      return take();
    },
  };
}
