// `join --match` through the real binary, and the words that it is asked with.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectWhere } from "../../src/cli/where.ts";
import { Home, type Server } from "../support/binary.ts";

const home = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => home.clean());

const run = (...args: string[]) => home.run(args, server);
const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("join --match", () => {
  it("[Q1] seats two who ask for the same queue together", async () => {
    const first = home.start(["join", "--match", "duel", "--until", "room.started", "--name", "ada"], server);
    await first.line((line) => line.includes('"joined"'));
    const second = await run("join", "--match", "duel", "--until", "room.started", "--name", "bob");
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(linesOf(second.stdout)[0]).toMatchObject({
      ...{ type: "joined", room: { queue: "duel", capacity: 2, status: "active" } },
      members: [{ name: "ada" }, { name: "bob" }],
    });
    expect((await first.finished).code).toBe(0);
  });

  it("[Q7] ends with match.none and 6 when nobody came in time", async () => {
    const alone = await run("join", "--match", "empty", "--timeout", "1s");
    expect(alone.code).toBe(6);
    expect(linesOf(alone.stdout).map(({ type }) => type)).toEqual(["joined", "match.none"]);
    expect(linesOf(alone.stdout)[1]).toMatchObject({ queue: "empty" });
    expect(alone.stderr).toContain("nobody was found in time");
  });

  it("[Q7] starts with --min when the time is up", async () => {
    const ended = await run(
      ...["join", "--match", "team", "--capacity", "4", "--min", "1", "--timeout", "1s"],
      ...["--until", "room.started", "--data", '{"level":3}', "--where", "members.level>=3"],
    );
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(linesOf(ended.stdout).map(({ type }) => type)).toEqual(["joined", "room.started"]);
    expect(linesOf(ended.stdout)[0].members).toMatchObject([{ data: { level: 3 } }]);
  });

  it("[Q8] prints where it was moved to", async () => {
    const queue = ["join", "--match", "moving", "--capacity", "3", "--ndjson", "--name"];
    const joined = (line: string) => line.includes('"joined"');
    const ada = home.start([...queue, "ada", "--data", '{"ok":1}'], server);
    await ada.line(joined);
    const picky = home.start([...queue, "picky", "--where", "members.ok==1"], server);
    await picky.line(joined);
    const bob = home.start([...queue, "bob"], server);
    const before = JSON.parse(await bob.line(joined));
    picky.kill("SIGINT");
    const moved = JSON.parse(await bob.line((line) => line.includes('"match.moved"')));
    expect(moved).toMatchObject({
      v: 1,
      from: before.room.room,
      to: { members: [{ name: "ada" }, { name: "bob" }] },
    });
    for (const seat of [ada, bob]) seat.kill("SIGINT");
    for (const seat of [ada, bob, picky]) expect((await seat.finished).code).toBe(130);
  });

  it.each([
    [["join"], "not said where to"],
    [["join", "lobby", "--match", "duel"], "finds the room itself"],
    [["join", "lobby", "--min", "2"], "for a match only"],
    [["join", "--match", "duel", "--timeout", "1ms"], "A match waits 1 s to 10 min"],
    [["join", "--match", "duel", "--where", "mode"], "mode==ctf"],
    [["join", "--match", "duel", "--where", "level>=high"], "takes a number"],
    [["join", "--match", "duel", "--data", "[]"], "A JSON object"],
  ])("refuses %j with 2", async (args, said) => {
    const refused = await run(...args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(said);
  });

  it("refuses what no room could meet, and says what to do", async () => {
    const refused = await run("join", "--match", "duel", "--where", "level>=3");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("options.data") });
  });
});

describe("--where", () => {
  it.each([
    [["mode==ctf"], { room: { mode: "ctf" } }],
    [["level==3", "ranked==true", "clan==null"], { room: { level: 3, ranked: true, clan: null } }],
    [["members.level>=3", "members.level<5"], { members: { level: { gte: 3, lt: 5 } } }],
    [["mode==ctf,dm"], { room: { mode: { in: ["ctf", "dm"] } } }],
    [["a == two words"], { room: { a: "two words" } }],
    [["a.b>-1.5"], { room: { "a.b": { gt: -1.5 } } }],
  ])("%j", (texts, expected) => {
    expect(
      texts.reduce<ReturnType<typeof collectWhere> | undefined>(
        (all, text) => collectWhere(text, all),
        undefined,
      ),
    ).toEqual(expected);
  });
});
