// The game peer to peer: links between all, positions and points without the server, and players who go.
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { hasBrowser } from "../support/browser.ts";
import { goAway, shows, startExample } from "../support/example.ts";

describe.skipIf(!hasBrowser)("examples/p2p-game", () => {
  it("shows everyone's dot and links, and gives the coin to who reaches it", {
    timeout: 60_000,
  }, async () => {
    const { open } = await startExample("p2p-game");
    const [ada, bob] = [await open(), await open()];
    const dots = (page: Page) => page.locator("i:not(.coin)").count();
    const place = (page: Page, dot: string) => page.getAttribute(dot, "style");
    for (const page of [ada, bob]) {
      await shows(page, "span[data-state=connected]", /^connected · \d+ ms · /);
      await expect.poll(() => dots(page)).toBe(2);
    }

    await bob.keyboard.down("ArrowLeft");
    await expect.poll(() => place(bob, "i.me"), { timeout: 20_000 }).toContain("left: 0%");
    await bob.keyboard.up("ArrowLeft");
    await expect.poll(() => place(ada, "i:not(.coin):not(.me)")).toContain("left: 0%");

    const field = (await bob.locator("#field").boundingBox())!;
    const coin = (await bob.locator("i.coin").boundingBox())!;
    await bob.mouse.move(field.x + 5, field.y + 5);
    await bob.mouse.down();
    await bob.mouse.move(coin.x + coin.width / 2, coin.y + coin.height / 2);
    const points = (page: Page) => page.locator("li b").allTextContents();
    await expect.poll(async () => Number((await points(ada))[1]), { timeout: 20_000 }).toBeGreaterThan(0);
    await bob.mouse.up();
    // The next coin may have come up under the mouse.
    await bob.mouse.move(field.x + 5, field.y + 5);
    await expect.poll(async () => String(await points(bob)) === String(await points(ada))).toBe(true);
    const [, won] = await points(ada);

    const cleo = await open();
    await open();
    await expect.poll(() => dots(cleo), { timeout: 20_000 }).toBe(4);
    await expect.poll(() => points(cleo)).toEqual(["0", won, "0", "0"]);
    const eve = await open();
    await shows(eve, "p", "Four are playing. You come in when one has left.");
    await goAway(ada);
    await expect.poll(() => dots(eve), { timeout: 20_000 }).toBe(4);
    await expect.poll(() => points(cleo), { timeout: 20_000 }).toEqual(["1", "0", "0", "0"]);
  });
});
