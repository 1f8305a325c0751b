// R8: the disk loses its power while clients publish: ext4 is shut down without its log, and nothing acknowledged may be missing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audit, readAcks } from "../../support/audit.ts";
import type { ChaosRun, Report, Size } from "../run.ts";
import { type Ext4, mountExt4 } from "../support/mounts.ts";
import { type Ack, Publishers } from "../support/publishers.ts";
import { startServer } from "../support/server.ts";
import { startWriter } from "../support/writer.ts";

const SIZES = {
  small: { cuts: 3, clients: 40, acks: 700, controls: 1 },
  full: { cuts: 40, clients: 100, acks: 5_300, controls: 5 },
};
const ROOMS = 20;
const DISK_MIB = 1_024;

export const run: ChaosRun = {
  row: "R8",
  title: "power cuts while clients publish",
  needs: ["root", "mkfs.ext4", "e2fsck", "mount", "perl"],
  async run(size, report) {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-power-"));
    const disk = mountExt4(folder, "disk", DISK_MIB);
    try {
      await cutServers(folder, disk, size, report);
    } finally {
      disk.remove();
    }
    try {
      await cutUnsynced(folder, SIZES[size].controls, report);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function cutServers(folder: string, disk: Ext4, size: Size, report: Report): Promise<void> {
  const { cuts, clients, acks } = SIZES[size];
  const data = join(disk.path, "data");
  const safe: Ack[] = [];
  let server = await startServer(folder, data);
  try {
    let slowest = 0;
    for (let cut = 0; cut < cuts; cut++) {
      const file = join(folder, `acks-${cut}`);
      const publishers = new Publishers({ clients, rooms: ROOMS, inFlight: 4, name: `c${cut}`, file });
      await publishers.start(server.ws);
      await publishers.until(acks + Math.floor(Math.random() * 200));
      // What is answered from here on may come from a sync that the cut has overtaken.
      safe.push(...publishers.acks);
      disk.cut();
      await server.kill();
      await publishers.gone();
      disk.again();
      report.try("power cuts");
      server = await startServer(folder, data);
      slowest = Math.max(slowest, server.readyMs);
      report.try("stores opened again");
    }
    await server.kill("SIGTERM");
    report.try("messages acknowledged", safe.length);
    const { lost, gaps, twice } = await audit(data, safe);
    report.lose("acknowledged messages lost", lost);
    report.lose("gaps", gaps);
    report.lose("duplicates", twice);
    report.atMost("ready again after", Math.round(slowest), 3_000, "ms");
  } finally {
    await server.kill();
  }
}

/** The same end for a store that answers before it has synced. */
async function cutUnsynced(folder: string, cuts: number, report: Report): Promise<void> {
  let acknowledged = 0;
  let lost = 0;
  for (let cut = 0; cut < cuts; cut++) {
    const disk = mountExt4(folder, `control-${cut}`, DISK_MIB);
    try {
      const data = join(disk.path, "data");
      const file = join(folder, `control-acks-${cut}`);
      const writer = await startWriter(data, file, "unsynced", 2_000);
      const acks = readAcks(file);
      disk.cut();
      await writer.kill();
      disk.again();
      acknowledged += acks.length;
      lost += (await audit(data, acks, "unsynced.lmdb")).lost;
    } finally {
      disk.remove();
    }
  }
  report.control("lost by a store that does not sync", lost);
  report.atLeast("lost by a store that does not sync", Math.round((lost / acknowledged) * 100), 90, "%");
}
