// R15: the server is killed under thousands of clients and started again; all come back, and not all at once.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChaosRun, Report, Size } from "../run.ts";
import { ChaosServer, rounded, sleep, until } from "../server.ts";
import type { Ack, Wait } from "../workers/storm.ts";
import { machineMs, Worker } from "../workers.ts";

const BACK_MS = 30_000;
const LOOP_MS = 250;
const LATE_MS = 30_000;

const sizes = {
  small: { workers: 2, clients: 150, rooms: 6, talkers: 15, everyMs: 200, talkMs: 500 },
  full: { workers: 4, clients: 1_250, rooms: 100, talkers: 25, everyMs: 500, talkMs: 10_000 },
};

interface Result {
  seatedAt: number[];
  waits: Wait[];
  acks: Ack[];
  ends: string[];
}

export const run: ChaosRun = {
  row: "R15",
  title: "reconnect storm",
  async run(size, report) {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-storm-"));
    const workers = Array.from({ length: sizes[size].workers }, () => new Worker("storm.ts"));
    const servers: ChaosServer[] = [];
    try {
      await storm({ folder, workers, servers, size, report });
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(servers.map((server) => server.kill()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Scene {
  folder: string;
  workers: Worker[];
  /** All that were started. */
  servers: ChaosServer[];
  size: Size;
  report: Report;
}

async function storm({ folder, workers, servers, size, report }: Scene): Promise<void> {
  const { clients, talkMs, ...crowd } = sizes[size];
  const args = ["--data-dir", folder];
  const first = await ChaosServer.start({ args });
  servers.push(first);
  const count = workers.length * clients;
  const open = { ...crowd, url: first.url, count: clients };
  await Promise.all(workers.map((worker, index) => worker.ask("open", { ...open, name: `w${index}` })));
  await sleep(talkMs);
  report.try("clients", count);

  await first.kill("SIGKILL");
  const killedAt = machineMs();
  const second = await ChaosServer.start({ args: [...args, "--port", String(first.port)] });
  servers.push(second);
  const upAt = machineMs();
  const seated = async () =>
    (await Promise.all(workers.map((worker) => worker.ask<number>("seated")))).reduce((a, b) => a + b);
  await until(async () => (await seated()) === count, BACK_MS + LATE_MS);
  const { loopDelayMs } = await second.stats();
  report.figure("the new server has computed for", rounded(second.cpu, 1), "s");
  await sleep(talkMs);

  const results = await Promise.all(workers.map((worker) => worker.ask<Result>("result")));
  const back = results.flatMap(({ seatedAt }) => seatedAt).filter((at) => at !== null && at > killedAt);
  report.lose("clients that didn't come back", count - back.length);
  report.lose("clients or rooms that were ended", results.flatMap(({ ends }) => ends).length);
  report.figure("down for", rounded((upAt - killedAt) / 1_000, 1), "s");
  report.atMost(
    "last client back after",
    rounded((Math.max(...back) - killedAt) / 1_000, 1),
    BACK_MS / 1_000,
    "s",
  );
  report.atMost("p99 of the new server's loop delay", loopDelayMs, LOOP_MS, "ms");
  tellWaits(
    report,
    count,
    results.flatMap(({ waits }) => waits),
  );
  const acks = results.flatMap((result) => result.acks);
  report.try("messages acknowledged", acks.length);
  report.lose("acknowledged messages lost", await lost(second, acks));
  const madeUp = acks.slice(0, 10).map((ack) => ({ ...ack, text: `not ${ack.text}` }));
  report.control("made-up messages missed", await lost(second, madeUp));
}

/** Full jitter: each wait is anywhere below its bound, so half of it on average. */
function tellWaits(report: Report, clients: number, waits: Wait[]): void {
  const boundOf = ({ attempt }: Wait): number => Math.min(20_000, 500 * 2 ** (attempt - 1));
  const shares = waits.map((wait) => wait.retryInMs / boundOf(wait));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  report.try("attempts", waits.length);
  report.lose("waits beyond their bound", shares.filter((share) => share > 1).length);
  if (Math.abs(mean - 0.5) > 0.1) report.fail(`waits are ${rounded(mean, 2)} of their bounds on average`);
  const perSecond = new Map<number, number>();
  for (const { dueAt } of waits) {
    const second = Math.floor(dueAt / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  report.figure("waits, on average, in parts of their bound", rounded(mean, 2), "");
  report.figure("attempts of a client", rounded(waits.length / clients, 1), "");
  report.figure("most attempts within a second", Math.max(...perSecond.values()), "");
}

/** What the server has under the offset that it answered must be what it was given. */
async function lost(server: ChaosServer, acks: Ack[]): Promise<number> {
  const there = new Set<string>();
  for (const room of new Set(acks.map((ack) => ack.room))) {
    for (let since = 0, more = true; more; ) {
      const page = (await server.ask(`/rooms/${room}/messages?since=${since}&limit=100`)) as {
        messages: { offset: number; data: { text: string } }[];
        more: boolean;
      };
      for (const { offset, data } of page.messages) there.add(`${room} ${offset} ${data.text}`);
      since = page.messages.at(-1)?.offset ?? since;
      more = page.more;
    }
  }
  return acks.filter(({ room, offset, text }) => !there.has(`${room} ${offset} ${text}`)).length;
}
