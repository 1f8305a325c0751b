// What the banner tells, gathered from the configuration, the running server and its files.
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RunningServer } from "../serve.ts";
import { isLoopbackHost } from "../server/guard.ts";
import type { Facts } from "./banner.ts";
import type { WholeConfig } from "./config/in-force.ts";
import { accessOf, entranceOf } from "./serve-access.ts";
import type { Places } from "./serve-places.ts";

export async function factsOf(
  config: WholeConfig,
  server: RunningServer,
  places: Places,
): Promise<Omit<Facts, "ms">> {
  const { version, engine } = await server.stats();
  return {
    version,
    engine,
    places,
    adminUrl: server.adminUrl,
    data: config.memory ? null : { folder: config.dataDir, bytes: sizeOf(config.dataDir) },
    access: accessOf(config, isLoopbackHost(server.host)),
    entrance: entranceOf(config),
    tls: config.tlsCert === undefined ? null : certificateOf(config.tlsCert),
    namespaces: { names: Object.keys(config.namespaces), only: config.others === "refuse" },
  };
}

/** What its files take on the disk: the file of a store may be longer than that. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => statSync(join(folder, name), { throwIfNoEntry: false }))
    .reduce((sum, stats) => sum + (stats ? Math.min(stats.size, stats.blocks * 512) : 0), 0);

function certificateOf(file: string): Facts["tls"] {
  const until = new Date(new X509Certificate(readFileSync(file)).validTo);
  return { file, until: until.toISOString().slice(0, 10), isOver: until.getTime() < Date.now() };
}
