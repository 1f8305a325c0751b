// A list that grows at its end: it follows, holds still while it is read, and is bounded.
import { expect, it } from "vitest";
import { emptyTail, grown, grownUp, scrolled, tailWindow } from "../../../src/tui/state/tail.ts";

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ id: from + at }));
it("follows until it is scrolled, and holds still then", () => {
  let tail = grown(emptyTail<{ id: number }>(), rows(1, 30));
  expect(tailWindow(tail, 10)).toMatchObject({ above: 20, below: 0 });
  tail = grown(scrolled(tail, -5, 10), rows(31, 40));
  expect(tailWindow(tail, 10)).toMatchObject({ above: 15, below: 15 });
  expect(tailWindow(scrolled(tail, Number.NEGATIVE_INFINITY, 10), 10)).toMatchObject({
    above: 0,
    below: 30,
  });
  expect(scrolled(tail, 99, 10).anchor).toBeNull();
});

it("keeps the newest thousand, and older ones only where there is space", () => {
  const full = grown(emptyTail<{ id: number }>(), rows(100, 1_199));
  expect(full.rows.map(({ id }) => id)).toEqual(rows(200, 1_199).map(({ id }) => id));
  expect(grownUp(grown(emptyTail<{ id: number }>(), rows(5, 9)), rows(1, 6)).rows).toEqual(rows(1, 9));
});
