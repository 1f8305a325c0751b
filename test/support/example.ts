// An example as its reader runs it: started by its one command, and looked at in pages of a real browser.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { launchBrowser } from "./browser.ts";

export interface Example {
  /** A page of somebody else each time; `prepare` before it loads. A page that throws fails the test. */
  open(prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
}

declare global {
  /** Every socket that the page has opened. */
  var sockets: WebSocket[];
}

export async function startExample(name: string): Promise<Example> {
  const env = { ...process.env, PORT: "0" };
  const child = spawn(process.execPath, [`examples/${name}/start.mjs`], { env });
  onTestFinished(async () => {
    child.kill();
    await once(child, "exit");
  });
  const url: string = (await createInterface(child.stdout)[Symbol.asyncIterator]().next()).value;
  const browser = await launchBrowser();
  const errors: Error[] = [];
  onTestFinished(async () => {
    await browser.close();
    expect(errors).toEqual([]);
  });
  return {
    async open(prepare) {
      const page = await (await browser.newContext()).newPage();
      page.on("pageerror", (error) => errors.push(error));
      await page.addInitScript(() => {
        globalThis.sockets = [];
        const Native = globalThis.WebSocket;
        globalThis.WebSocket = class extends Native {
          constructor(...args: ConstructorParameters<typeof Native>) {
            super(...args);
            sockets.push(this);
          }
        };
      });
      await prepare?.(page);
      await page.goto(url);
      return page;
    },
  };
}

/** The connection is lost, as by a network that went away; the client comes back by itself. */
export const lose = (page: Page): Promise<void> => page.evaluate(() => sockets.at(-1)!.close());

/** As by a click on another site's link. */
export const goAway = (page: Page) => page.goto("about:blank");

/** Waits until the page shows it. */
export const shows = (page: Page, selector: string, text: string | RegExp): Promise<void> =>
  expect
    .poll(() => page.textContent(selector), { timeout: 20_000 })
    .toEqual(typeof text === "string" ? text : expect.stringMatching(text));
