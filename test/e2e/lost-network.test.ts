// A browser tab whose network goes away: back in its seat with all that it missed, or told that it is too late. In real time.
import { setTimeout as pass } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { Client } from "../../src/client/index.ts";
import { connect } from "../../src/client/node.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { hasBrowser, launchBrowser, openWithClient } from "../support/browser.ts";
import { startProxy } from "../support/proxy.ts";

declare global {
  /** What the page was told, in its own words. */
  var told: string[];
}

let server: RunningServer;
let browser: Browser;
let other: Client;

/** A page in the room, over a network of its own, and what others there see of it. */
async function inRoom(name: string, onTestFinished: TestContext["onTestFinished"]) {
  const proxy = await startProxy(server.port);
  onTestFinished(() => proxy.close());
  const page = await openWithClient(browser, proxy.url);
  onTestFinished(() => page.close());
  const room = await other.join(name);
  const seen: string[] = [];
  for (const event of ["member.held", "member.returned", "member.left"] as const) {
    room.on(event, () => seen.push(event));
  }
  const seat = await page.evaluate(async (id) => {
    const client = await rtrooms.connect({ url: location.origin, name: "tab" });
    const joined = await client.join(id);
    globalThis.told = [];
    client.on("state", (state) => {
      if (state.state === "open") told.push(state.resumed ? "the same peer" : "another peer");
    });
    joined.on("resumed", ({ self, missed }) => told.push(`seat ${self.seat}, ${missed} missed`));
    joined.on("joined", ({ self, missed }) => told.push(`new seat ${self.seat}, ${missed} missed`));
    joined.on("message", ({ data }) => told.push((data as { text: string }).text));
    return joined.self.seat;
  }, name);
  await room.say("before");
  await heard(page, "before");
  return { proxy, page, room, seen, seat };
}

const heard = (page: Page, text: string) =>
  page.waitForFunction((last) => told.at(-1) === last, text, { timeout: 60_000 });

describe.skipIf(!hasBrowser)("a browser tab that loses its network", () => {
  beforeAll(async () => {
    server = await serve({ port: 0 });
    browser = await launchBrowser();
    other = await connect({ url: server.url, name: "other" });
  });
  afterAll(async () => {
    await other?.close();
    await browser?.close();
    await server?.stop();
  });

  it.concurrent("[R18] [R19] for 10 s returns to its seat, with every missed message once", {
    timeout: 120_000,
  }, async ({ onTestFinished }) => {
    const { proxy, page, room, seen, seat } = await inRoom("short", onTestFinished);
    proxy.cut();
    await expect.poll(() => seen).toEqual(["member.held"]);
    for (const text of ["one", "two", "three"]) await room.say(text);
    await pass(10_000);
    proxy.restore();
    await heard(page, "three");
    await room.say("after");
    await heard(page, "after");
    expect(await page.evaluate(() => told)).toEqual([
      "before",
      "the same peer",
      `seat ${seat}, 3 missed`,
      "one",
      "two",
      "three",
      "after",
    ]);
    expect(seen).toEqual(["member.held", "member.returned"]);
  });

  it.concurrent("[R6] [R18] for 75 s does not, and is told so", { timeout: 180_000 }, async ({
    onTestFinished,
  }) => {
    const { proxy, page, room, seen, seat } = await inRoom("long", onTestFinished);
    proxy.silence();
    await room.say("missed");
    // 35 s until the silence is noticed, and 30 s for which the seat is held.
    await pass(75_000);
    expect(seen).toEqual(["member.held", "member.left"]);
    proxy.restore();
    await heard(page, "missed");
    await room.say("after");
    await heard(page, "after");
    expect(await page.evaluate(() => told)).toEqual([
      "before",
      "another peer",
      `new seat ${seat + 1}, 1 missed`,
      "missed",
      "after",
    ]);
  });
});
