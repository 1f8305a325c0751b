// R7: the server is killed while many clients publish; nothing that it answered may be missing, and it is back at once.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audit, readAcks } from "../../support/audit.ts";
import type { ChaosRun, Report, Size } from "../run.ts";
import { Publishers } from "../support/publishers.ts";
import { startServer } from "../support/server.ts";
import { startWriter } from "../support/writer.ts";

const SIZES = {
  small: { kills: 3, clients: 40, acks: 1_000 },
  full: { kills: 30, clients: 200, acks: 7_000 },
};
const ROOMS = 20;

export const run: ChaosRun = {
  row: "R7",
  title: "kill -9 of the server while clients publish",
  suites: ["test/engines/embedded/crash.test.ts"],
  async run(size, report) {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-kill-"));
    try {
      await killServers(folder, size, report);
      await killEarly(join(folder, "early"), report);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function killServers(folder: string, size: Size, report: Report): Promise<void> {
  const { kills, clients, acks } = SIZES[size];
  const data = join(folder, "data");
  const file = join(folder, "acks");
  let slowest = 0;
  for (let kill = 0; kill < kills; kill++) {
    const server = await startServer(folder, data);
    const publishers = new Publishers({ clients, rooms: ROOMS, inFlight: 4, name: `k${kill}`, file });
    try {
      if (kill > 0) slowest = Math.max(slowest, server.readyMs);
      await publishers.start(server.ws);
      await publishers.until(acks + Math.floor(Math.random() * 200));
    } finally {
      await server.kill();
    }
    await publishers.gone();
    for (const code of publishers.otherwise) report.fail(`a publication was refused with ${code}`);
    report.try("kills");
  }
  const noted = readAcks(file);
  report.try("messages acknowledged", noted.length);
  const { lost, gaps, twice } = await audit(data, noted);
  report.lose("acknowledged messages lost", lost);
  report.lose("gaps", gaps);
  report.lose("duplicates", twice);
  report.atMost("ready again after", Math.round(slowest), 3_000, "ms");
}

/** The same end for a store that answers before the disk does. */
async function killEarly(folder: string, report: Report): Promise<void> {
  const acks = `${folder}-acks`;
  const writer = await startWriter(folder, acks, "early", 700);
  await writer.kill();
  report.control("lost by a store that answers early", (await audit(folder, readAcks(acks))).lost);
}
