// Screens in a real tmux: two people of whom one is killed, a paste of thousands of lines, and windows that change their size.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { TMUX, Tmux } from "../support/tmux.ts";
import { stillStats } from "./played-stats.ts";
import { Stage } from "./stage.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function open(): { stage: Stage; tmux: Tmux } {
  const stage = new Stage();
  const tmux = new Tmux(stage.env, stage.home.folder);
  ends.push(
    () => stage.close(),
    () => tmux.close(),
  );
  return { stage, tmux };
}

const CLEAN = {
  alternate_on: "0",
  cursor_flag: "1",
  wrap_flag: "1",
  insert_flag: "0",
  keypad_flag: "0",
  mouse_any_flag: "0",
};

describe.skipIf(!existsSync(TMUX))("in tmux", { timeout: 60_000 }, () => {
  it("two people talk; when one is killed, the other goes on, sees it gone after the hold, and leaves a clean terminal", async () => {
    const { stage, tmux } = open();
    const config = join(tmux.folder, "config.json");
    writeFileSync(config, JSON.stringify({ defaults: { room: { hold: "1s" } } }));
    await stage.serve("--config", config);
    const ada = await tmux.window("ada", 100, 24);
    ada.start("chat hall --name ada");
    await ada.until("● connected");
    const bob = await tmux.window("bob", 100, 24);
    bob.start("chat hall --name bob");
    await bob.until("● connected");
    bob.type("hello ada");
    bob.press("Enter");
    // It names ada, and is marked for her.
    await ada.until(/bob ! hello ada/);
    ada.type("hello bob");
    ada.press("Enter");
    await bob.until(/ada ! hello bob/);

    process.kill(Number(readFileSync(join(tmux.folder, "bob.pid"), "utf8")), "SIGKILL");
    await bob.until("rc=137.");
    await ada.until("bob did not come back");
    await ada.until("1/64 here");
    ada.type("still here");
    ada.press("Enter");
    await ada.until(/ada │ still here/);
    expect(ada.flags.alternate_on).toBe("1");
    ada.press("C-d");
    await ada.until(/^rc=0\.\nready>/m);
    expect(ada.flags).toEqual(CLEAN);
    expect(ada.text.replace(/\s+$/, "")).toBe("rc=0.\nready>");
  });

  it("a paste of 5,000 lines into the chat does not send itself", async () => {
    const { stage, tmux } = open();
    await stage.serve();
    const bob = await stage.client("bob");
    const room = await bob.join("hall");
    const heard: unknown[] = [];
    room.on("message", ({ event, data }) => event === "chat" && heard.push(data));
    const ada = await tmux.window("ada", 80, 24);
    ada.start("chat hall --name ada");
    await ada.until("● connected");
    const lines = Array.from({ length: 5_000 }, (_, i) => `pasted line ${i + 1}`);
    ada.paste(`${lines.join("\n")}\n`);
    await ada.until("5000 lines pasted: s send as");
    expect(ada.flags.alternate_on).toBe("1");
    ada.press("Escape");
    await ada.until((text) => !text.includes("lines pasted"));
    ada.type("typed");
    ada.press("Enter");
    await ada.until(/ada │ typed/);
    await bob.request("ping", {});
    expect(heard).toEqual([{ text: "typed" }]);
  });

  const big = [200, 60] as const;
  const middle = [80, 24] as const;
  const tiny = [30, 8] as const;
  const sizes: readonly (readonly [number, number])[] = [big, middle, tiny];
  const way: typeof sizes = [big, tiny, big, middle, tiny, middle, big];

  it.each([
    ["chat", "chat hall --name ada", "● connected", "C-d", ""],
    ["join", "join hall --name ada", /ping \d+ ms/, "q", ""],
    ["rooms", "rooms", "No rooms. Make one: :create lobby", "q", ""],
    ["relay", "relay", "● connected", "q", ""],
    ["stats", "stats --watch=100ms", "● answering", "q", "p"],
  ] as const)(
    "a %s that was resized shows what it shows in a window of that size",
    async (name, args, there, quit, hold) => {
      const { stage, tmux } = open();
      await (name === "stats" ? stillStats(stage) : stage.serve());
      const fresh = new Map<readonly [number, number], string>();
      for (const size of sizes) {
        const window = await tmux.window(`${name}${size[0]}`, ...size);
        window.start(args);
        await window.until(size === tiny ? "needs 40×10" : there);
        if (hold) window.press(hold);
        fresh.set(size, withoutFigures(await window.still()));
        window.press(quit);
        await window.until(/rc=\d+\./);
      }
      const window = await tmux.window(name, ...big);
      window.start(args);
      await window.until(there);
      if (hold) window.press(hold);
      for (const size of way) {
        window.resize(...size);
        await window
          .until((text) => withoutFigures(text) === fresh.get(size))
          .catch((error: Error) => {
            expect(withoutFigures(window.text), error.message.split("\n")[0]).toBe(fresh.get(size));
          });
      }
    },
  );
});

/** What a server did meanwhile is no junk, nor whose id a window shows. */
const withoutFigures = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{12,}\b/g, "id")
    .replace(/ *[\d.,]+( (B|kB|MB|ms))?|[▁-█]/g, "")
    .replace(/ +/g, " ");
