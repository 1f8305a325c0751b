// Whatever the order in which a server sees what two right pages send: nothing that it says is sure; of a wrong one, its mistake.
import { readFileSync } from "node:fs";
import { build, type Plugin } from "esbuild";
import { describe, expect, it } from "vitest";
import { runSeed } from "../support/seeded-random.ts";
import { wrongPages } from "./model/faults.ts";
import { judge, sureIn } from "./model/judge.ts";
import { type Plant, plants } from "./model/plants.ts";
import { eventsOf } from "./model/world.ts";

const root = new URL("../../", import.meta.url).pathname;
const first = runSeed();
const seeds = (count: number): number[] => Array.from({ length: count }, (_, at) => (first + at) % 2 ** 31);

describe(`two pages that negotiate by the rules (RTROOMS_SEED=${first})`, () => {
  it("get no finding that is sure, in any order of their signals", () => {
    const wrong = seeds(1_000).flatMap((seed) => sureIn(seed).map((said) => `seed ${seed}: ${said}`));
    expect(wrong).toEqual([]);
  });

  it("are many: offers that cross, restarts, refused sections used again, held and lost pages", () => {
    const all = seeds(300).flatMap((seed) => eventsOf(seed));
    const texts = all.flatMap((event) => ("signal" in event ? [JSON.stringify(event.signal)] : []));
    for (const sign of [
      "queued",
      "no_such_peer",
      "pranswer",
      "a=bundle-only",
      "m=video 0",
      "end-of-candidates",
      "custom",
      "report",
    ])
      expect(texts.filter((text) => text.includes(sign)).length, sign).toBeGreaterThan(20);
    expect(all.filter((event) => "left" in event).length).toBeGreaterThan(50);
  });
});

describe(`a page that is wrong in one way (RTROOMS_SEED=${first})`, () => {
  it.each(Object.entries(wrongPages))("%s", (_, { fault, finds, strength, shows }) => {
    let shown = 0;
    for (const seed of seeds(150)) {
      const events = eventsOf(seed, { fault });
      if (!shows(events)) continue;
      shown++;
      const found = judge(events).filter((one) => finds.includes(one.trigger) && one.strength === strength);
      expect(found, `seed ${seed}`).not.toEqual([]);
    }
    expect(shown).toBeGreaterThan(20);
  });
});

/** The model with a tracker that has this fault. */
async function planted({ file, find, put }: Plant): Promise<typeof sureIn> {
  const source = readFileSync(`${root}src/signals/${file}`, "utf8");
  expect(source.split(find)).toHaveLength(2);
  const plugin: Plugin = {
    name: "plant",
    setup: ({ onLoad }) =>
      onLoad({ filter: new RegExp(`/src/signals/${file.replace(".", "\\.")}$`) }, () => ({
        contents: source.replace(find, () => put),
        loader: "ts",
      })),
  };
  const entryPoints = [`${root}test/signals/model/judge.ts`];
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    format: "esm",
    write: false,
    plugins: [plugin],
  });
  const text = Buffer.from(outputFiles[0]!.text).toString("base64");
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${text}`)).sureIn;
}

describe("a fault in the tracker is seen", () => {
  it.each(plants)("$name", async (plant) => {
    const sure = await planted(plant);
    expect(seeds(2_000).some((seed) => sure(seed).length > 0)).toBe(true);
  });
});
