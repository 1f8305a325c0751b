// A place in a list that changes, and the line on which filters and commands are typed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accepted,
  cancelled,
  closedLine,
  commandOf,
  completed,
  edited,
  opened,
  typed,
} from "../../../src/tui/state/command-line.ts";
import { inputText } from "../../../src/tui/state/input.ts";
import { type Place, type Step, settled, startOfList, stepBy, stepped } from "../../../src/tui/state/list.ts";

const names = Array.from({ length: 40 }, (_, at) => `r${at}`);
const lists = fc.shuffledSubarray(names);
const heights = fc.integer({ min: 1, max: 12 });
const places: fc.Arbitrary<Place> = fc.record({
  selected: fc.option(fc.constantFrom(...names)),
  at: fc.integer({ min: -3, max: 50 }),
  top: fc.integer({ min: -3, max: 50 }),
});
const steps = fc.array(fc.constantFrom<Step>("up", "down", "page-up", "page-down", "top", "bottom"));

describe("a place in a list", () => {
  const expectInSight = ({ selected, at, top }: Place, ids: readonly string[], height: number): void => {
    if (ids.length === 0) {
      expect({ selected, at, top }).toEqual(startOfList);
      return;
    }
    expect(ids[at]).toBe(selected);
    expect(at).toBeGreaterThanOrEqual(top);
    expect(at).toBeLessThan(top + height);
    expect(top, "no blank rows at the end while there are rows above").toBeLessThanOrEqual(
      Math.max(0, ids.length - height),
    );
    expect(top).toBeGreaterThanOrEqual(0);
  };

  it("is in sight whatever happened to the list, and stays on its row while that is there", () => {
    fc.assert(
      fc.property(places, lists, heights, (place, ids, height) => {
        const now = settled(place, ids, height);
        expectInSight(now, ids, height);
        if (place.selected !== null && ids.includes(place.selected))
          expect(now.selected).toBe(place.selected);
        expect(settled(now, ids, height), "settled once is settled").toEqual(now);
      }),
    );
  });

  it("stays in sight by every step, and ends are ends", () => {
    fc.assert(
      fc.property(places, lists, heights, steps, (place, ids, height, all) => {
        let now = place;
        for (const step of all) {
          now = stepped(now, ids, stepBy(step, height), height);
          expectInSight(now, ids, height);
          if (step === "top") expect(now.at).toBe(0);
          if (step === "bottom" && ids.length > 0) expect(now.at).toBe(ids.length - 1);
        }
      }),
    );
  });

  it("goes to the row that took its place when its own goes", () => {
    const place = settled({ selected: "r2", at: 2, top: 0 }, ["r1", "r2", "r3"], 2);
    expect(settled({ ...place, selected: "r2" }, ["r1", "r3"], 2)).toEqual({ selected: "r3", at: 1, top: 0 });
    const last = settled({ selected: "r3", at: 2, top: 1 }, ["r1", "r2"], 2);
    expect(last).toEqual({ selected: "r2", at: 1, top: 0 });
  });

  it("moves by a page that keeps one row in sight, and by at least one", () => {
    expect(stepped({ selected: "r0", at: 0, top: 0 }, names, stepBy("page-down", 10), 10).at).toBe(9);
    expect(stepped({ selected: "r0", at: 0, top: 0 }, names, stepBy("page-down", 1), 1).at).toBe(1);
    expect(stepped({ selected: "r5", at: 5, top: 5 }, names, stepBy("page-up", 1), 1).at).toBe(4);
  });
});

describe("the line for filters and commands", () => {
  it("is opened with a text, typed on, edited, accepted and recalled", () => {
    let line = typed(opened(closedLine, "command", "kick "), "adaa\nx");
    expect(line.open).toBe("command");
    line = edited(edited(line, "delete-word"), "delete-back");
    expect(inputText(line.input)).toBe("kick adaa");
    line = accepted(line);
    expect(line.open).toBeNull();
    expect(inputText(line.input)).toBe("");
    expect(inputText(edited(opened(line, "command"), "older").input)).toBe("kick adaa");
  });

  it("forgets what was cancelled", () => {
    const line = cancelled(typed(opened(closedLine, "filter"), "lob"));
    expect(line.open).toBeNull();
    expect(line.input.history).toEqual([]);
    expect(inputText(line.input)).toBe("");
  });

  it("is a command with its words", () => {
    const of = (text: string) => commandOf(typed(opened(closedLine, "command"), text));
    expect(of("  kick  ada spam and more ")).toEqual({ name: "kick", args: ["ada", "spam", "and", "more"] });
    expect(of("")).toEqual({ name: "", args: [] });
  });

  it("is completed as far as the words agree", () => {
    const words = ["lock", "lobby", "kick"];
    expect(completed("k", words)).toBe("kick ");
    expect(completed("l", words)).toBe("lo");
    expect(completed("lo", words)).toBeNull();
    expect(completed("x", words)).toBeNull();
    expect(completed("kick lob", words)).toBe("kick lobby ");
    expect(completed("", ["😀a", "😁a"]), "no half of a sign").toBeNull();
  });

  it("keeps what was typed, and goes on to a beginning of a word", () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "😀", "😁"), minLength: 1 }));
    fc.assert(
      fc.property(words, fc.string({ unit: fc.constantFrom("a", "b", " ", "😀") }), (all, text) => {
        const result = completed(text, all);
        if (result === null) return;
        expect(result.startsWith(text)).toBe(true);
        expect(result).not.toBe(text);
        const word = /\S*$/.exec(result.trimEnd())![0];
        expect(all.some((each) => each.startsWith(word))).toBe(true);
        expect(word).not.toMatch(/[\ud800-\udbff]$/);
      }),
    );
  });
});
