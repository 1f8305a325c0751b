// Lines, tables, panels and figures as data: what is drawn is as wide and as high as was asked, whatever stands in it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beside,
  endsLine,
  fillLines,
  fitLine,
  type Line,
  lineOf,
  lineWidth,
  panel,
  plainText,
  type Segment,
} from "../../../src/tui/state/lines.ts";
import { bar, spark } from "../../../src/tui/state/spark.ts";
import { type Column, columnsFor, tableLines } from "../../../src/tui/state/table.ts";
import { width } from "../../../src/tui/state/text.ts";
import { namesAndTexts, texts } from "../../support/texts.ts";

const segments: fc.Arbitrary<Segment> = fc.record(
  { text: namesAndTexts(), role: fc.constantFrom("good", "bad"), inverse: fc.boolean() },
  { requiredKeys: ["text"] },
);
const lines: fc.Arbitrary<Line> = fc.array(segments, { maxLength: 4 });
const columns = fc.integer({ min: 0, max: 30 });

const isolatesMatch = (text: string): boolean =>
  (text.match(/\u2068/g) ?? []).length === (text.match(/\u2069/g) ?? []).length;

describe("a line", () => {
  it("is fitted to exactly the columns that were asked, and isolates stay closed", () => {
    fc.assert(
      fc.property(lines, columns, (line, wide) => {
        const fitted = fitLine(line, wide);
        expect(lineWidth(fitted)).toBe(wide);
        expect(fitted.every(({ text }) => isolatesMatch(text))).toBe(true);
      }),
    );
  });

  it("keeps all of its text where there is room, and says where some went", () => {
    fc.assert(
      fc.property(lines, columns, (line, wide) => {
        const shown = plainText(fitLine(line, wide));
        if (lineWidth(line) <= wide) expect(shown.startsWith(plainText(line))).toBe(true);
        else if (wide > 0) expect(shown.trimEnd().endsWith("…")).toBe(true);
      }),
    );
  });

  it("keeps the look of its pieces, and its blanks stay inverse", () => {
    expect(fitLine([{ text: "ab", role: "good", inverse: true }], 4)).toEqual([
      { text: "ab", role: "good", inverse: true },
      { text: "  ", inverse: true },
    ]);
    expect(plainText(fitLine([{ text: "abc" }, { text: "def", role: "bad" }], 5))).toBe("abcd…");
    expect(plainText(fitLine([{ text: "abc" }, { text: "def" }], 3))).toBe("ab…");
  });

  it("with two ends is as wide as asked, and the right end stays", () => {
    fc.assert(
      fc.property(lines, lines, columns, (left, right, wide) => {
        const line = endsLine(left, right, wide);
        expect(lineWidth(line)).toBe(wide);
        if (lineWidth(right) <= wide) expect(plainText(line).endsWith(plainText(right))).toBe(true);
      }),
    );
    expect(plainText(endsLine(lineOf("left"), lineOf("right"), 12))).toBe("left   right");
  });
});

describe("blocks of lines", () => {
  it("are as high and as wide as asked, filled or cut, and stand side by side", () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 5 }), fc.nat(6), columns, (all, rows, wide) => {
        const block = fillLines(all, rows, wide);
        expect(block.map(lineWidth)).toEqual(Array.from({ length: rows }, () => wide));
        expect(beside(block, block).map(lineWidth)).toEqual(Array.from({ length: rows }, () => 2 * wide));
      }),
    );
    expect(beside()).toEqual([]);
  });

  it("in a panel are framed, at any size and whatever the title", () => {
    const sizes = { columns: fc.integer({ min: 4, max: 30 }), rows: fc.integer({ min: 2, max: 6 }) };
    fc.assert(
      fc.property(
        fc.array(lines, { maxLength: 5 }),
        fc.record({ title: texts(), note: texts(), focused: fc.boolean(), ...sizes }),
        (all, spec) => {
          const framed = panel(all, spec);
          expect(framed.map(lineWidth)).toEqual(Array.from({ length: spec.rows }, () => spec.columns));
          expect(plainText(framed[0]!)).toMatch(/^┌.*┐$/);
          expect(plainText(framed.at(-1)!)).toMatch(/^└─*┘$/);
        },
      ),
    );
  });

  it("show without colours which panel has the keyboard", () => {
    const head = (focused: boolean) =>
      plainText(panel([], { title: "rooms", note: "3", focused, columns: 20, rows: 3 })[0]!);
    expect(head(true)).toBe("┌›rooms ──────── 3 ┐");
    expect(head(false)).toBe("┌ rooms ──────── 3 ┐");
  });
});

interface Room {
  name: string;
  peers: number;
}
const tableColumns: readonly Column<Room>[] = [
  { title: "NAME", text: ({ name }) => name, look: () => ({ role: "good" }) },
  { title: "PEERS", width: 6, align: "right", rank: 1, text: ({ peers }) => String(peers) },
  { title: "NODE", width: 8, rank: 2, text: () => "node-1" },
];
const table = (rows: Room[], wide: number, selected = "") =>
  tableLines({ columns: tableColumns, rows, isSelected: ({ name }) => name === selected, width: wide });

describe("a table", () => {
  it("gives the free column what the others leave", () => {
    expect(table([{ name: "lobby", peers: 3 }], 40, "lobby").map(plainText)).toEqual([
      " NAME                     PEERS NODE    ",
      "›lobby                        3 node-1  ",
    ]);
  });

  it("leaves out the columns of the highest rank first where there is no room", () => {
    const titles = (wide: number) => columnsFor(tableColumns, wide).map(({ title }) => title);
    expect(titles(30)).toEqual(["NAME", "PEERS", "NODE"]);
    expect(titles(28)).toEqual(["NAME", "PEERS"]);
    expect(titles(19)).toEqual(["NAME"]);
    expect(titles(5)).toEqual(["NAME"]);
  });

  it("is as wide as asked, at any width and with any names, and the selection reaches over all of a row", () => {
    const rooms = fc.array(fc.record({ name: namesAndTexts(), peers: fc.nat() }), { maxLength: 4 });
    fc.assert(
      fc.property(rooms, columns, (rows, wide) => {
        const shown = table(rows, wide, rows[0]?.name);
        expect(shown.map(lineWidth)).toEqual(Array.from({ length: rows.length + 1 }, () => wide));
        if (rows.length > 0) expect(shown[1]!.every(({ inverse }) => inverse)).toBe(true);
      }),
    );
  });

  it("marks the column by which it is sorted", () => {
    const sorted = { title: "PEERS", descending: true };
    const spec = { columns: tableColumns, rows: [], isSelected: () => false, sorted, width: 40 };
    expect(plainText(tableLines(spec)[0]!)).toContain("PEERS↓");
    expect(plainText(tableLines({ ...spec, sorted: { ...sorted, descending: false } })[0]!)).toContain(
      "PEERS↑",
    );
  });
});

describe("figures", () => {
  const anything = fc.oneof(
    fc.double(),
    fc.nat(),
    fc.constant(Number.NaN),
    fc.constant(Number.POSITIVE_INFINITY),
  );

  it("as a sparkline are as wide as asked, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(anything), columns, (values, wide) => {
        expect(spark(values, wide)).toMatch(/^ *[▁-█]*$/);
        expect(width(spark(values, wide))).toBe(wide);
      }),
    );
    expect(spark([0, 1, 4, 8], 6)).toBe("  ▁▁▄█");
    expect(spark([4, 8], 2, 16)).toBe("▂▄");
    expect(spark([0, 0], 3)).toBe(" ▁▁");
    expect(spark([100, 1, 2], 2), "what is out of sight doesn't make the rest small").toBe("▄█");
    expect(spark(new Array(200_000).fill(1), 3)).toBe("███");
  });

  it("as a bar never go beyond their columns", () => {
    fc.assert(
      fc.property(anything, columns, (fraction, wide) => {
        expect(bar(fraction, wide)).toMatch(/^█*[▏▎▍▌▋▊▉]?$/);
        expect(width(bar(fraction, wide))).toBeLessThanOrEqual(wide);
      }),
    );
    expect(bar(0.5, 5)).toBe("██▌");
    expect(bar(1, 3)).toBe("███");
    expect(bar(0, 3)).toBe("");
  });
});
