// The whole of it, as a stranger would use it: the built server, a chat in pipes, a crash, a script, and two browsers.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";
import { hasBrowser, launchBrowser } from "../support/browser.ts";

let home: Home;
beforeAll(() => {
  home = new Home();
});
afterAll(() => home.clean());

const parse = (text: string) => JSON.parse(text);

describe("a server that is killed", () => {
  it("[H3] has what was said as history when it comes back", async () => {
    const first = await home.serve();
    expect(await (await fetch(`${first.url}/healthz`)).json()).toEqual({ status: "ok" });
    const listener = home.start(["chat", "lobby", "--ndjson", "--count", "1"], { env: first.env });
    const said = await home.run(["chat", "lobby"], { env: first.env, input: "hello\n" });
    expect(said).toMatchObject({ code: 0, stdout: "" });
    const heard = await listener.finished;
    expect(heard.code).toBe(0);
    expect(parse(heard.stdout)).toMatchObject({
      type: "message",
      room: "lobby",
      offset: 1,
      data: { text: "hello" },
    });

    first.running.kill("SIGKILL");
    await first.running.finished;
    const second = await home.serve();
    const after = await home.run(["chat", "lobby", "--ndjson", "--count", "1"], { env: second.env });
    expect(parse(after.stdout)).toMatchObject({ offset: 1, data: { text: "hello" } });
    second.running.kill("SIGTERM");
    expect((await second.running.finished).code).toBe(0);
  });
});

describe("a script", () => {
  it("reads the figures and the rooms as one JSON document each", async () => {
    const server = await home.serve("--memory");
    const chat = home.start(["chat", "ops", "--ndjson"], { env: server.env, input: null });
    await home.run(["chat", "ops"], { env: server.env, input: "one\n" });
    await chat.line((line) => line.includes("one"));
    const stats = await home.run(["stats", "--json"], { env: server.env });
    expect(parse(stats.stdout)).toMatchObject({
      totalRooms: 1,
      waitingRooms: 1,
      activeRooms: 0,
      totalPeers: 1,
    });
    const rooms = await home.run(["rooms", "--json"], { env: server.env });
    expect(parse(rooms.stdout)).toMatchObject({ total: 1, rooms: [{ room: "ops", members: 1 }] });
    server.running.kill("SIGTERM");
    await server.running.finished;
  });
});

describe("a server that is stopped", () => {
  it("sends its peers away with a time to come back, and a second one on its folder is refused meanwhile", async () => {
    const server = await home.serve();
    const chat = home.start(["chat", "ops", "--ndjson"], { env: server.env, input: null });
    await home.run(["chat", "ops"], { env: server.env, input: "anyone?\n" });
    await chat.line((line) => line.includes("anyone?"));
    const second = await home.run(["serve", "--port", "0"]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/--data-dir|--memory/);
    const taken = await home.run(["serve", "--memory", "--port", String(server.port)]);
    expect(taken.code).toBe(1);
    expect(taken.stderr).toContain("--port 0");
    server.running.kill("SIGTERM");
    expect((await server.running.finished).code).toBe(0);
    chat.kill("SIGTERM");
    expect((await chat.finished).code).toBe(143);
  });

  it.runIf(process.platform === "linux")("gives up at once on a folder that can't be made", async () => {
    const refused = await home.run(["serve", "--port", "0", "--data-dir", "/proc/none"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("/proc/none");
  });

  it("won't listen for everyone without being told to", async () => {
    const refused = await home.run(["serve", "--host", "0.0.0.0", "--port", "0", "--memory"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--open");
  });
});

describe.skipIf(!hasBrowser)("two browsers", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(() => browser.close());

  async function enter(url: string, name: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${url}/#call`);
    await page.fill("[data-test=name]", name);
    await page.click("[data-test=join]");
    return page;
  }

  it("[S2] [S5] talk peer to peer, and relay shows how they found each other", async () => {
    const server = await home.serve("--memory");
    const relay = home.start(["relay", "--ndjson"], { env: server.env });
    await relay.told("watching signals");
    const ann = await enter(server.url, "Ann");
    await ann.locator("[data-test=member-name]").first().waitFor();
    const bob = await enter(server.url, "Bob");
    for (const page of [ann, bob]) await page.locator("[data-link=connected]").waitFor();

    const reported = () => relay.lines.map(parse).filter(({ state }) => state === "connected");
    await relay.line(() => reported().length === 2);
    const signals = relay.lines.map(parse);
    const kinds = signals.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "offer").length).toBeGreaterThanOrEqual(1);
    expect(kinds).toContain("answer");
    expect(kinds).toContain("candidate");
    const relayed = signals.filter(({ kind }) => kind !== "report");
    expect(new Set(relayed.map(({ verdict }) => verdict))).toEqual(new Set(["delivered"]));
    for (const { room, from, to, bytes } of signals) {
      expect({ room, different: from !== to, sized: bytes > 0 }).toEqual({
        room: "call",
        different: true,
        sized: true,
      });
    }
    const stats = parse((await home.run(["stats", "--json"], { env: server.env })).stdout);
    expect(stats.links.connected).toBe(2);
    expect(stats.signals.delivered).toBe(relayed.length);

    // Peer to peer: the server counts no message for it.
    await ann.selectOption("[data-test=route]", { label: "Everyone, peer to peer" });
    await ann.fill("[data-test=text]", "just between us");
    await ann.keyboard.press("Enter");
    await bob.locator("[data-test=log]", { hasText: "just between us" }).waitFor();
    const after = parse((await home.run(["stats", "--json"], { env: server.env })).stdout);
    expect(after.published).toBe(0);
    relay.kill("SIGTERM");
    server.running.kill("SIGTERM");
    await server.running.finished;
  });
});
