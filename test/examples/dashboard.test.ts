// The dashboard: started by its one command, fed by curl, seen in a real browser.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasBrowser, launchBrowser } from "../support/browser.ts";

const curl = promisify(execFile);

describe.skipIf(!hasBrowser)("examples/dashboard", () => {
  it("shows the current value first, and then every change", { timeout: 60_000 }, async () => {
    const env = { ...process.env, PORT: "0" };
    const child = spawn(process.execPath, ["examples/dashboard/start.mjs"], { env });
    onTestFinished(async () => {
      child.kill();
      await once(child, "exit");
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const url: string = (await lines.next()).value;
    const command: string = (await lines.next()).value;
    const push = (value: number) => curl("sh", ["-c", command.replace("-d 42", `-sS --fail -d ${value}`)]);
    await push(41);

    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(url);
    await expect.poll(() => page.textContent("output"), { timeout: 20_000 }).toBe("41");
    for (const value of [42, 43]) await push(value);
    await expect.poll(() => page.textContent("output"), { timeout: 20_000 }).toBe("43");
    const shown = await page.locator("li").allTextContents();
    expect(shown.map((line) => line.split(": ")[1])).toEqual(["43", "42", "41"]);
  });
});
