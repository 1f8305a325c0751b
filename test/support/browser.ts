// A real Chromium: the Debian package, without a way out of this machine; suites that need it are skipped where it is missing.
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import type * as client from "../../src/client/index.ts";

const EXECUTABLE = "/usr/bin/chromium";

export const hasBrowser = existsSync(EXECUTABLE);

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

declare global {
  /** The browser client in a page that loaded it. */
  var rtrooms: typeof client;
}

/** Opens a server's page and loads its client there as `rtrooms`, as text, since the test runner rewrites an import(). */
export async function openWithClient(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate('import("/client.js").then((client) => void (globalThis.rtrooms = client))');
  return page;
}
