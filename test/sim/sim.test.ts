// The simulation in its small size, through the command itself: no violation, the same twice, and every planted bug caught.
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runSeed } from "../support/seeded-random.ts";

const LIMIT = { timeout: 300_000 };

/** Answers what it printed as JSON, and how it ended. */
function sim(...args: string[]) {
  const done = spawnSync(process.execPath, ["scripts/sim.mjs", ...args], { encoding: "utf8" });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

describe("npm run sim", () => {
  const seed = runSeed();

  it("[E6] [E8] [E9] [E13] [E14] finds no violation in any universe", LIMIT, () => {
    const { code, stdout } = sim("--from", String(seed), "--seeds", "60", "--json");
    const { violations, universes } = JSON.parse(stdout);
    expect(violations, `npm run sim -- --from ${seed} --seeds 60`).toEqual([]);
    expect({ code, universes: universes > 0 && universes % 60 }).toEqual({ code: 0, universes: 0 });
  });

  it("tells the same to the byte when a seed is run again", LIMIT, () => {
    const { code, stdout } = sim("--seed", String(seed));
    expect(stdout).toMatch(/digest [0-9a-f]{16}/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringContaining("another one") });
  });

  it("catches every planted bug", LIMIT, () => {
    const { code, stdout } = sim("--plant", "all", "--seeds", "800", "--json");
    const plants: { caught: boolean }[] = JSON.parse(stdout).plants;
    expect(plants.filter(({ caught }) => !caught)).toEqual([]);
    expect({ code, enough: plants.length > 10 }).toEqual({ code: 0, enough: true });
  });

  it.each([
    ["--universe", "none"],
    ["--plant", "none"],
    ["--seeds", "many"],
    ["--frm", "1"],
  ])("ends with 2 for %s %s", (...args) => {
    const { code, stderr } = sim(...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("npm run sim") });
  });
});
