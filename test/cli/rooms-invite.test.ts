// Inviting: the code that a room has, or a new one, with what a guest types and opens; each of them leads in.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { hasBrowser, launchBrowser } from "../support/browser.ts";

const home = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => home.clean());

const run = (...args: string[]) => home.run(args, { env: server.env });
const invite = async (room: string, ...args: string[]) => {
  const { code, stdout } = await run("rooms", "invite", room, "--json", ...args);
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

describe("rooms invite", () => {
  it("makes a code where there is none, and shows the same from then on", async () => {
    await run("rooms", "create", "duel");
    const first = await invite("duel");
    expect(first).toEqual({
      room: "duel",
      code: expect.stringMatching(/^[0-9A-Z]{6}$/),
      command: `npx rtrooms join --code ${first.code} --url ${server.url}`,
      link: `${server.url}/#code=${first.code}`,
    });
    expect(await invite("duel")).toEqual(first);
  });

  it("leads into the room by what it says to type", async () => {
    await run("rooms", "create", "club", "--visibility", "private");
    const { code } = await invite("club");
    const guest = await run("join", "--code", code, "--count", "1");
    expect(guest.code).toBe(0);
    expect(JSON.parse(guest.stdout)).toMatchObject({ type: "joined", room: { room: "club" } });
  });

  it.skipIf(!hasBrowser)("leads into the room by the link", { timeout: 60_000 }, async () => {
    await run("rooms", "create", "party");
    const { link } = await invite("party");
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(link);
      await page.click("#join-button");
      await expect.poll(() => page.title(), { timeout: 20_000 }).toBe("party · rtrooms");
    } finally {
      await browser.close();
    }
  });

  it("names the namespace, which the page doesn't know", async () => {
    await run("rooms", "create", "duel", "--ns", "games");
    const { command, link } = await invite("duel", "--ns", "games");
    expect(command).toMatch(/ --ns games$/);
    expect(link).toBeUndefined();
  });

  it("ends with 5 where there is no such room", async () => {
    expect((await run("rooms", "invite", "nowhere")).code).toBe(5);
  });
});
