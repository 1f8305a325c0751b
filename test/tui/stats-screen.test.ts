// The dashboard on a real terminal: what it shows at each size, its keys, and a server that goes and comes back.
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";
import { openSocket, type RawSocket } from "../support/socket.ts";

const home = new Home();
let server: Server;
let ada: RawSocket;
const open: Terminal[] = [];
beforeAll(async () => {
  server = await home.serve("--memory");
  ada = await openSocket(`ws://127.0.0.1:${server.port}/ws`);
  await ada.ask({ type: "join", room: "lobby" });
  await ada.ask({ type: "kick", room: "nowhere", peer: "x" });
});
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
});
afterAll(() => home.clean());

async function dashboard(size: { columns?: number; rows?: number } = {}, args: string[] = [], from = server) {
  const terminal = Terminal.run(["stats", ...args], { env: home.env(from.env), ...size });
  open.push(terminal);
  // Its last line: what is above it has been drawn then.
  await terminal.until((shown) => shown.text.includes("● answering") && /\? help/.test(shown.lines.at(-1)!));
  return terminal;
}

describe("the dashboard", () => {
  it.each([
    [80, 24, ["1 messages in", "2 server", "3 latency", "4 busiest rooms", "5 refused"]],
    [120, 40, ["1 messages out", "2 server", "6 signals and links"]],
    [200, 60, ["2 connections", "2 loop delay", "2 memory", "6 signals and links", "namespaces"]],
  ])("opens on a terminal without a flag, and at %i×%i has these panels", async (columns, rows, titles) => {
    const stats = await dashboard({ columns, rows });
    for (const title of titles) expect(stats.text).toContain(title);
    expect(stats.text).toMatch(/connections +1 /);
    expect(stats.text).toMatch(/join +(<0\.5|\d)/);
    expect(stats.text).toMatch(/not_found +/);
    expect(stats.lines.every((line) => line.length <= columns)).toBe(true);
    expect(stats.lines.at(-1)).toMatch(/^ \? help · q quit · p pause/);
    stats.type("q");
    expect((await stats.exited).code).toBe(0);
    expect(stats.inAlternateScreen).toBe(false);
  });

  it("is at 40×10 a line for each of what tells most", async () => {
    const stats = await dashboard({ columns: 40, rows: 10 });
    expect(stats.lines[0]).toMatch(/^ 127\.0\.0\.1:\d+ · up \S+.* ● answering$/);
    expect(stats.lines[1]).toBe(" ● ready   ● embedded   ● memory");
    expect(stats.lines[2]).toMatch(/^ connections +1 /);
  });

  it("shows what moves, by the second", async () => {
    const stats = await dashboard();
    const seen = stats.until(/messages in +[\d.]+[1-9]\S*\/s/);
    for (let over = false; !over; ) {
      await ada.ask({ type: "publish", room: "lobby", event: "chat", data: { text: "hello" } });
      // As fast as the server lets one peer go on.
      over = await Promise.race([seen.then(() => true), setTimeout(20, false)]);
    }
    await stats.until(/│ lobby +1 +[\d.]+k? █/);
  });

  it("zooms, pauses, sorts, asks less often and helps, by its keys", async () => {
    const stats = await dashboard();
    stats.type("5");
    await stats.until("┌›5 refused");
    expect(stats.text).not.toContain("4 busiest");
    stats.send(keys.escape);
    await stats.until("4 busiest");
    stats.type("s");
    await stats.until("msg/s, by seats");
    stats.type("\t\t");
    await stats.until("2 seats");
    stats.type("2");
    await stats.until("4 busiest");
    stats.type("+");
    await stats.until("every 2 s");
    stats.type("p");
    await stats.until("‖ paused at");
    stats.type("?");
    await stats.until("hold still, and go on");
    stats.send(keys.escape);
    await stats.until("4 busiest");
    stats.type("p");
    await stats.until("● answering");
    stats.send(keys.ctrlC);
    expect((await stats.exited).code).toBe(0);
  });

  it("keeps the last figures of a server that goes, and says when another process answers", async () => {
    // Each with an admin token of its own, which the screen finds.
    const serve = (port: string) => home.start(["serve", "--port", port, "--memory", "--json"]);
    const first = serve("0");
    const { port, url } = JSON.parse(await first.line((line) => line.includes("listening")));
    const stats = Terminal.run(["stats", "--watch=200ms"], { env: home.env({ RTROOMS_URL: url }) });
    open.push(stats);
    await stats.until("● answering");
    first.kill("SIGKILL");
    await stats.until("○ no answer");
    await stats.until(/○ As of \d\d:\d\d, \d+s ago\. Trying again\. Cannot reach a server/);
    expect(stats.text).toMatch(/connections +0/);
    await serve(String(port)).line((line) => line.includes("listening"));
    await stats.until("▲ The server was started anew");
    expect(stats.text).toContain("● answering");
  });

  it("is left out where a format, an end or lines are asked for", async () => {
    for (const args of [["--format", "table"], ["--no-tui"], ["--json"]]) {
      const stats = Terminal.run(["stats", ...args], { env: home.env(server.env) });
      open.push(stats);
      expect((await stats.exited).code).toBe(0);
      expect(stats.output).not.toContain("\u001b[?1049h");
      expect(stats.text).toMatch(args[0] === "--json" ? '"totalRooms":1' : /memory +[\d.]+ MB/);
    }
    const followed = Terminal.run(["stats", "--watch=50ms", "--count", "2"], { env: home.env(server.env) });
    open.push(followed);
    expect((await followed.exited).code).toBe(0);
    expect(followed.text).toMatch(/TIME +CONN/);
  });
});
