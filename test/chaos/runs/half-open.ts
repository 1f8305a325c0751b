// R13: a wire is cut without a word; the server and the clients must find out for themselves, and in time.
import { tellControl } from "../control.ts";
import { Wire } from "../netns.ts";
import type { ChaosRun, Report, Size } from "../run.ts";
import { ChaosServer, rounded, until } from "../server.ts";
import { machineMs, Worker } from "../workers.ts";

/** A ping after 25 s at the latest, ten for its pong, one for the wheel; then seats are held for 30 s. */
const REAPED_MS = 36_000;
const FREED_MS = 66_000;
const NOTICED_MS = 46_000;
/** A small run shares its machine with other tests. */
const LATE_MS = 20_000;
const ROOMS = 10;

const sizes = {
  small: { sockets: 40, clients: 10 },
  full: { sockets: 950, clients: 50 },
};

export const run: ChaosRun = {
  row: "R13",
  title: "half-open connections",
  needs: ["root", "ip", "nft"],
  async run(size, report) {
    const wire = new Wire();
    const workers: Worker[] = [];
    let server: ChaosServer | undefined;
    try {
      const args = ["--memory", "--host", wire.nearAddress, "--open"];
      server = await ChaosServer.start({ args, netns: wire.near });
      const near = new Worker("half-open.ts", wire.near);
      const far = new Worker("half-open.ts", wire.far);
      workers.push(near, far);
      await cut({ wire, near, far, url: server.url, size, report });
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await server?.kill();
      wire.remove();
    }
  },
};

interface Scene {
  wire: Wire;
  near: Worker;
  far: Worker;
  url: string;
  size: Size;
  report: Report;
}

async function cut({ wire, near, far, url, size, report }: Scene): Promise<void> {
  const { sockets, clients } = sizes[size];
  const count = sockets + clients;
  const where = { url, rooms: ROOMS };
  await near.ask("startControl", { url });
  await near.ask("watch", where);
  await far.ask("open", { ...where, count: sockets });
  await far.ask("openClients", { ...where, count: clients });
  const connections = async (): Promise<number> =>
    (await near.ask<{ connections: number }>("stats", { url })).connections;
  const before = await connections();
  report.try("connections cut off", count);

  wire.cut();
  const cutAt = machineMs();
  const told = () => near.ask<{ held: number[]; left: number[] }>("told");
  await until(async () => (await told()).held.length >= count, REAPED_MS + LATE_MS);
  const { held } = await told();
  report.lose("not reaped", count - held.length);
  report.lose("connections of nobody", (await connections()) - (before - count));
  report.atMost("last reaped after", since(cutAt, held), REAPED_MS / 1_000, "s");

  const noticed = () => far.ask<number[]>("noticed");
  await until(async () => (await noticed()).length >= clients, NOTICED_MS - REAPED_MS + LATE_MS);
  const notices = await noticed();
  report.lose("clients that never noticed", clients - notices.length);
  report.atMost("last client noticed after", since(cutAt, notices), NOTICED_MS / 1_000, "s");

  if (size === "full") {
    await until(async () => (await told()).left.length >= count, FREED_MS - REAPED_MS + LATE_MS);
    const { left } = await told();
    report.lose("seats not freed", count - left.length);
    report.atMost("last seat freed after", since(cutAt, left), FREED_MS / 1_000, "s");
    wire.mend();
    const back = () => far.ask<number>("back");
    await until(async () => (await back()) === clients, 60_000);
    report.lose("clients that didn't come back", clients - (await back()));
  }
  tellControl(report, await near.ask("stopControl"));
}

const since = (cutAt: number, times: number[]): number =>
  rounded((Math.max(cutAt, ...times) - cutAt) / 1_000, 1);
