// What /stats tells besides counts: who may see which busy rooms, the last minute, the store, and what was refused.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NamespaceFigures, Stats, TopRoom } from "../../src/protocol/stats.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { mint, type Wish } from "../../src/server/mint.ts";
import { openSocket, type RawSocket, refusedUpgrade } from "../support/socket.ts";

const SECRET = "the secret of these figures, which has 32 bytes and more";
const ADMIN = "the-admin-token";
/** As a proxy passes it on: not from this machine. */
const FAR = { "x-forwarded-for": "203.0.113.7" };

const dataDir = mkdtempSync(join(tmpdir(), "rtrooms-stats-"));
let server: RunningServer;
const rooms: [socket: RawSocket, room: string][] = [];
beforeAll(async () => {
  server = await serve({
    port: 0,
    adminToken: ADMIN,
    dataDir,
    defaults: { auth: { jwt: { secret: SECRET }, anonymous: ["join", "create", "publish"] } },
  });
  const seats = [
    ["default", "open-1", "public"],
    ["default", "team-1", "private"],
    ["default", "hidden", "private"],
    ["games", "open-2", "public"],
    ["games", "secret", "private"],
  ] as const;
  for (const [ns, room, visibility] of seats) {
    const socket = await openSocket(ns === "default" ? server.ws : `${server.ws}/${ns}`);
    await socket.ask({ type: "join", room, create: { visibility, history: "chat" } });
    rooms.push([socket, room]);
  }
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

const say = () =>
  Promise.all(
    rooms.map(([socket, room]) =>
      socket.ask({ type: "publish", room, event: "chat", data: { text: "hello" } }),
    ),
  );

async function statsFor(bearer?: string, query = "", headers: Record<string, string> = FAR): Promise<Stats> {
  const authorization = bearer !== undefined && { authorization: `Bearer ${bearer}` };
  const response = await fetch(`${server.url}/stats${query}`, { headers: { ...headers, ...authorization } });
  expect(response.status).toBe(200);
  return (await response.json()) as Stats;
}

const token = async (wish: Partial<Wish>): Promise<string> =>
  (await mint({ secret: SECRET }, { sub: "ada", ...wish }, Date.now())).token;

const namesOf = ({ topRooms }: { topRooms: TopRoom[] }): string[] =>
  topRooms.map(({ namespace, room }) => `${namespace}/${room}`).sort();
const spacesOf = ({ namespaces }: { namespaces: Record<string, NamespaceFigures> }) =>
  Object.keys(namespaces).sort();

const ALL = ["default/hidden", "default/open-1", "default/team-1", "games/open-2", "games/secret"];

/** Says something in all rooms until they are all busy. */
const busy = () =>
  expect
    .poll(
      async () => {
        await say();
        return namesOf(await statsFor(ADMIN));
      },
      { timeout: 15_000 },
    )
    .toEqual(ALL);

describe("the busiest rooms", () => {
  it("are of all namespaces and all kinds for the admin only", async () => {
    await busy();
    const stats = await statsFor(ADMIN);
    expect(stats.topRooms[0]).toMatchObject({ members: 1, status: "waiting", perSecond: expect.any(Number) });
    expect(spacesOf(stats)).toEqual(["default", "games"]);
    expect(stats.namespaces.default).toMatchObject({ connections: 3, rooms: 3 });
  });

  it("are public ones for whoever asks from this machine without a token", async () => {
    await busy();
    expect(namesOf(await statsFor(undefined, "", {}))).toEqual(["default/open-1", "games/open-2"]);
  });

  it("are with a token those of its namespace, and of the rooms that it names", async () => {
    await busy();
    const observer = await token({ scopes: ["observe"] });
    expect(namesOf(await statsFor(observer))).toEqual(["default/hidden", "default/open-1", "default/team-1"]);
    expect(namesOf(await statsFor(observer, "?ns=games")), "good there too").toEqual([
      "games/open-2",
      "games/secret",
    ]);
    const some = await token({ scopes: ["observe"], rooms: ["team-*"] });
    expect(namesOf(await statsFor(some))).toEqual(["default/team-1"]);
    const signedAdmin = await token({ scopes: ["admin"], ns: "games" });
    const seen = await statsFor(signedAdmin, "?ns=games");
    expect(namesOf(seen)).toEqual(["games/open-2", "games/secret"]);
    expect(spacesOf(seen)).toEqual(["games"]);
  });

  it("are not among the metrics", async () => {
    await busy();
    const text = await (await fetch(`${server.url}/metrics`)).text();
    for (const name of ["open-1", "hidden", "games"]) expect(text).not.toContain(name);
  });
});

describe("the last minute", () => {
  it("has how long requests took, by type and in all, and what was kept", async () => {
    await say();
    const { latency, loopDelay, cpu } = await statsFor(ADMIN);
    expect(latency.types.join).toMatchObject({ count: 5, p99Ms: expect.any(Number) });
    const counted = Object.values(latency.types).reduce((sum, { count }) => sum + count, 0);
    expect(latency.requests.count).toBe(counted);
    expect(latency.durable.count).toBe(latency.types.publish!.count);
    expect(latency.requests.p50Ms!).toBeLessThanOrEqual(latency.requests.p99Ms!);
    expect(loopDelay.maxMs).toBeGreaterThanOrEqual(loopDelay.nowMs);
    expect(cpu).toBeGreaterThanOrEqual(0);
  });
});

it("counts bytes both ways, what was refused by its reason, and what lies on disk", async () => {
  const before = await statsFor(ADMIN);
  await say();
  await refusedUpgrade(server.ws, [], { origin: "https://elsewhere.example" });
  const after = await statsFor(ADMIN);
  expect(after.bytesIn - before.bytesIn).toBeGreaterThan(5 * '{"type":"publish"}'.length);
  expect(after.bytesOut - before.bytesOut).toBeGreaterThan(5 * '{"type":"ok"}'.length);
  expect(after.refused.origin).toBe((before.refused.origin ?? 0) + 1);
  expect(after).toMatchObject({ ready: true, reasons: [], slowConsumers: 0, storeDegradedMs: 0 });
  expect(after.storeBytes).toBeGreaterThan(0);
});
