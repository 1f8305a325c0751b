// R9: the disk is full, fails, turns read-only or hangs under a running server: nothing is acknowledged that is not kept.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audit, readAcks } from "../../support/audit.ts";
import { openSocket } from "../../support/socket.ts";
import type { ChaosRun, Report } from "../run.ts";
import { type Injection, inject } from "../support/faults.ts";
import { type Memory, mountMemory } from "../support/mounts.ts";
import { Publishers } from "../support/publishers.ts";
import { type ChaosServer, startServer } from "../support/server.ts";

/** A server with its disk, and a way to make that fail. */
interface Fault {
  name: string;
  /** Nothing at all may be acknowledged while it lasts. */
  refusesAll: boolean;
  begin(server: ChaosServer, data: string): Promise<() => Promise<void> | void>;
}

const TIMES = { small: 1, full: 10 };
const CLIENTS = 20;
const ROOMS = 10;
const SMALL_MIB = 24;

const injected = (injection: Injection): Fault => ({
  name: injection,
  refusesAll: injection === "sync fails" || injection === "writes fail" || injection === "read-only",
  begin: ({ pid }, data) => inject(pid, join(data, "history.lmdb"), injection),
});
const FAULTS = (["sync fails", "writes fail", "read-only", "sync hangs"] as const).map(injected);

interface Worst {
  toldMs: number;
  resumedMs: number;
}

export const run: ChaosRun = {
  row: "R9",
  title: "a disk that is full, fails, is read-only, slow or hangs",
  needs: ["root", "mount", "strace"],
  async run(size, report) {
    const worst: Worst = { toldMs: 0, resumedMs: 0 };
    const ended = { count: 0 };
    for (let time = 0; time < TIMES[size]; time++) {
      // Each in a process of its own: what one fault leaves behind is not the next one's doing.
      for (const fault of FAULTS) {
        await withServer(report, ended, async (server, data, publishers) => {
          const heal = await fault.begin(server, data);
          await suffer(fault, heal, server, publishers, report, worst);
        });
      }
      await withServer(report, ended, (server, data, publishers) => beSlow(server, data, publishers, report));
      await fillUp(report, ended, worst);
    }
    report.atMost("servers that ended", ended.count, 0, "");
    report.atMost("/readyz says so after", Math.round(worst.toldMs), 5_000, "ms");
    report.atMost("acknowledges again after", Math.round(worst.resumedMs), 10_000, "ms");
  },
};

type Body = (server: ChaosServer, data: string, publishers: Publishers, disk: Memory) => Promise<void>;

/** The disk that everything else is on. */
const plain = (path: string): Memory => ({ path, resize() {}, remove() {} });

/** Publishes all the while, kills the server at the end and looks for everything that was acknowledged. */
async function withServer(
  report: Report,
  ended: { count: number },
  body: Body,
  mount = plain,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rtrooms-disk-"));
  const disk = mount(folder);
  try {
    const data = join(disk.path, "data");
    const server = await startServer(folder, data);
    const file = join(folder, "acks");
    const publishers = new Publishers({ clients: CLIENTS, rooms: ROOMS, inFlight: 4, name: "p", file });
    try {
      await publishers.start(server.ws);
      await publishers.until(200);
      await body(server, data, publishers, disk);
    } catch (error) {
      // What follows can't be seen any more; what was acknowledged must be there all the same.
      if (server.alive()) throw error;
    } finally {
      if (!server.alive()) {
        ended.count += 1;
        process.stderr.write(`R9 the server ended:\n${server.log().slice(-2_000)}\n`);
      }
      await server.kill();
    }
    await publishers.gone();
    if (/unhandled/i.test(server.log())) report.fail(`an unhandled rejection:\n${server.log()}`);
    for (const code of publishers.otherwise) report.fail(`a publication was refused with ${code}`);
    const acks = readAcks(file);
    const { lost, gaps, twice } = await audit(data, acks);
    report.try("messages acknowledged", acks.length);
    report.lose("acknowledged messages lost", lost);
    report.lose("gaps", gaps);
    report.lose("offsets given twice", twice);
  } finally {
    disk.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From the beginning of the fault, which is in force already, to the end of what it causes. */
async function suffer(
  { name, refusesAll }: Pick<Fault, "name" | "refusesAll">,
  heal: () => Promise<void> | void,
  server: ChaosServer,
  publishers: Publishers,
  report: Report,
  worst: Worst,
): Promise<void> {
  const begun = performance.now();
  const { refused } = publishers;
  worst.toldMs = Math.max(worst.toldMs, await until(503, server, report, `"${name}" begins`, 10_000));
  // A commit that was under way may still have been good: the first refusal comes after it.
  if (refusesAll) await publishers.refusedSince(refused);
  const before = publishers.acks.length;
  await passOn(server, report, name);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  if (refusesAll) report.lose("false acknowledgements", publishers.acks.length - before);
  await heal();
  const healed = performance.now();
  const kept = publishers.acks.length;
  await publishers.until(kept + 100, 30_000).catch((error: Error) => {
    throw new Error(`after "${name}": ${error.message}\n${server.log().slice(-4_000)}`);
  });
  await until(200, server, report, `"${name}" ends`, 20_000);
  worst.resumedMs = Math.max(worst.resumedMs, performance.now() - healed);
  report.try(`times "${name}"`);
  process.stderr.write(`R9 ${name}: ${Math.round(performance.now() - begun)} ms\n`);
}

/** What is not stored needs no disk. */
async function passOn(server: ChaosServer, report: Report, name: string): Promise<void> {
  const socket = await openSocket(server.ws);
  const room = `passing-${name.replaceAll(" ", "-")}`;
  await socket.ask({ type: "join", room });
  const said = await socket.ask({ type: "publish", room, event: "move", data: { x: 1 }, store: false });
  if (said.type !== "ok")
    report.fail(`an unstored publication was refused during "${name}": ${said.message}`);
  else report.try("unstored publications during a fault");
  socket.ws.close();
}

async function until(status: number, server: ChaosServer, report: Report, when: string, mostMs: number) {
  const begun = performance.now();
  while ((await server.ready()) !== status) {
    if (performance.now() - begun > mostMs) {
      report.fail(`/readyz is not ${status} in ${mostMs} ms after ${when}:\n${server.log().slice(-2_000)}`);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return performance.now() - begun;
}

/** A disk that is only slow refuses nothing. */
async function beSlow(server: ChaosServer, data: string, publishers: Publishers, report: Report) {
  const heal = await injected("sync is slow").begin(server, data);
  const refused = publishers.refused;
  await publishers.until(publishers.acks.length + 200);
  if (publishers.refused > refused) report.fail("publications were refused on a slow disk");
  if ((await server.ready()) !== 200) report.fail("/readyz is not ready on a slow disk");
  await heal();
  report.try('times "sync is slow"');
}

async function fillUp(report: Report, ended: { count: number }, worst: Worst): Promise<void> {
  const mounted = (folder: string): Memory => mountMemory(join(folder, "disk"), SMALL_MIB);
  await withServer(
    report,
    ended,
    async (server, _, publishers, disk) => {
      fill(disk.path);
      const heal = (): void => disk.resize(4 * SMALL_MIB);
      await suffer({ name: "no space left", refusesAll: true }, heal, server, publishers, report, worst);
    },
    mounted,
  );
}

/** As another program does. */
function fill(path: string): void {
  try {
    writeFileSync(join(path, "filler"), Buffer.alloc(SMALL_MIB * 1024 ** 2));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
