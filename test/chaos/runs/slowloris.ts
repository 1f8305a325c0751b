// R16: thousands of sockets keep the server waiting in six ways, while honest clients come in between.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../src/client/node.ts";
import { Control, tellControl } from "../control.ts";
import type { ChaosRun, Report, Size } from "../run.ts";
import { ChaosServer, percentile, rounded, sleep, TOKEN, until } from "../server.ts";
import type { End, Kind } from "../workers/crawlers.ts";
import { Worker } from "../workers.ts";

const CLOSED_MS = 7_000;
const CONNECT_MS = 200;
const LATE_MS = 10_000;

const sizes = {
  small: { crawlers: 200, waves: 1, honest: 20 },
  full: { crawlers: 2_000, waves: 5, honest: 200 },
};

/** What the server says to each kind before it hangs up. */
const answers: Record<Kind, number> = {
  idle: 408,
  "slow headers": 408,
  "header flood": 431,
  "half upgrade": 408,
  silent: 4502,
  "slow frame": 4502,
};

export const run: ChaosRun = {
  row: "R16",
  title: "slow sockets and header floods",
  async run(size, report) {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-slowloris-"));
    const config = join(folder, "rtrooms.json");
    writeFileSync(config, JSON.stringify({ defaults: { auth: { anonymous: [] } } }));
    const server = await ChaosServer.start({ args: ["--memory", "--config", config] });
    const worker = new Worker("crawlers.ts");
    try {
      const control = await Control.start(server.url, TOKEN);
      await besiege(server, worker, size, report);
      tellControl(report, await control.stop());
      if (server.ended) report.fail(`the server has ended: ${server.log}`);
    } finally {
      await worker.stop();
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function besiege(server: ChaosServer, worker: Worker, size: Size, report: Report): Promise<void> {
  const { crawlers, waves, honest } = sizes[size];
  const target = { host: "127.0.0.1", port: server.port };
  const before = server.files;
  const came: number[] = [];
  let refused = 0;
  const visitors = visit(server.url, honest, CLOSED_MS * waves, (ms) => {
    if (ms === null) refused++;
    else came.push(ms);
  });
  for (let wave = 0; wave < waves; wave++) {
    await worker.ask("attack", { count: crawlers, target });
    await until(async () => (await worker.ask("open")) === 0, CLOSED_MS + LATE_MS);
  }
  await visitors;

  const ends = await worker.ask<End[]>("ends");
  report.try("bad sockets", crawlers * waves);
  report.try("honest connects", honest);
  report.lose("bad ones still open", crawlers * waves - ends.length);
  report.lose("honest ones refused", refused);
  for (const [kind, code] of Object.entries(answers)) {
    const wrong = ends.filter((end) => end.kind === kind && end.code !== code);
    if (wrong.length > 0) {
      const codes = [...new Set(wrong.map((end) => end.code))].join(", ");
      report.fail(`${wrong.length} of "${kind}" got ${codes}, not ${code}`);
    }
  }
  const afterMs = ends.map((end) => end.afterMs);
  report.atMost(
    "last bad one closed after",
    rounded(Math.max(0, ...afterMs) / 1_000, 1),
    CLOSED_MS / 1_000,
    "s",
  );
  report.atMost("p99 of an honest connect", rounded(percentile(came, 99)), CONNECT_MS, "ms");
  // What has been asked over HTTP meanwhile is kept open for a while.
  await until(() => server.files <= before, LATE_MS);
  report.lose("files that stay open", Math.max(0, server.files - before));
}

/** One after the other, spread over the time; each takes a seat and leaves again. */
async function visit(
  url: string,
  count: number,
  forMs: number,
  tell: (ms: number | null) => void,
): Promise<void> {
  const visits = Array.from({ length: count }, async (_, index) => {
    await sleep((index * forMs) / count);
    const started = performance.now();
    try {
      const client = await connect({ url, token: TOKEN, reconnect: false });
      tell(performance.now() - started);
      await client.join(`honest-${index % 10}`);
      await client.close();
    } catch {
      tell(null);
    }
  });
  await Promise.all(visits);
}
