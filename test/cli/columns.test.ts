// Text in columns: whole in a pipe, and on a terminal no wider than it is.
import { expect, it } from "vitest";
import { columns, lineColumns } from "../../src/cli/columns.ts";
import { width } from "../../src/tui/state/text.ts";

const header = ["NAME", "STATUS", "MEMBERS", "AGE"];
const rows = [
  ["a room of a long name", "waiting", "1/64", "3m"],
  ["日本語", "active", "2/2", "12d"],
];
const within = (most: number) => columns(header, rows, { within: most, spare: ["AGE", "STATUS"] });

it("is whole where nothing says how wide it may be", () => {
  expect(columns(header, rows)).toEqual([
    "NAME                    STATUS    MEMBERS   AGE",
    "a room of a long name   waiting   1/64      3m",
    "日本語                  active    2/2       12d",
  ]);
  expect(within(lineColumns({ isTTY: false, columns: 10 }))).toEqual(columns(header, rows));
  expect(within(lineColumns({ isTTY: true, columns: 0 }))).toEqual(columns(header, rows));
});

it("leaves out what matters least, and then shortens what comes first", () => {
  expect(within(47)).toEqual(columns(header, rows));
  expect(within(46)[0]).toBe("NAME                    STATUS    MEMBERS");
  expect(within(40)[0]).toBe("NAME                    MEMBERS");
  expect(within(25)).toEqual([
    "NAME              MEMBERS",
    "a room of a lo…   1/64",
    "日本語            2/2",
  ]);
});

it.each([18, 19, 25, 31, 32, 40, 41, 46])("fits %i columns", (most) => {
  expect(Math.max(...within(most).map(width))).toBeLessThanOrEqual(most);
});

it("keeps eight columns of the first, though it may be too wide then", () => {
  expect(within(5)[1]).toBe("a room …   1/64");
});
