// [T27] Two pages that may talk by a relay only, through a coturn that knows their credentials, which are renewed meanwhile.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Mesh } from "../../src/client/index.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { hasBrowser, launchBrowser, openWithClient } from "../support/browser.ts";
import { hasTurnserver, startTurnserver, type TurnServer } from "../support/turn.ts";

declare global {
  var relayed: { mesh: Mesh; data: string[]; usernames: () => unknown[] };
}

describe.skipIf(!hasBrowser || !hasTurnserver)("[T27] a mesh by relays alone", () => {
  let turn: TurnServer;
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    const secret = "north";
    turn = await startTurnserver(
      `use-auth-secret\nstatic-auth-secret=${secret}\nrealm=rtrooms.test\nallow-loopback-peers`,
    );
    const urls = [`turn:127.0.0.1:${turn.port}?transport=udp`];
    server = await serve({ port: 0, turn: { urls, secret, ttlMs: 12_000 } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await turn?.stop();
  });

  async function member(): Promise<Page> {
    const page = await openWithClient(browser, server.url);
    await page.evaluate(async () => {
      const client = await rtrooms.connect({ url: location.origin });
      const room = await client.join("relayed");
      const mesh = room.mesh({ configuration: { iceTransportPolicy: "relay" } });
      const usernames = () =>
        [...mesh.links.values()].map(
          ({ connection }) => connection!.getConfiguration().iceServers![0]!.username,
        );
      globalThis.relayed = { mesh, data: [], usernames };
      mesh.on("data", ({ data }) => relayed.data.push(String(data)));
    });
    return page;
  }

  it("connects, and has the next credential before the first one ends", { timeout: 60_000 }, async () => {
    const [ada, bob] = [await member(), await member()];
    for (const page of [ada, bob]) {
      await page.waitForFunction(() => [...relayed.mesh.links.values()].some(({ channel }) => channel));
    }
    const first = await ada.evaluate(() => relayed.usernames());
    expect(await ada.evaluate(() => [...relayed.mesh.links.values()][0]!.pair)).toMatchObject({
      local: "relay",
    });
    await ada.waitForFunction((before) => relayed.usernames()[0] !== before, first[0]);
    await ada.evaluate(() => relayed.mesh.send("over the relay"));
    await bob.waitForFunction(() => relayed.data.includes("over the relay"));
  });
});
