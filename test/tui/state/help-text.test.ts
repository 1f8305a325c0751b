// Keys and commands where they are printed: nothing is cut, whatever the width, and for ears there are no columns.
import { expect, it } from "vitest";
import { helpText, spokenHelp } from "../../../src/tui/state/help-text.ts";
import { lineWidth, plainText } from "../../../src/tui/state/lines.ts";

const sections = [
  {
    title: "Commands · //text says text",
    entries: [
      {
        keys: "/join ROOM [PASSWORD]",
        help: "enter a room besides the others; it is made if it is not there",
      },
      { keys: "/part", help: "leave this room, or close this window" },
    ],
  },
];
const text = (columns: number): string[] => helpText(sections, columns).map(plainText);

it("stands in two columns where there is room", () => {
  expect(text(60)).toEqual([
    " Commands · //text says text",
    "   /join ROOM [PASSWORD]  enter a room besides the others;",
    "                          it is made if it is not there",
    "   /part                  leave this room, or close this",
    "                          window",
  ]);
});

it("stands in one where there is not", () => {
  expect(text(40)).toEqual([
    " Commands · //text says text",
    "   /join ROOM [PASSWORD]",
    "      enter a room besides the others;",
    "      it is made if it is not there",
    "   /part",
    "      leave this room, or close this",
    "      window",
  ]);
});

it.each([30, 40, 47, 48, 60, 80, 120])("fits %i columns", (columns) => {
  expect(Math.max(...helpText(sections, columns).map(lineWidth))).toBeLessThan(columns);
});

it("is one piece each for ears", () => {
  expect(spokenHelp(sections).map(plainText)).toEqual([
    "Commands. //text says text",
    "/join ROOM [PASSWORD]: enter a room besides the others; it is made if it is not there",
    "/part: leave this room, or close this window",
  ]);
});
