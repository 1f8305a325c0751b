// The conditions of `rooms check` and `stats --fail-if`: what they accept, what they read, and what they say of a mistake.
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/cli/expression.ts";
import { Stats } from "../../src/protocol/stats.ts";

const stats = { totalRooms: 10, errors: { room_full: 2 }, signals: {}, links: {} } as Partial<Stats> as Stats;
const parse = (text: string, rooms = true) => parseExpression(text, { rooms });

function holds(text: string): boolean {
  const { subject, holds } = parse(text);
  if (subject.of !== "stats") throw new Error("a room's");
  return holds(subject.read(stats));
}

describe("an expression", () => {
  it.each([
    ["totalRooms<10", false],
    ["totalRooms<=10", true],
    ["totalRooms>10", false],
    ["totalRooms>=10", true],
    [" totalRooms == 10 ", true],
    ["totalRooms!=10", false],
    ["totalRooms>9.5", true],
    ["errors.room_full==2", true],
    ["errors.internal==0", true],
    ["signals.delivered>0", false],
  ])("%s is %s of ten rooms and two refusals", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it("reads a room's field, also where the room's name has dots", () => {
    expect(parse("a.b.status==active").subject).toEqual({ of: "room", room: "a.b", field: "status" });
    expect(parse("duel.status!=waiting").holds("active")).toBe(true);
    expect(parse("duel.members>=2").holds(1)).toBe(false);
  });

  it.each(["duel.members<5", "duel.status!=active"])(
    "%s does not hold of a room that is not there",
    (text) => {
      expect(parse(text).holds(null)).toBe(false);
    },
  );

  it.each([
    ["peers>100", "There is no field peers. There are: totalRooms,"],
    ["errors.typo==0", "There is no field errors.typo."],
    ["constructor.name==0", "There is no field constructor.name."],
    ["totalRooms=<10", "'totalRooms<=10'"],
    ["totalRooms=10", "'totalRooms<=10'"],
    ["totalRooms", "'totalRooms<=10'"],
    ["1<totalRooms<3", "'totalRooms<=10'"],
    ["totalRooms<=ten", "compared with a number"],
    ["totalRooms<=1e3", "compared with a number"],
    ["duel.status==full", "waiting, active, finished"],
    ["duel.status>waiting", "by == or !="],
    ["", "'totalRooms<=10'"],
  ])("%j is refused with a word on what there is", (text, words) => {
    expect(() => parse(text)).toThrow(words);
  });

  it("knows every figure of the server that is a number", () => {
    for (const [name, schema] of Object.entries(Stats.properties)) {
      if ("type" in schema && (schema.type === "integer" || schema.type === "number"))
        expect(() => parse(`${name}>0`), name).not.toThrow();
    }
  });

  it("knows no rooms where only the server's figures are asked for", () => {
    expect(() => parse("duel.members>1", false)).toThrow("There is no field duel.members.");
  });
});
