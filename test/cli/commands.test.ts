// rooms, stats, relay, join and the program around them, through the real binary: data, failures and exit codes.
import { statSync } from "node:fs";
import { join as joinPath } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { Home, type Server } from "../support/binary.ts";

const home = new Home();
/** Of another user, as it were: nothing in it says what the admin token is. */
const stranger = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => Promise.all([home.clean(), stranger.clean()]));

const run = (...args: string[]) => home.run(args, server);
const json = (text: string) => JSON.parse(text);

describe("the program", () => {
  it("prints its help on stdout and ends with 0 without a command", async () => {
    const shown = await run();
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    for (const command of ["serve", "chat", "join", "rooms", "stats", "relay"]) {
      expect(shown.stdout).toContain(`\n  ${command} `);
    }
    expect(shown.stdout).toContain("3 cannot connect");
  });

  it.each(["chat", "join", "rooms", "stats", "relay", "serve"])(
    "ends the help of %s with examples",
    async (name) => {
      const shown = await run(name, "--help");
      expect(shown).toMatchObject({ code: 0, stderr: "" });
      expect(shown.stdout).toMatch(/Examples:\n {2}\$ /);
    },
  );

  it("prints the version of the package", async () => {
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [["chatt"], "Did you mean chat?"],
    [["chat"], "Give one of them: ROOM, or --code CODE"],
    [["chat", "lobby", "--bogus"], "unknown option '--bogus'"],
    [["chat", "lobby", "--count", "0"], "A whole number, 1 or more."],
    [["chat", "lobby", "--timeout", "soon"], "500ms, 5s or 2m"],
    [["stats", "--url", "ftp://x"], "http://127.0.0.1:7420"],
    [["stats", "--token-file", "/nonexistent"], "there is no such file"],
    [["rooms", "close", "lobby"], "--yes"],
  ])("ends with 2 for %j and says what is wrong", async (args, words) => {
    const failed = await run(...args);
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed.stderr).toContain(words);
  });

  it("puts a failure into one JSON object on stderr for programs", async () => {
    const failed = await run("chat", "lobby", "--ndjson", "--bogus");
    expect(json(failed.stderr)).toMatchObject({ v: 1, type: "error", code: "usage", exit: 2 });
  });

  it.each([["chat", "lobby"], ["join", "lobby"], ["rooms"], ["stats", "--json"], ["relay"]])(
    "ends with 3 when %s finds no server, and says how to start one",
    async (...args) => {
      const failed = await home.run(args, { env: { RTROOMS_URL: "http://127.0.0.1:1" } });
      expect(failed).toMatchObject({ code: 3, stdout: "" });
      expect(failed.stderr).toContain("npx rtrooms serve");
    },
  );

  it("lets a flag count more than the environment", async () => {
    const found = await home.run(["stats", "--json", "--url", server.url], {
      env: { RTROOMS_URL: "http://127.0.0.1:1" },
    });
    expect(found.code).toBe(0);
  });
});

describe("rooms", () => {
  it("are listed with all pages, as columns and as JSON", async () => {
    const client = await connect({ url: server.url });
    await Promise.all(
      Array.from({ length: 130 }, (_, i) => client.request("create", { room: `r${i}` as never })),
    );
    await client.close();
    const listed = json((await run("rooms", "--json")).stdout);
    expect(listed.total).toBeGreaterThanOrEqual(130);
    expect(listed.rooms).toHaveLength(listed.total);
    const shown = (await run("rooms")).stdout.split("\n");
    expect(shown[0]).toMatch(/^NAME +STATUS +MEMBERS +VISIBILITY +AGE$/);
    expect(shown.filter((line) => /^r\d+ +waiting +0\/64 +public +\d+s$/.test(line))).toHaveLength(130);
  });

  it("are created with options, looked at, and closed", async () => {
    const made = await run(
      "rooms",
      "create",
      "duel",
      "--capacity",
      "2",
      "--visibility",
      "unlisted",
      "--start",
      "host",
    );
    expect(made).toMatchObject({ code: 0, stdout: "room duel created, 2 seats, unlisted\n" });
    const got = json((await run("rooms", "get", "duel", "--json")).stdout);
    expect(got.room).toMatchObject({ room: "duel", capacity: 2, visibility: "unlisted", start: "host" });
    expect((await run("rooms", "get", "duel")).stdout).toMatch(/^members +0\/2$/m);
    const again = await run("rooms", "create", "duel");
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(await run("rooms", "close", "duel", "--yes", "--json")).toMatchObject({
      code: 0,
      stdout: '{"room":"duel","closed":true}\n',
    });
    expect((await run("rooms", "get", "duel")).code).toBe(5);
    expect((await run("rooms", "close", "duel", "--yes")).code).toBe(5);
  });

  it("lose a member by name or id, and 5 is the end for nobody of that name", async () => {
    const seat = home.start(["join", "party", "--ndjson", "--name", "mallory"], server);
    await seat.line((line) => line.includes('"joined"'));
    expect((await run("rooms", "kick", "party", "nobody", "--yes")).code).toBe(5);
    expect((await run("rooms", "kick", "party", "mallory", "--yes")).stdout).toBe(
      "mallory removed from party\n",
    );
    const ended = await seat.finished;
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('"reason":"kick"');
  });

  it("are changed, locked and spoken to, and ban a member", async () => {
    const seat = home.start(["join", "club", "--ndjson", "--name", "mallory"], server);
    await seat.line((line) => line.includes('"joined"'));
    const set = await run(
      "rooms",
      "set",
      "club",
      "capacity=3",
      "visibility=unlisted",
      "data.map=7",
      "--json",
    );
    expect(json(set.stdout).room).toMatchObject({ capacity: 3, visibility: "unlisted", data: { map: 7 } });
    expect((await run("rooms", "lock", "club")).stdout).toBe("room club: 1/3, unlisted, locked\n");
    expect((await run("rooms", "unlock", "club")).stdout).toBe("room club: 1/3, unlisted\n");
    expect((await run("rooms", "set", "club", "host=me")).code).toBe(2);
    expect((await run("rooms", "set", "club", "capacity=0")).code).toBe(1);
    expect((await run("rooms", "announce", "club", "soon")).code).toBe(0);
    await seat.line((line) => line.includes('"notice"') && line.includes("soon"));
    expect((await run("rooms", "ban", "club", "mallory", "--yes")).stdout).toBe("mallory banned from club\n");
    expect((await seat.finished).stdout).toContain('"reason":"ban"');
  });

  it("are not changed without the admin token: 4, and what to type", async () => {
    const failed = await stranger.run(["rooms", "create", "mine", "--json"], server);
    expect(failed).toMatchObject({ code: 4, stdout: "" });
    expect(json(failed.stderr)).toMatchObject({
      code: "unauthorized",
      exit: 4,
      next: expect.stringContaining("--token-file"),
    });
  });

  it("are changed with a token from a file or the environment", async () => {
    const file = joinPath(home.folder, "config", "servers", `${server.port}.json`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { token } = json((await import("node:fs")).readFileSync(file, "utf8"));
    const env = { ...server.env, RTROOMS_TOKEN: token };
    expect((await stranger.run(["rooms", "create", "by-token"], { env })).code).toBe(0);
    const wrong = await stranger.run(["rooms", "create", "by-wrong-token", "--token", "wrong"], { env });
    expect(wrong.code).toBe(4);
  });
});

describe("stats", () => {
  it("print one JSON document, or a table", async () => {
    const stats = json((await run("stats", "--json")).stdout);
    for (const name of ["totalRooms", "waitingRooms", "activeRooms", "totalPeers"]) {
      expect(stats[name], name).toBeTypeOf("number");
    }
    expect((await run("stats")).stdout).toMatch(/^rooms +\d+$/m);
  });

  it("are followed as a line for each sample, and end at --count", async () => {
    const followed = await run("stats", "--watch=50ms", "--count", "3");
    const samples = followed.stdout.trim().split("\n").map(json);
    expect(samples).toHaveLength(3);
    for (const sample of samples)
      expect(sample).toMatchObject({ v: 1, type: "stats", totalRooms: expect.any(Number) });
    expect(followed.code).toBe(0);
  });
});

describe("relay", () => {
  it("prints each signal with its verdict, and of one room only if asked", async () => {
    const watching = home.start(["relay", "--ndjson", "--room", "call", "--count", "2"], server);
    const all = home.start(["relay", "--no-tui", "--count", "3", "--timeout", "10s"], server);
    const [ada, bob] = await Promise.all([connect({ url: server.url }), connect({ url: server.url })]);
    const room = await ada.join("call");
    await bob.join("call");
    const elsewhere = await ada.join("elsewhere");
    // Which of the two watches first is open: signals go out until both have what they wait for.
    const pump = async (): Promise<void> => {
      for (let ended = false; !ended; ) {
        await elsewhere.signal(ada.welcome.peer, "custom", { x: 1 });
        await room.signal(bob.welcome.peer, "offer", { type: "offer", sdp: "v=0\r\n" });
        await room.signal("gone" as never, "candidate", null);
        ended = await Promise.race([
          Promise.all([watching.finished, all.finished]).then(() => true),
          new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
        ]);
      }
    };
    await pump();
    const records = (await watching.finished).stdout.trim().split("\n").map(json);
    for (const record of records) expect(record).toMatchObject({ v: 1, room: "call" });
    const signals = records.filter(({ type }) => type === "watch.signals");
    expect(signals.map(({ kind, verdict }) => `${kind} ${verdict}`).sort()).toEqual([
      "candidate no_such_peer",
      "offer delivered",
    ]);
    expect((await all.finished).stdout).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} call \S+ → \S+ offer \d+ B delivered$/m,
    );
    await Promise.all([ada.close(), bob.close()]);
  });

  it("ends with 4 without the admin token, and says how to give it", async () => {
    const failed = await stranger.run(["relay", "--ndjson"], server);
    expect(failed).toMatchObject({ code: 4, stdout: "" });
    expect(json(failed.stderr).next).toContain("--token-file");
    const wrong = await stranger.run(["relay", "--token", "wrong"], server);
    expect(wrong.code).toBe(4);
  });

  it("ends with 6 when fewer signals than asked for came in time", async () => {
    expect(
      (await run("relay", "--ndjson", "--count", "1", "--timeout", "200ms", "--room", "silent")).code,
    ).toBe(6);
  });
});

describe("join", () => {
  it("prints the seat and every event, and ends with the room", async () => {
    const seat = home.start(["join", "event-room", "--ndjson", "--name", "ada"], server);
    const first = json(await seat.line((line) => line.includes('"joined"')));
    expect(first).toMatchObject({
      v: 1,
      type: "joined",
      room: { room: "event-room" },
      members: [{ name: "ada" }],
    });
    await home.run(["chat", "event-room", "--name", "bob"], { env: server.env, input: "hello\n" });
    await seat.line((line) => line.includes('"member.left"'));
    await run("rooms", "close", "event-room", "--yes");
    const ended = await seat.finished;
    expect(ended.code).toBe(0);
    const types = ended.stdout
      .trim()
      .split("\n")
      .map((line) => json(line).type);
    expect(types).toEqual(["joined", "member.joined", "message", "member.left", "room.closed"]);
  });

  it("answers each request of stdin with a line, and a bad line with its number and 1 at the end", async () => {
    const input = [
      '{"type":"publish","id":"a","data":{"x":1},"event":"move"}',
      "not json",
      '{"type":"ping","id":2}',
      '{"type":"kick","id":3,"peer":"nobody"}',
      '{"type":"nonsense"}',
      "",
    ].join("\n");
    const ended = await home.run(["join", "requests"], { env: server.env, input });
    const lines = ended.stdout.trim().split("\n").map(json);
    const reply = (id: unknown) => lines.find((line) => line.id === id);
    expect(reply("a")).toMatchObject({ type: "ok", data: { time: expect.any(Number) } });
    expect(reply(2)).toMatchObject({ type: "ok", data: { time: expect.any(Number) } });
    expect(reply(3)).toMatchObject({ type: "error", code: "no_such_peer" });
    expect(lines.find(({ line }) => line === 2)).toMatchObject({
      type: "error",
      code: "bad_request",
      message: "Line 2 is not JSON.",
    });
    expect(lines.find(({ line }) => line === 5)).toMatchObject({ code: "bad_request" });
    expect(ended.code).toBe(1);
  });

  it("waits for an event with --until, and ends with 6 when it does not come", async () => {
    const waiting = home.start(["join", "full", "--capacity", "2", "--until", "room.started"], server);
    await waiting.line((line) => line.includes('"joined"'));
    const other = await run("join", "full", "--until", "room.started");
    expect(other.code).toBe(0);
    expect((await waiting.finished).code).toBe(0);
    const never = await run("join", "never", "--until", "room.started", "--timeout", "200ms");
    expect(never.code).toBe(6);
    expect(never.stderr).toContain("no event room.started");
  });

  it("misses nothing that happens right after the seat was taken", async () => {
    const args = ["join", "crowd", "--capacity", "8", "--until", "room.started", "--timeout", "10s"];
    const crowd = await Promise.all(Array.from({ length: 8 }, () => run(...args)));
    const seats = crowd.map(({ stdout }) =>
      stdout
        .trim()
        .split("\n")
        .map((line) => json(line)),
    );
    for (const [joined, ...later] of seats) {
      const before = joined.members.length;
      const came = later.filter(({ type }) => type === "member.joined");
      expect(before + came.length).toBe(8);
    }
    expect(
      crowd.map(({ code }) => code),
      "also for whom the room was active on joining",
    ).toEqual(Array(8).fill(0));
  });

  it("ends with 1 when the room is full, and says what to do", async () => {
    const seat = home.start(["join", "one", "--capacity", "1", "--ndjson"], server);
    await seat.line((line) => line.includes('"joined"'));
    const refused = await run("join", "one", "--ndjson");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(json(refused.stderr)).toMatchObject({
      code: "room_full",
      next: expect.stringContaining("rooms create"),
    });
    seat.kill("SIGINT");
    expect((await seat.finished).code).toBe(130);
  });
});
