// The chat: two people talk, one comes later and reads back, one loses the connection and misses nothing.
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { hasBrowser } from "../support/browser.ts";
import { goAway, lose, shows, startExample } from "../support/example.ts";

describe.skipIf(!hasBrowser)("examples/chat", () => {
  it("talks, shows who is here, and brings older messages", { timeout: 60_000 }, async () => {
    const { open } = await startExample("chat");
    const enter = async (name: string): Promise<Page> => {
      const page = await open();
      await page.fill("#name", name);
      await page.click("#enter button");
      await page.waitForSelector("#text:visible");
      return page;
    };
    const say = async (page: Page, text: string): Promise<void> => {
      await page.fill("#text", text);
      await page.keyboard.press("Enter");
    };
    const last = "#log li:last-child";
    const count = (page: Page) => page.locator("#log li:not(.note)").count();

    const ada = await enter("ada");
    const bob = await enter("bob");
    await shows(ada, "#here", "2 here: ada (you), bob");
    await shows(ada, last, "bob is here");
    await say(ada, "<b>hello\u202e</b>");
    await shows(bob, last, /^ada · .*<b>hello\\u\{202e\}<\/b>$/);
    expect(await ada.getAttribute("#log li:not(.note)", "class")).toBe("me");

    for (let i = 1; i <= 60; i++) {
      await say(bob, `line ${i}`);
      await shows(bob, last, new RegExp(`line ${i}$`));
    }
    await shows(ada, last, /line 60$/);

    const cleo = await enter("cleo");
    expect(await count(cleo)).toBe(20);
    await shows(cleo, last, /line 60$/);
    await expect
      .poll(async () => {
        await cleo.evaluate('document.querySelector("#log").scrollTop = 0');
        return count(cleo);
      })
      .toBe(61);
    await shows(cleo, "#log li:first-child", /hello/);

    // The connection may be back before anybody has looked.
    await ada.evaluate(`
      globalThis.states = [];
      const link = document.querySelector("#link");
      new MutationObserver(() => states.push(link.textContent)).observe(link, { childList: true });
    `);
    await lose(ada);
    await say(bob, "are you there?");
    await expect
      .poll(() => ada.evaluate("states.join()"), { timeout: 20_000 })
      .toMatch(/reconnecting …,connected/);
    await shows(ada, last, /are you there\?$/);
    await say(ada, "I am");
    for (const page of [ada, bob]) await shows(page, last, /I am$/);
    expect(await ada.getAttribute(last, "class")).toBe("me");
    await goAway(cleo);
    // Who came back has its old place, or a new one.
    await shows(bob, "#here", /^2 here: (ada, bob \(you\)|bob \(you\), ada)$/);
  });
});
