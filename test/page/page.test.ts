// The page at `/`, in real browsers against a real server.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { hasBrowser, launchBrowser } from "../support/browser.ts";

const at = (name: string): string => `[data-test=${name}]`;

describe.skipIf(!hasBrowser)("the page", () => {
  let server: RunningServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    server = await serve({ port: 0 });
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(problems.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A page of its own browser profile: nothing in it may fail, or be refused by the policy. */
  async function open(room: string, width = 1200): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 760 } });
    contexts.push(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`${server.url}/#${room}`);
    return page;
  }

  async function enter(room: string, name: string, width?: number): Promise<Page> {
    const page = await open(room, width);
    await page.fill(at("name"), name);
    await page.click(at("join"));
    await page.locator(at("room-title")).waitFor();
    return page;
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.fill(at("text"), text);
    await page.keyboard.press("Enter");
  }

  const linked = (page: Page, count = 1): Promise<void> =>
    page
      .locator("[data-link=connected]")
      .nth(count - 1)
      .waitFor();
  const message = (page: Page, text: string) => page.locator(at("chat-message"), { hasText: text });

  it("joins the room of the address, and shows who is host and on which seat", async () => {
    const ann = await enter("duel", "Ann");
    expect(await ann.textContent(at("room-title"))).toBe("duel");
    expect(await ann.textContent(at("member-role"))).toBe("seat 1 · host · you");
    expect(await ann.textContent(at("state"))).toBe("connected");
    expect(await ann.title()).toBe("duel · rtrooms");
  });

  it("chats through the server, and shows a newcomer what was said", async () => {
    const ann = await enter("chat", "Ann");
    await say(ann, "before you came");
    await message(ann, "before you came").waitFor();
    const bob = await enter("chat", "Bob");
    await message(bob, "before you came").waitFor();
    await say(bob, "now I am here");
    await message(ann, "now I am here").waitFor();
    expect(await message(bob, "now I am here").count()).toBe(1);
  });

  it("links two members peer to peer, says by which candidates, and sends over the link", async () => {
    const ann = await enter("peers", "Ann");
    const bob = await enter("peers", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    for (const page of [ann, bob]) {
      const path = page.locator(`${at("link-path")}:visible`);
      await expect.poll(() => path.textContent()).toMatch(/^(host|prflx) ⇄ (host|prflx) · udp$/);
      await expect.poll(() => page.locator(`${at("link-ping")}:visible`).textContent()).toMatch(/ ms$/);
    }
    await ann.selectOption(at("route"), "peers");
    await say(ann, "past the server");
    const direct = bob.locator(at("direct-message"));
    await direct.waitFor();
    expect(await direct.textContent()).toContain("past the server");
    expect(await bob.locator(at("chat-message")).count()).toBe(0);
  });

  it("makes a full mesh of three, and takes away who leaves", async () => {
    const pages = [await enter("three", "Ann"), await enter("three", "Bob"), await enter("three", "Cleo")];
    await Promise.all(pages.map((page) => linked(page, 2)));
    await pages[0]!.click(at("leave"));
    await pages[0]!.locator(at("join")).waitFor();
    for (const page of pages.slice(1)) {
      await page.locator(at("event"), { hasText: "Ann left" }).waitFor();
      expect(await page.locator(at("member")).count()).toBe(2);
    }
    expect(await pages[1]!.textContent(at("member-role"))).toBe("seat 2 · host · you");
  });

  it("says what is wrong with a room's name, and what would be right", async () => {
    const page = await open("duel");
    await page.fill(at("room"), "../etc/passwd");
    await page.click(at("join"));
    expect(await page.textContent(at("notice"))).toContain("letters, digits");
    expect(await page.locator(at("room-title")).isVisible()).toBe(false);
  });

  it("says that a room is full, and what to do", async () => {
    const holder = await connect({ url: server.ws });
    await holder.join("small", { create: { capacity: 1 } });
    const late = await open("small");
    await late.click(at("join"));
    await expect.poll(() => late.textContent(at("notice"))).toContain("All seats of the room are taken.");
    expect(await late.textContent(at("notice"))).toContain("Choose another room");
    await holder.close();
  });

  it("shows hostile text as text: no markup, no bidi overrides, no control characters", async () => {
    const ann = await enter("hostile", "Ann");
    const bob = await enter("hostile", '<img src=x onerror="alert(1)">\u202e');
    await say(bob, "<b>bold</b> \u202eevil \u001b[31m");
    const text = await ann.locator(at("message-text")).textContent();
    expect(text).toBe("<b>bold</b> \\u{202e}evil \\u{1b}[31m");
    expect(await ann.locator("img, b").count()).toBe(0);
    expect(await ann.locator(at("member-name")).last().textContent()).toContain("<img src=x");
  });

  it("shows what even a hostile server says as text", async () => {
    const bob = await open("server");
    await bob.routeWebSocket(/\/ws$/, (page) => {
      const real = page.connectToServer();
      real.onMessage((frame) => page.send(String(frame).replaceAll("Mallory", "Mal\\u202e\\u001blory")));
    });
    await bob.reload();
    await bob.click(at("join"));
    await bob.locator(at("room-title")).waitFor();
    await enter("server", "Mallory");
    const shown = "Mal\\u{202e}\\u{1b}lory";
    await bob.locator(at("event"), { hasText: `${shown} joined` }).waitFor();
    expect(await bob.locator(at("member-name")).last().textContent()).toBe(shown);
    await linked(bob);
    expect(
      await bob
        .locator(`${at("route")} option`)
        .last()
        .textContent(),
    ).toContain(shown);
  });

  it("fits a phone: nothing is wider than the screen, and the composer is in sight", async () => {
    const page = await enter("phone", "A name of thirty-two letters, ok!", 375);
    await enter("phone", "Another name that is rather long");
    await linked(page);
    await say(page, "w".repeat(300));
    await page.locator(at("chat-message")).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    const box = (await page.locator(at("send")).boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(760);
  });

  it("can be used with the keyboard alone", async () => {
    const page = await open("keys");
    await page.keyboard.type("Ann");
    await page.keyboard.press("Enter");
    await page.locator(at("room-title")).waitFor();
    await page.keyboard.type("typed at once");
    await page.keyboard.press("Enter");
    await message(page, "typed at once").waitFor();
  });

  it("names every control for those who can't see it", async () => {
    const page = await enter("labels", "Ann");
    for (const [role, name] of [
      ["combobox", "Send to"],
      ["textbox", "Message"],
      ["button", "Send"],
      ["button", "Copy link"],
      ["button", "Leave"],
      ["log", "Messages"],
      ["list", "Members of the room"],
    ] as const) {
      expect(await page.getByRole(role, { name, exact: true }).count(), `${role} ${name}`).toBe(1);
    }
  });
});

describe.skipIf(!hasBrowser)("the page without its server", () => {
  it("says that the connection is lost, and comes back with the room when the server does", async () => {
    const browser = await launchBrowser();
    let server = await serve({ port: 0 });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}/#back`);
      await page.fill(at("name"), "Ann");
      await page.click(at("join"));
      await page.locator(at("room-title")).waitFor();
      const { port } = server;
      await server.stop();
      await page.locator(`${at("state")}[data-state=reconnecting]`).waitFor();
      server = await serve({ port });
      await page.locator(at("event"), { hasText: "Back in the room" }).waitFor();
      await page.fill(at("text"), "and on it goes");
      await page.keyboard.press("Enter");
      await message(page, "and on it goes").waitFor();
    } finally {
      await browser.close();
      await server.stop();
    }

    function message(page: Page, text: string) {
      return page.locator(at("chat-message"), { hasText: text });
    }
  });
});
