// Rooms that are entered by more than their name, through the real binary: passwords, codes, spectators.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { changesOf } from "../../src/cli/rooms-host.ts";
import { Home, type Server } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";

const home = new Home();
let server: Server;
const open: Terminal[] = [];
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
});
afterAll(() => home.clean());

const run = (...args: string[]) => home.run(args, server);
const json = (text: string) => JSON.parse(text);
const SECRET = "open sesame";

function terminal(...args: string[]): Terminal {
  const started = Terminal.run(args, { env: home.env(server.env) });
  open.push(started);
  return started;
}

describe("a room with a password, a code and a bench", () => {
  it("[R24] [R26] [R27] is made, joined and watched, and its password is printed nowhere", async () => {
    const options = [
      "--visibility",
      "private",
      "--password",
      SECRET,
      "--code",
      "--spectators",
      "2",
      "--empty-ttl",
      "10m",
    ];
    const made = await run("rooms", "create", "den", ...options, "--json");
    const { code, ...room } = json(made.stdout).room;
    expect(room).toMatchObject({ hasPassword: true, maxSpectators: 2, visibility: "private" });
    const refused = await run("chat", "den", "--timeout", "5s");
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).toContain("RTROOMS_PASSWORD=");
    expect((await run("chat", "den", "--password", "guess")).code).toBe(4);
    expect((await run("chat", "--code", "CAFE-77", "--ndjson")).code).toBe(5);

    const seat = home.start(["join", "den", "--ndjson", "--password", SECRET], {
      env: server.env,
      input: null,
    });
    await seat.line((line) => line.includes('"joined"'));
    const env = { ...server.env, RTROOMS_PASSWORD: SECRET };
    const invited = `${code.slice(0, 3)}-${code.slice(3)}`.toLowerCase();
    const said = await home.run(["chat", "--code", invited, "--spectate"], { env, input: "well played\n" });
    expect(said).toMatchObject({ code: 0, stdout: "" });
    const joined = json(await seat.line((line) => line.includes('"member.joined"')));
    expect(joined).toMatchObject({ room: "den", member: { role: "spectator" } });
    await seat.line((line) => line.includes("well played"));

    const shown = await run("rooms", "get", "den");
    expect(shown.stdout).toMatch(/password +yes/);
    expect(shown.stdout).toContain(`${code.slice(0, 3)}-${code.slice(3)}`);
    expect(shown.stdout).toMatch(/spectators +0\/2/);
    const { stderr } = server.running;
    for (const text of [made.stdout, seat.stdout, seat.stderr, shown.stdout, stderr])
      expect(text).not.toContain(SECRET);
  });

  it("is changed like any other", async () => {
    await run("rooms", "create", "club");
    const set = await run(
      "rooms",
      "set",
      "club",
      "spectators=3",
      "password=1234",
      "--code",
      "DACHA",
      "--json",
    );
    expect(json(set.stdout).room).toMatchObject({ hasPassword: true, maxSpectators: 3, code: "DACHA" });
    expect((await run("rooms", "set", "club", "code=null", "password=null")).stdout).toBe(
      "room club: 0/64, public\n",
    );
    expect((await run("rooms", "set", "club")).code).toBe(2);
    expect((await run("rooms", "set", "club", "--empty-ttl", "25h")).code).toBe(1);
  });

  it("takes passwords and codes of digits as texts", () => {
    expect(changesOf(["password=1234", "code=3467", "capacity=4"])).toEqual({
      password: "1234",
      code: "3467",
      capacity: 4,
    });
    expect(changesOf(["code=true", "password=null"], { spectators: 1 })).toEqual({
      code: true,
      password: null,
      spectators: 1,
    });
  });
});

describe("join and chat", () => {
  it("are told which room, once", async () => {
    expect((await run("join")).code).toBe(2);
    expect((await run("chat", "den", "--code", "CAFE")).stderr).toContain("not by both");
  });

  it("[R24] make a room with the password that they bring", async () => {
    await home.run(["chat", "vault", "--password", SECRET], { env: server.env, input: "hello\n" });
    expect((await run("rooms", "get", "vault")).stdout).toMatch(/password +yes/);
  });

  it("[R24] ask for a password on a terminal, without showing it", async () => {
    await run("rooms", "create", "cellar", "--password", SECRET, "--code", "CAFE-77");
    const ada = terminal("join", "cellar", "--name", "ada");
    await ada.until("Password of the room:");
    ada.type(`guess${keys.enter}`);
    await ada.until(/Password of the room:.*\s+Password of the room:/);
    expect(ada.text).not.toContain("guess");
    ada.type(`${SECRET}${keys.enter}`);
    await ada.until(/● connected/);
    expect(ada.lines[0]).toContain("join cellar · host ada");
    ada.type("q");
    expect((await ada.exited).code).toBe(0);
    expect(ada.text).not.toContain("sesame");
  });

  it("end where the password is not typed", async () => {
    const ada = terminal("chat", "cellar");
    await ada.until("Password of the room:");
    ada.type("\u0003");
    expect((await ada.exited).code).toBe(130);
  });
});
