// R4: every row of the bad-input table against the real binary, and what its memory is like afterwards.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { times } from "../../../src/protocol/limits.ts";
import { converse, difference, partsOf, type Target } from "../../security/bad-input/table.ts";
import { Home } from "../../support/binary.ts";
import type { ChaosRun, Report, Size } from "../run.ts";

/** The first ones warm up what stays: code, pools, caches. */
const ROUNDS: Record<Size, { warm: number; counted: number; restMs: number }> = {
  small: { warm: 0, counted: 1, restMs: 0 },
  // Longer than the server keeps a lost peer.
  full: { warm: 8, counted: 4, restMs: times.grace + 5_000 },
};
const adminToken = "the-admin-of-the-bad-input-run";

export const run: ChaosRun = {
  row: "R4",
  title: "bad input beside a conversation",
  suites: ["test/security/bad-input.test.ts"],
  async run(size, report) {
    const home = new Home();
    try {
      const running = home.start(["serve", "--port", "0", "--memory", "--json", "--limits", "off"], {
        env: { RTROOMS_ADMIN_TOKEN: adminToken },
      });
      const { port } = JSON.parse(await running.line((line) => line.includes('"listening"')));
      const target = { port, ws: `ws://127.0.0.1:${port}/ws`, adminToken };
      const { end } = await converse(target);
      const { warm, counted, restMs } = ROUNDS[size];
      for (let round = 0; round < warm; round++) await oneRound(target, report);
      await setTimeout(restMs);
      const before = residentMib(running.pid);
      for (let round = 0; round < counted; round++) await oneRound(target, report);
      await setTimeout(restMs);
      const { rounds, disturbances } = await end();
      report.try("messages beside it", rounds);
      report.lose("disturbances beside it", disturbances.length);
      for (const disturbance of disturbances.slice(0, 5)) report.fail(disturbance);
      report.figure("memory before", Math.round(before), "MiB");
      const share = (100 * residentMib(running.pid)) / before;
      report.atMost("memory afterwards, of before", Math.round(share), 110, "%");
    } finally {
      await home.clean();
    }
  },
};

async function oneRound(target: Target, report: Report): Promise<void> {
  for (const { name, rows } of partsOf(target.adminToken, false)) {
    report.try(name, rows.length);
    let wrong = 0;
    for (const { title, reaction, react } of rows) {
      const found = difference(reaction, await react(target.port));
      if (found === null) continue;
      wrong++;
      report.fail(`${title}: ${found}`);
    }
    report.lose("wrong reactions", wrong);
  }
}

const residentMib = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
