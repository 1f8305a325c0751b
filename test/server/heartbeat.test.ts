// Connections that fall silent or read too slowly, on real sockets with the wheel turned by hand.
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limits, times } from "../../src/protocol/limits.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket } from "../support/socket.ts";

let server: RunningServer;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  // Nobody is to be told that they are too fast, nor the server that its timers stand still.
  server = await serve({ port: 0, limits: { enforce: "off" } });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

describe("a connection", () => {
  it("[P6] [T18] that says nothing is closed with 4502", async () => {
    const silent = await openSocket(server.ws);
    vi.advanceTimersByTime(times.helloOpen + 2_000);
    expect(await silent.closed).toEqual({ code: 4502, reason: "no hello in time" });
  });

  it("[P6] is pinged, and stays as long as it answers", async () => {
    const socket = await openSocket(server.ws);
    await socket.ask({ type: "hello" });
    for (let round = 0; round < 3; round++) {
      const pinged = once(socket.ws, "ping");
      vi.advanceTimersByTime(times.ping + 2_000);
      await pinged;
      // The pong has arrived when what was sent after it is answered.
      expect(await socket.ask({ type: "ping" })).toMatchObject({ type: "ok" });
    }
    vi.advanceTimersByTime(times.pong + 2_000);
    expect(await socket.ask({ type: "ping" })).toMatchObject({ type: "ok" });
    socket.ws.close();
  });

  it("[P6] [T23] that answers no ping is cut, and its room is told", async () => {
    const dead = await openSocket(server.ws, [], { autoPong: false });
    const { data } = await dead.ask({ type: "join", room: "r" });
    const other = await openSocket(server.ws);
    await other.ask({ type: "join", room: "r" });
    const pinged = once(dead.ws, "ping");
    vi.advanceTimersByTime(times.ping + 2_000);
    await pinged;
    await other.ask({ type: "ping" });
    vi.advanceTimersByTime(times.pong + 2_000);
    expect(await other.next("member.held")).toMatchObject({ member: { peer: data.self.peer } });
    expect([1006, 4002]).toContain((await dead.closed).code);
    other.ws.close();
  });

  it("[P14] [T22] that reads too slowly is closed, and its room goes on", async () => {
    const [slow, quick, talker] = [
      await openSocket(server.ws),
      await openSocket(server.ws),
      await openSocket(server.ws),
    ];
    for (const socket of [slow, quick, talker]) await socket.ask({ type: "join", room: "flood" });
    slow.ws.pause();
    const pad = "x".repeat(limits.frameBytes - 1_000);
    // More than the kernel holds for a socket that nobody reads, and the limit on top.
    const messages = 400;
    for (let n = 0; n < messages; n++) {
      await talker.ask({ type: "publish", room: "flood", data: { n, pad } });
      expect((await quick.next("message")).data.n).toBe(n);
    }
    // Its close frame is stuck behind what it didn't read: after a while the socket is cut.
    vi.advanceTimersByTime(7_000);
    expect(await quick.next("member.held")).toMatchObject({ member: { state: "held" } });
    expect(server.connections()).toBe(2);
    slow.ws.terminate();
    quick.ws.close();
    talker.ws.close();
  });
});
