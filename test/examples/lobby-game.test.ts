// The lobby game: two find each other and play to the end, a third one sees it in the list, and who is away comes back.
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
// @ts-expect-error: the examples are plain JavaScript
import { Four } from "../../examples/lobby-game/four.js";
import { hasBrowser } from "../support/browser.ts";
import { lose, shows, startExample } from "../support/example.ts";

describe.skipIf(!hasBrowser)("examples/lobby-game", () => {
  it("finds a match, starts it, and plays it to the end", { timeout: 60_000 }, async () => {
    const { open } = await startExample("lobby-game");
    const [ada, bob, cleo] = [await open(), await open(), await open()];
    const says = "#game h1";
    const drop = (page: Page, column: number) => page.click(`#board button:nth-child(${column})`);
    await ada.click("#find");
    await shows(ada, says, "Waiting for somebody …");
    await shows(cleo, "#lobby li span", "waiting · 1 of 2");
    await shows(cleo, "#lobby li button", "Join");
    await bob.click("#find");
    await shows(ada, says, "Your turn");
    await shows(bob, says, "Their turn");
    await shows(cleo, "#lobby li span", "active");
    expect(await cleo.locator("#lobby li button").count()).toBe(0);

    // Not my turn: nothing happens.
    await drop(bob, 1);
    for (const column of [4, 4, 3, 5]) {
      const [mover, other] = column === 4 || column === 3 ? [ada, bob] : [bob, ada];
      const next = (await mover.textContent(says)) === "Your turn" ? mover : other;
      await drop(next, column);
      await shows(next, says, "Their turn");
      await shows(next === ada ? bob : ada, says, "Your turn");
    }
    await lose(bob);
    await drop(ada, 2);
    await shows(bob, says, "Your turn");
    expect(await bob.locator('i[data-by="0"]').count()).toBe(3);
    await drop(bob, 5);
    await shows(ada, says, "Your turn");
    await drop(ada, 1);
    await shows(ada, says, "You win!");
    await shows(bob, says, "You lose.");
    expect(await bob.locator("i.won").count()).toBe(4);
    await shows(cleo, "#lobby li span", "finished");

    await ada.click("#leave");
    await ada.click("#find");
    await shows(cleo, "#lobby li button", "Join");
    await cleo.click("#lobby li button");
    await shows(ada, says, "Your turn");
    await cleo.click("#leave");
    await shows(ada, says, "They left: you win!");
    await shows(cleo, "#lobby h1", "Four in a row");
  });
});

describe("the rules of four in a row", () => {
  const play = (...columns: unknown[]) => {
    const game = new Four();
    return { game, taken: columns.map((column) => game.drop(column)) };
  };

  it.each([
    ["in a row", [0, 0, 1, 1, 2, 2, 3]],
    ["in a column", [6, 0, 6, 1, 6, 2, 6]],
    ["rising", [0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3]],
    ["falling", [6, 5, 5, 4, 4, 3, 4, 3, 3, 0, 3]],
  ])("are over with four %s", (_, columns) => {
    const { game } = play(...columns);
    expect(game.won).toHaveLength(4);
    expect(game.drop(5)).toBe(false);
  });

  it("take nothing that is no column, or a full one", () => {
    const { taken } = play(7, -1, 1.5, null, undefined, "length", "push", {}, 0, 0, 0, 0, 0, 0, 0);
    expect(taken).toEqual([...Array(8).fill(false), ...Array(6).fill(true), false]);
  });
});
