// relay beside negotiations that real pages once made, played again to a real server: recorded, followed, waited for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CaptureReader } from "../../src/signals/capture/read.ts";
import { type Finished, Home, type Server } from "../support/binary.ts";
import { Terminal } from "../support/pty.ts";
import { openSocket } from "../support/socket.ts";

const home = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => home.clean());

/** What the peers of a recording sent, from peers of this server, one after the other. */
async function play(file: string, room: string): Promise<void> {
  const reader = new CaptureReader();
  const records = reader.piece(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), "utf8"));
  const ws = `${server.url.replace(/^http/, "ws")}/ws`;
  const sockets = new Map<string, Awaited<ReturnType<typeof openSocket>>>();
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  for (const record of records) {
    if (record.type === "watch.members") names.set(record.peer, record.name);
    // Who only listens was there too.
    else if (record.verdict === "delivered" && !names.has(record.to)) names.set(record.to, record.to);
  }
  for (const [peer, name] of names) {
    const socket = await openSocket(ws);
    await socket.ask({ type: "hello", name });
    ids.set(peer, (await socket.ask({ type: "join", room })).data.self.peer);
    sockets.set(peer, socket);
  }
  for (const record of records) {
    if (record.type !== "watch.signals") continue;
    const { from, to, kind, data, state, exchange } = record;
    const what = kind === "report" ? { type: "report", state } : { type: "signal", kind, data };
    await sockets.get(from)!.ask({ ...what, room, to: ids.get(to) ?? "nobody", exchange });
  }
  for (const socket of sockets.values()) socket.ws.close();
}

let rooms = 0;
async function beside(file: string, args: (room: string) => string[]): Promise<Finished> {
  const room = `duel-${++rooms}`;
  const relay = home.start(["relay", "--room", room, ...args(room)], { env: server.env });
  await relay.told("watching signals");
  await play(file, room);
  return relay.finished;
}

const CONNECTS = ["--until", "connected", "--timeout", "5s", "--fail-on", "sure"];

describe("relay --until connected --fail-on sure", () => {
  it("exits 0 with a right page", async () => {
    const { code, stdout } = await beside("captures/right.jsonl", () => CONNECTS);
    expect({ code, found: stdout.match(/SIG\d+ sure/g) }).toEqual({ code: 0, found: null });
    expect(stdout).toMatch(/(?:ada → bob|bob → ada) report .*connected/);
  });

  it.each([
    ["glare.jsonl", "SIG001"],
    ["captures/sections-moved.jsonl", "SIG005"],
    ["captures/setup-edited.jsonl", "SIG007"],
    ["captures/plus-to-space.jsonl", "SIG008"],
    ["captures/before-it-joined.jsonl", "SIG010"],
    ["captures/answer-twice.jsonl", "SIG011"],
    ["captures/page-reloaded.jsonl", "SIG022"],
  ])("exits 6 with %s: %s", async (file, code) => {
    const finished = await beside(file, () => CONNECTS);
    expect(finished).toMatchObject({ code: 6 });
    expect(finished.stdout).toMatch(new RegExp(`${code} sure: .*\\n  → \\w`));
    expect(finished.stderr).toContain("Found: ");
  });

  it("exits 6 with a page that never connects, though nothing sure is wrong", async () => {
    const { code, stderr } = await beside("captures/no-handler.jsonl", () => [
      ...CONNECTS,
      "--timeout",
      "1s",
    ]);
    expect(code).toBe(6);
    expect(stderr).toContain("nothing was connected");
  });
});

describe("relay", () => {
  it("ends with a finding, which is a line of its own in NDJSON, without what signals carry", async () => {
    const { code, stdout } = await beside("glare.jsonl", () => [
      "--ndjson",
      "--until",
      "finding",
      "--timeout",
      "5s",
    ]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ v: 1, type: "finding", code: "SIG001", strength: "sure" });
    expect(lines.at(-1).advice).toContain("polite");
    expect(lines.some(({ data }) => data !== undefined)).toBe(false);
  });

  it("shows one peer, by its name, and some kinds only", async () => {
    const { stdout } = await beside("captures/page-reloaded.jsonl", () => [
      ...["--peer", "ada", "--kind", "offer", "--timeout", "2s", "--ndjson"],
    ]);
    const signals = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === "watch.signals");
    expect(new Set(signals.map(({ kind }) => kind))).toEqual(new Set(["offer"]));
  });

  it("records what lint finds the same in, redacted, and says what it keeps when it doesn't", async () => {
    const [file, whole] = [join(home.folder, "call.jsonl"), join(home.folder, "whole.jsonl")];
    const recorded = await beside("glare.jsonl", () => [
      "--record",
      file,
      "--until",
      "finding",
      "--timeout",
      "5s",
    ]);
    expect(recorded.stderr).toContain(`records in ${file}`);
    const lint = await home.run(["relay", "lint", file]);
    expect(lint).toMatchObject({ code: 6 });
    expect(lint.stdout).toContain("SIG001 sure: Glare that nobody settles");
    expect(lint.stdout).toMatch(/bob → ada {2}offer[\s\S]*→ Make exactly one side polite/);
    expect(JSON.parse(readFileSync(file, "utf8").split("\n")[0]!)).toMatchObject({
      ...{ v: 1, type: "capture", redacted: ["ip", "pwd", "fingerprint"], complete: false },
    });
    const kept = await beside("glare.jsonl", () => [
      ...["--record", whole, "--unredacted", "--until", "finding", "--timeout", "5s"],
    ]);
    expect(kept.stderr).toContain("keeps what people's pages send");
    expect(JSON.parse(readFileSync(whole, "utf8").split("\n")[0]!).redacted).toEqual([]);
  });

  it("says what is wrong with what it is told", async () => {
    const run = (...args: string[]) => home.run(["relay", ...args], { env: server.env });
    expect(await run("--unredacted")).toMatchObject({ code: 2 });
    expect(await run("--data")).toMatchObject({ code: 2 });
    expect(await run("--fail-on", "SIG999")).toMatchObject({ code: 2 });
    expect((await run("--record", "/nowhere/x.jsonl", "--timeout", "1s")).stderr).toContain(
      "can't be written",
    );
    expect(await run("lint", "/nowhere.jsonl")).toMatchObject({ code: 5 });
    expect((await run("lint", "package.json")).stderr).toContain("is JSON, but no capture");
  });

  it("gives lines on a terminal too, where it is asked for an end", async () => {
    const args = ["relay", "--room", "nobody-here", "--count", "1", "--timeout", "1s"];
    const terminal = Terminal.run(args, { env: home.env(server.env) });
    expect((await terminal.exited).code).toBe(6);
    expect(terminal.output).toContain("watching signals of room nobody-here");
    expect(terminal.output).not.toContain("\u001b[?1049h");
  });
});
