// What scripts wait with and look at: rooms wait, check and watch, and stats --fail-if, through the real binary.
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { Home, type Server } from "../support/binary.ts";

const home = new Home();
/** Without the admin token. */
const stranger = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => Promise.all([home.clean(), stranger.clean()]));

const run = (...args: string[]) => home.run(args, server);
const json = (text: string) => JSON.parse(text);

/** A port where nothing listens, and which a server may take. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe("rooms wait", () => {
  it("ends with 0 when the members have come, also for whom has no token", async () => {
    const waiting = stranger.start(
      ["rooms", "wait", "duel", "--members", "2", "--status", "active", "--json"],
      server,
    );
    const [ada, bob] = await Promise.all([connect({ url: server.url }), connect({ url: server.url })]);
    await ada.join("duel", { create: { capacity: 2 } });
    const early = await run("rooms", "wait", "duel", "--members", "2", "--timeout", "3s");
    expect(early).toMatchObject({ code: 6, stdout: "" });
    expect(early.stderr).toContain("the room duel is waiting with 1 of 2 seats taken");
    await bob.join("duel");
    const ended = await waiting.finished;
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(json(ended.stdout)).toMatchObject({ room: { room: "duel", members: 2, status: "active" } });
    await Promise.all([ada.close(), bob.close()]);
  });

  it("waits until a room is there, and until it is gone", async () => {
    const coming = home.start(["rooms", "wait", "brief"], server);
    await run("rooms", "create", "brief");
    expect(await coming.finished).toMatchObject({
      code: 0,
      stdout: "the room brief is waiting with 0 of 64 seats taken\n",
    });
    const going = home.start(["rooms", "wait", "brief", "--gone", "--json"], server);
    await run("rooms", "close", "brief", "--yes");
    expect(await going.finished).toMatchObject({ code: 0, stdout: '{"room":null}\n' });
    const absent = await run("rooms", "wait", "brief", "--json", "--timeout", "3s");
    expect(absent).toMatchObject({ code: 6, stdout: "" });
    expect(json(absent.stderr)).toMatchObject({
      code: "unmet",
      message: expect.stringContaining("there is no room"),
    });
  });

  it("waits for rooms that are in no list: by rights, or by looking", async () => {
    await run("rooms", "create", "secret", "--visibility", "private");
    await run("rooms", "create", "aside", "--visibility", "unlisted");
    const host = home.start(["rooms", "wait", "secret", "--members", "1"], server);
    const other = stranger.start(["rooms", "wait", "aside", "--members", "1"], server);
    const ada = await connect({ url: server.url });
    for (const name of ["secret", "aside"]) await ada.join(name);
    expect(await host.finished).toMatchObject({ code: 0, stderr: "" });
    expect(await other.finished).toMatchObject({ code: 0, stderr: "" });
    await ada.close();
  });

  it("waits for a server that is started meanwhile, and takes up its token", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const waiting = home.start(["rooms", "wait", "hidden", "--timeout", "20s", "--url", url]);
    const late = home.start(["serve", "--memory", "--json", "--port", String(port)]);
    await late.line((line) => line.includes("listening"));
    const made = await home.run(["rooms", "create", "hidden", "--visibility", "private", "--url", url]);
    expect(made.code).toBe(0);
    expect((await waiting.finished).code).toBe(0);
    late.kill("SIGTERM");
    await late.finished;
    const never = await home.run(["rooms", "wait", "hidden", "--timeout", "3s", "--url", url]);
    expect(never).toMatchObject({ code: 3, stdout: "" });
    expect(never.stderr).toContain("Cannot reach a server");
  });

  it("ends at once with 4 for a wrong token, and with 2 for what can never be", async () => {
    expect((await run("rooms", "wait", "x", "--token", "wrong")).code).toBe(4);
    expect((await run("rooms", "wait", "x", "--gone", "--members", "1")).code).toBe(2);
  });
});

describe("rooms check and stats --fail-if", () => {
  it("print a line for each expectation, and end with 6 if one fails", async () => {
    await run("rooms", "create", "checked", "--capacity", "3");
    const good = await run("rooms", "check", "--expect", "totalRooms>=1", "--expect", "checked.capacity==3");
    expect(good).toMatchObject({ code: 0, stderr: "" });
    const bad = await run(
      "rooms",
      "check",
      "--expect",
      "checked.status==active",
      "--expect",
      "nope.members==0",
    );
    expect(bad.code).toBe(6);
    expect(bad.stdout.split("\n")).toEqual([
      "FAILED   checked.status==active   checked.status is waiting",
      "FAILED   nope.members==0   there is no such room",
      "",
    ]);
    const asJson = await run("rooms", "check", "--json", "--expect", "checked.members>0");
    expect(asJson.code).toBe(6);
    expect(json(asJson.stdout)).toEqual({
      ok: false,
      checks: [{ expression: "checked.members>0", field: "checked.members", value: 0, ok: false }],
    });
  });

  it("fail where a condition holds", async () => {
    expect(await run("stats", "--fail-if", "totalPeers>100")).toMatchObject({ code: 0, stderr: "" });
    const failed = await run("stats", "--fail-if", "totalPeers>100", "--fail-if", "uptimeMs>=0", "--json");
    expect(failed.code).toBe(6);
    expect(json(failed.stdout).checks.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false]);
  });

  it("end with 2 for what they don't understand, and name the fields", async () => {
    const failed = await run("stats", "--fail-if", "peers>100");
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed.stderr).toContain("totalPeers");
    expect((await run("rooms", "check")).code).toBe(2);
  });
});

describe("rooms watch", () => {
  it("prints the rooms that are there, then what changes", async () => {
    await run("rooms", "create", "old", "--ns", "watched");
    const args = ["rooms", "watch", "--ndjson", "--count", "4", "--ns", "watched"];
    const watching = home.start(args, server);
    await watching.line((line) => line.includes('"old"'));
    await run("rooms", "create", "new", "--ns", "watched");
    await watching.line((line) => line.includes('"new"'));
    const ada = await connect({ url: server.url, namespace: "watched" });
    await ada.join("new");
    await watching.line((line) => line.includes('"updated"'));
    await run("rooms", "close", "old", "--yes", "--ns", "watched");
    const ended = await watching.finished;
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const changes = ended.stdout.trim().split("\n").map(json);
    for (const change of changes) expect(change.v).toBe(1);
    expect(changes.map(({ type, room }) => `${type} ${room.room} ${room.members}`)).toEqual([
      "added old 0",
      "added new 0",
      "updated new 1",
      "removed old 0",
    ]);
    await ada.close();
  });

  it("ends with 130 for Ctrl-C", async () => {
    const waiting = home.start(["rooms", "watch", "--ndjson"], server);
    await run("rooms", "create", "seen");
    await waiting.line((line) => line.includes('"seen"'));
    waiting.kill("SIGINT");
    expect((await waiting.finished).code).toBe(130);
  });
});
