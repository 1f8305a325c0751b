// Quiet and verbose, and how long a command waits for a server that takes its connection and says nothing.
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";

const home = new Home();
let server: Server;
let mute: NetServer;
let muteUrl: string;
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = await home.serve("--memory");
  mute = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
  });
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  muteUrl = `http://127.0.0.1:${(mute.address() as { port: number }).port}`;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  mute.close();
  await home.clean();
});

describe("quiet", () => {
  it("drops what is only for information, wherever it stands", async () => {
    expect((await home.run(["rooms"], server)).stderr).toContain("No rooms yet");
    for (const args of [
      ["rooms", "-q"],
      ["--quiet", "rooms"],
    ]) {
      expect(await home.run(args, server)).toMatchObject({ code: 0, stderr: "" });
    }
    const env = { ...server.env, RTROOMS_QUIET: "1" };
    expect((await home.run(["rooms"], { env })).stderr).toBe("");
  });

  it("tells failures all the same", async () => {
    const failed = await home.run(["rooms", "get", "nowhere", "-q"], server);
    expect(failed).toMatchObject({ code: 5 });
    expect(failed.stderr).toContain("error: ");
  });

  it("is not loud at the same time", async () => {
    expect((await home.run(["rooms", "-q", "-v"], server)).code).toBe(2);
  });
});

describe("verbose", () => {
  it("says where to, why there, and how long it took, on stderr only", async () => {
    const { stdout, stderr } = await home.run(["stats", "--json", "--verbose"], server);
    expect(JSON.parse(stdout)).toMatchObject({ totalRooms: expect.any(Number) });
    expect(stderr).toContain(`* url ${server.url} (environment RTROOMS_URL)`);
    expect(stderr).toMatch(/^\* GET \S+\/stats: 200, \d+ characters, \d+ ms$/m);
  });

  it("says where a token is from and never what it is", async () => {
    const token = "a-token-of-many-letters";
    const { stderr } = await home.run(["-v", "stats"], { env: { ...server.env, RTROOMS_TOKEN: token } });
    expect(stderr).toContain("* token (hidden) (environment RTROOMS_TOKEN)");
    expect(stderr).not.toContain(token);
  });

  it("tells each attempt of a connection", async () => {
    const { stderr } = await home.run(["chat", "lobby", "-v"], { ...server, input: "hello\n" });
    expect(stderr).toMatch(/^\* ws:\/\/\S+, attempt 1: open after \d+ ms$/m);
    expect(stderr).toMatch(/^\* welcome as peer \w+$/m);
  });
});

describe("a server that says nothing", () => {
  it.each([
    [["stats", "--json", "--connect-timeout", "200ms"]],
    [["rooms", "--connect-timeout", "200ms"]],
    [["chat", "lobby", "--connect-timeout", "200ms"]],
    [["chat", "lobby", "--timeout", "200ms"]],
    [["join", "lobby", "--timeout", "200ms"]],
    [["rooms", "watch", "--timeout", "200ms"]],
    [["relay", "--connect-timeout", "200ms"]],
  ])("%j ends with 3", async (args) => {
    const failed = await home.run(args, { env: { RTROOMS_URL: muteUrl } });
    expect(failed).toMatchObject({ code: 3, stdout: "" });
    expect(failed.stderr).toContain("no answer in 0.2 s");
  });

  it("takes no longer than completion has", async () => {
    const asked = await home.run(["__complete", "2", "chat", "l"], { env: { RTROOMS_URL: muteUrl } });
    expect(asked).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});

describe("a reader that goes away", () => {
  it.each([
    ["help", "environment"],
    ["explain"],
    ["context", "show", "--origins"],
    ["completion", "bash"],
    ["--help"],
  ])("is no failure of %s %s", async (...args) => {
    const running = home.start(args, { input: null });
    running.closeOutput();
    running.endInput();
    const { code, stderr } = await running.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
