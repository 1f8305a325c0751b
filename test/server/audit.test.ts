// The audit log: one shape, stable reasons, who and where; and how little of it a flood may fill.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "../../src/core/moderation.ts";
import { MODERATION } from "../../src/core/moderation.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { createAudit } from "../../src/server/audit.ts";
import { auditReasons } from "../../src/server/audit-reasons.ts";
import { Home } from "../support/binary.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { Wire } from "../support/peer.ts";
import { openSocket } from "../support/socket.ts";
import { names, rowsUnder } from "../support/tables.ts";

const lines: Wire[] = [];
/** Resolves when such a line is there. */
let wake = (): void => {};
const take = (fields: object): void => {
  lines.push(fields);
  wake();
};
const log = { info: take, warn: take };
async function written(reason: string): Promise<Wire> {
  for (;;) {
    const found = lines.find((line) => line.reason === reason);
    if (found) return found;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
afterEach(() => void lines.splice(0));

describe("the audit of a server", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve({ port: 0, adminToken: "the-admins", auditLog: log });
  });
  afterAll(() => server.stop());
  const admin = { authorization: "Bearer the-admins" };

  it("says who did what to whom, where and by what right, over the socket and over HTTP", async () => {
    const [ada, bob] = [await openSocket(server.ws), await openSocket(server.ws)];
    const { self } = (await ada.ask({ type: "join", room: "a" })).data;
    const other = (await bob.ask({ type: "join", room: "a" })).data.self;
    await ada.ask({ type: "kick", room: "a", peer: other.peer });
    await fetch(`${server.url}/rooms/a/bans/${other.peer}`, { method: "PUT", headers: admin });
    await fetch(`${server.url}/rooms/a`, { method: "DELETE", headers: admin });
    const where = { audit: true, namespace: "default", room: "a", address: "127.0.0.1" };
    expect(lines).toEqual([
      { ...where, act: "kick", reason: "by_host", peer: other.peer, by: self.peer },
      { ...where, act: "ban", reason: "by_admin", peer: other.peer, by: "http" },
      { ...where, act: "close", reason: "by_admin", by: "http" },
    ]);
    for (const { ws } of [ada, bob]) ws.close();
  });

  it("says nothing of what was refused by the room's rules, or changed nothing", async () => {
    const [ada, bob] = [await openSocket(server.ws), await openSocket(server.ws)];
    const { self } = (await ada.ask({ type: "join", room: "b" })).data;
    await bob.ask({ type: "join", room: "b" });
    expect(await bob.ask({ type: "kick", room: "b", peer: self.peer })).toMatchObject({ code: "forbidden" });
    await ada.ask({ type: "unban", room: "b", peer: "nobody" });
    expect(lines).toEqual([]);
    for (const { ws } of [ada, bob]) ws.close();
  });

  it.each<[string, string, (ws: Awaited<ReturnType<typeof openSocket>>) => void]>([
    ["token", "close", ({ send }) => send({ type: "hello", id: 1, token: "wrong" })],
    ["oversized", "close", ({ send }) => send("x".repeat(70_000))],
    ["bad_frame", "close", ({ send }) => send(Buffer.from([1, 2, 3]))],
    ["bad_protocol", "close", ({ send }) => Array.from({ length: 10 }, () => send("{"))],
  ])("tells of %s", async (reason, _, act) => {
    const socket = await openSocket(server.ws);
    act(socket);
    const line = await written(reason);
    expect(line).toMatchObject({ audit: true, reason, namespace: "default", address: "127.0.0.1" });
    expect(line.peer).toEqual(expect.any(String));
    expect(line.act).toBe(auditReasons[reason as "token"].act);
  });

  it("tells of a wrong token over HTTP, without the token", async () => {
    const headers = { authorization: "Bearer guessed-by-somebody" };
    await fetch(`${server.url}/rooms/a`, { method: "DELETE", headers });
    expect(await written("token")).toMatchObject({ act: "refuse", path: "/rooms/a", address: "127.0.0.1" });
    expect(JSON.stringify(lines)).not.toContain("guessed");
  });
});

describe("[T12] a flood", () => {
  const flood = (more: object = {}) => {
    const clock = new FakeClock();
    return { clock, audit: createAudit(log, clock, new Map()), ...more };
  };

  it("of one address is written twenty times a minute, and then counted", () => {
    const { clock, audit } = flood();
    for (let i = 0; i < 1_000; i++) audit.suspect("token", { address: "192.0.2.1" });
    audit.suspect("token", { address: "192.0.2.2" });
    expect(lines).toHaveLength(21);
    clock.advance(60_000);
    expect(lines.slice(21)).toEqual([
      { audit: true, act: "drop", reason: "flood", address: "192.0.2.1", count: 980 },
    ]);
    audit.suspect("token", { address: "192.0.2.1" });
    expect(lines).toHaveLength(23);
  });

  it("of a hundred thousand addresses fills 600 lines a minute, and at most 1001 counts", () => {
    const { clock, audit } = flood();
    for (let i = 0; i < 100_000; i++) audit.suspect("bad_protocol", { address: `192.0.2.${i}` });
    expect(lines).toHaveLength(600);
    clock.advance(60_000);
    const counts = lines.slice(600);
    expect(counts).toHaveLength(1_001);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(99_400);
  });

  it("keeps nothing of what an admin does out of the log", () => {
    const { audit } = flood();
    const entry: AuditEntry = { act: "kick", reason: "by_admin", namespace: "n", room: "r", by: "http" };
    for (let i = 0; i < 1_000; i++) audit.suspect("token", { address: "192.0.2.1" });
    for (let i = 0; i < 50; i++) audit.moderation({ ...entry, address: "192.0.2.1" }, null);
    expect(lines).toHaveLength(70);
  });

  it("shows what strangers sent as visible text, cut short", () => {
    const { audit } = flood();
    audit.suspect("token", { address: "192.0.2.1", path: `/\u001b[2J${"x".repeat(5_000)}` });
    expect(lines[0].path).not.toContain("\u001b");
    expect(lines[0].path.length).toBeLessThan(300);
  });
});

describe("docs/operations.md", () => {
  it("lists every reason with its meaning, and no other", () => {
    const rows = rowsUnder("operations.md", "Reasons").map(([reason, act, means]) => [
      names(reason!)[0],
      { act: names(act!)[0] ?? "moderate", means },
    ]);
    expect(Object.fromEntries(rows)).toEqual(auditReasons);
  });

  it("names every act of moderation", () => {
    const [host, , observer] = rowsUnder("operations.md", "Reasons").map(([, act]) => act!);
    expect([...host!.split(", "), observer!].sort()).toEqual([...MODERATION].sort());
  });
});

describe("--audit-log", () => {
  const home = new Home();
  const folder = mkdtempSync(join(tmpdir(), "rtrooms-audit-"));
  afterAll(async () => {
    await home.clean();
    rmSync(folder, { recursive: true });
  });

  it("is a file for this user alone, appended to, and opened anew on SIGHUP", async () => {
    const file = join(folder, "audit.log");
    const server = await home.serve("--memory", "--audit-log", file);
    const guess = async (): Promise<void> => {
      await fetch(`${server.url}/rooms/a`, { method: "DELETE", headers: { authorization: "Bearer guess" } });
    };
    await guess();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [line] = readFileSync(file, "utf8").trim().split("\n");
    expect(JSON.parse(line!)).toMatchObject({ audit: true, reason: "token", msg: "audit" });
    expect(server.running.stderr).not.toContain('"audit":true');
    renameSync(file, `${file}.1`);
    server.running.kill("SIGHUP");
    while (!existsSync(file)) await fetch(`${server.url}/healthz`);
    await guess();
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ reason: "token" });
  });

  it("is refused where it can't be written", async () => {
    const { code, stderr } = await home.run([
      "serve",
      "--memory",
      "--audit-log",
      join(folder, "no", "where"),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("can't be written");
  });
});
