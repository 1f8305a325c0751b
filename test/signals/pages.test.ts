// Real pages in real browsers: those that are written wrong get their finding, those that are right get none that is sure.
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeAnswer } from "../../src/signals/rules/sections.ts";
import { parseDescription } from "../../src/signals/sdp.ts";
import { casts, Stage } from "../support/stage.ts";
import { findingsOf, sureOf, words } from "../support/tracked.ts";
import { expectedOf, pages } from "./pages/findings.ts";

const folder = new URL("../fixtures/sdp/", import.meta.url);
const offers = readdirSync(folder).filter((name) => name.endsWith(".offer.sdp"));
const SEEDS = Array.from({ length: 6 }, (_, at) => at + 1);

describe.skipIf(casts.length === 0)("pages", { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it("that are written wrong are all in the table", async () => {
    expect(await stage.names(casts[0]![0])).toEqual(Object.keys(pages));
  });

  it.each(offers)("answer what another stack offers: %s", async (name) => {
    const sdp = readFileSync(new URL(name, folder), "utf8").replaceAll("\n", "\r\n");
    for (const engine of new Set(casts.flat())) {
      const answer = parseDescription(await stage.answer(engine, sdp));
      expect(
        judgeAnswer(parseDescription(sdp), answer).filter(({ strength }) => strength === "sure"),
      ).toEqual([]);
    }
  });

  for (const cast of casts) {
    describe(`of ${cast.join(" and ")}`, () => {
      let right = 0;
      // Else nothing would have been looked at.
      afterAll(() => expect(right).toBeGreaterThan(SEEDS.length / 3));

      it.concurrent.each(Object.entries(pages))("%s", async (name, row) => {
        const expected = expectedOf(row, cast);
        const said = findingsOf((await stage.wrong(cast, name)).trace).map(words);
        if (expected) expect(said).toContain(expected);
        const others = said.filter((one) => one.startsWith("sure") && one !== expected);
        // What a second offer does to its answer is refused for what it is.
        expect(others).toEqual(name === "offers-in-a-row" ? ["sure sections-differ"] : []);
      });

      it.concurrent.each(SEEDS)("right, of seed %i: nothing sure", async (seed) => {
        const { errors, stable, trace } = await stage.right(cast, seed);
        // Browsers have faults of their own; those are true, and reported.
        if (errors.length > 0 || !stable) return;
        right++;
        expect(sureOf(findingsOf(trace))).toEqual([]);
      });
    });
  }
});
