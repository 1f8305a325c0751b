// The TURN servers' secret: from the environment or a file, and a word where it or the servers are missing.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { turnOptions } from "../../../src/cli/config/turn.ts";
import { Home } from "../../support/binary.ts";
import { openSocket } from "../../support/socket.ts";

const home = new Home();
afterAll(() => home.clean());
const file = join(home.folder, "turn.secret");
writeFileSync(file, "north\n");
const servers = ["turn:turn.example.org:3478?transport=udp"];

describe("TURN servers", () => {
  it("have the secret of the environment before that of a file, without its last line end", () => {
    const whole = { servers, secretFile: file, ttl: "10m" };
    expect(turnOptions(whole)).toEqual({ urls: servers, secret: "north", ttlMs: 600_000 });
    expect(turnOptions(whole, "south")).toMatchObject({ secret: "south" });
    expect(turnOptions({ servers: [], ttl: "1h" })).toBeUndefined();
  });

  it.each([
    ["no secret", { servers, ttl: "1h" }, "no secret"],
    ["no server", { servers: [], secretFile: file, ttl: "1h" }, "no TURN server"],
    ["no file", { servers, secretFile: join(home.folder, "none"), ttl: "1h" }, "there is no such file"],
  ])("are refused with %s", (_, asked, told) => {
    expect(() => turnOptions(asked)).toThrow(told);
  });

  it("are given to peers by a server that was started with them", async () => {
    const flags = ["--turn-server", servers[0]!, "--turn-secret-file", file, "--turn-ttl", "5m"];
    const server = await home.serve("--memory", ...flags);
    const socket = await openSocket(`${server.url.replace("http", "ws")}/ws`);
    const { iceServers, peer, time } = (await socket.ask({ type: "hello" })).data;
    expect(iceServers).toEqual([
      { urls: servers, username: expect.stringMatching(`^\\d+:${peer}$`), credential: expect.any(String) },
    ]);
    const left = Number.parseInt(iceServers[0].username, 10) - time / 1_000;
    expect(Math.round(left / 10)).toBe(30);
    socket.ws.terminate();
  });

  it("must have addresses of TURN", async () => {
    const config = join(home.folder, "rtrooms.jsonc");
    writeFileSync(config, '{"turn": {"servers": ["http://turn.example.org"]}}');
    const { code, stderr } = await home.run(["serve", "--config", config]);
    expect(code).toBe(2);
    expect(stderr).toContain("turn:turn.example.org:3478?transport=udp");
  });
});
